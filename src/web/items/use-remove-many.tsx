// Ending that suppliers make many items at once, after asking; what was refused stays picked, with its reason.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { itemsApi, type SupplierItem } from '../../items/api.ts'
import { call } from '../api.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import { Problem } from '../problem.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import type { BulkAction } from '../ui/list/types.ts'
import { problemText } from '../ui/problem-text.ts'
import { inTurn } from './in-turn.ts'

/** So many reasons are read in a passing word. */
const reasonsShown = 3

interface Asking {
  rows: readonly SupplierItem[]
  clear: (keep?: readonly string[]) => void
}

export function useRemoveMany(): { action: BulkAction<SupplierItem>; dialog: ReactNode } {
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking | undefined>()
  const remove = async ({ rows, clear }: Asking) => {
    const { done, refused } = await inTurn(rows, row =>
      call(itemsApi.removeSupplierItem, { params: { supplierItemId: row.id } }),
    )
    const reasons = refused.slice(0, reasonsShown).map(({ row, why }) => `${row.itemNumber}: ${whyText(why)}`)
    notifications.show({
      message: [m.items_removed_many({ done: done.length, all: rows.length }), ...reasons].join(' · '),
      color: refused.length === 0 ? 'green' : 'red',
      ...(refused.length === 0 ? {} : { autoClose: 12_000, role: 'alert' }),
    })
    clear(refused.map(({ row }) => row.id))
    await refetch(queries, [
      { kind: 'supplier-item', id: '' },
      { kind: 'item', id: '' },
    ])
  }
  const action: BulkAction<SupplierItem> = {
    id: 'remove',
    label: m.items_remove(),
    icon: Trash2,
    danger: true,
    run: (rows, { clear }) => setAsking({ rows, clear }),
  }
  const dialog = (
    <Confirm
      opened={asking !== undefined}
      title={m.items_remove_many_ask({ n: asking?.rows.length ?? 0 })}
      act={m.items_remove()}
      danger
      onClose={() => setAsking(undefined)}
      onConfirm={() => asking && remove(asking)}
    >
      {m.items_remove_many_what()}
    </Confirm>
  )
  return { action, dialog }
}

const whyText = (why: unknown): string =>
  why instanceof Problem ? problemText(why).what : why instanceof Error ? why.message : String(why)
