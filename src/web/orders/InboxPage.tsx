// The supplier's inbox: orders of all its customers in one list, what wants an answer first; many accepted at once.
import { Check } from 'lucide-react'
import { useState } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { bulkMax, useBulkResults } from './BulkResults.tsx'
import { listQueryOf, useOrderColumns, useOrderFilters } from './order-list.tsx'

export function InboxPage() {
  const list = useListState('urgent')
  const sort = list.sortText as 'urgent'
  const orders = useList(ordersApi.list, { query: { ...listQueryOf(list), sort } }, { watch: ['order'] })
  const filters = useOrderFilters(list, 'supplier')
  const columns = useOrderColumns('supplier', orders.rows)
  const { bulk, dialog, shown } = useAcceptMany()
  return (
    <>
      <PageHeader title={m.orders_inbox()} lead={m.orders_inbox_lead()} />
      {shown}
      <DataList
        label={m.orders_inbox()}
        list={list}
        {...orders}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/orders/${row.id}`}
        bulk={bulk}
        empty={{ title: m.orders_inbox_empty(), why: m.orders_inbox_empty_why() }}
      />
      {dialog}
    </>
  )
}

/** Accepting all that is open in the picked orders, after asking. */
function useAcceptMany() {
  const mayAnswer = useMay()('order.answer')
  const [asking, setAsking] = useState<{ rows: readonly OrderRow[]; clear: () => void } | undefined>()
  const act = useAct(ordersApi.acceptMany, { changes: ['order', 'clock'] })
  const { take, shown } = useBulkResults(n => m.orders_accept_many_done({ n }))
  const bulk: BulkAction<OrderRow>[] = [
    {
      id: 'accept',
      label: m.orders_accept_many(),
      icon: Check,
      refuse: rows => {
        if (!mayAnswer) return m.orders_role_refuses()
        return rows.some(row => row.awaitingCount > 0) ? undefined : m.orders_accept_many_refuse()
      },
      run: (rows, { clear }) => setAsking({ rows: rows.filter(row => row.awaitingCount > 0).slice(0, bulkMax), clear }),
    },
  ]
  const dialog = (
    <Confirm
      opened={asking !== undefined}
      title={m.orders_accept_many_title({ n: asking?.rows.length ?? 0 })}
      act={m.orders_accept_many()}
      onClose={() => setAsking(undefined)}
      onConfirm={async () => {
        const orders = (asking?.rows ?? []).map(row => ({ orderId: row.id, version: row.version }))
        take((await act.mutateAsync({ body: { orders } })).results)
        asking?.clear()
      }}
    >
      {m.orders_accept_many_what()}
    </Confirm>
  )
  return { bulk, dialog, shown }
}
