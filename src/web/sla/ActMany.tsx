// One act on many clocks: on each by itself, and what was refused is listed with its reason and stays picked.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { BellRing, Hand, type LucideIcon } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { mayRemind, mayTakeOn } from './chase-cells.tsx'
import { RefusedMany } from './RefusedMany.tsx'

interface Act {
  id: string
  icon: LucideIcon
  label: () => string
  mayBe: (row: ClockRow) => boolean
  /** Said instead, of any that may not. */
  refused: () => string
  act: (row: ClockRow) => Promise<unknown>
  done: (counted: { n: number }) => string
  some: (counted: { done: number; refused: number }) => string
}

export const takeOnMany: Act = {
  ...{ id: 'take-on', icon: Hand, label: m.sla_take_on_many },
  ...{ mayBe: mayTakeOn, refused: m.sla_take_on_refuse },
  act: ({ id }) => call(slaApi.acknowledge, { params: { clockId: id } }),
  ...{ done: m.sla_taken_many_done, some: m.sla_taken_many_some },
}

export const remindMany: Act = {
  ...{ id: 'remind', icon: BellRing, label: m.sla_remind },
  ...{ mayBe: mayRemind, refused: m.sla_remind_refuse },
  act: ({ id }) => call(slaApi.remind, { params: { clockId: id } }),
  ...{ done: m.sla_reminded_many_done, some: m.sla_reminded_many_some },
}

interface Results {
  done: number
  refused: readonly Became<ClockRow>[]
}

export function useActMany(one: Act, allowed: boolean): { bulk: BulkAction<ClockRow>[]; shown: ReactNode } {
  const queries = useQueryClient()
  const [results, setResults] = useState<Results>({ done: 0, refused: [] })
  const bulk = useMemo<BulkAction<ClockRow>[]>(() => {
    if (!allowed) return []
    return [
      {
        ...{ id: one.id, label: one.label(), icon: one.icon },
        refuse: rows => (rows.every(one.mayBe) ? undefined : one.refused()),
        run: async (rows, { clear }) => {
          const became = await eachOf(rows, one.act)
          const refused = became.filter(({ problem }) => problem !== undefined)
          const done = became.length - refused.length
          setResults({ done, refused })
          if (refused.length === 0) notifications.show({ message: one.done({ n: done }), color: 'green' })
          clear(refused.map(({ row }) => row.id))
          await refetch(queries, [{ kind: 'clock', id: '' }])
        },
      },
    ]
  }, [one, allowed, queries])
  const close = () => setResults({ done: 0, refused: [] })
  const { done, refused } = results
  const title = one.some({ done, refused: refused.length })
  const shown = refused.length === 0 ? null : <RefusedMany title={title} refused={refused} onClose={close} />
  return { bulk, shown }
}
