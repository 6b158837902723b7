// One act on many clocks: on each by itself, and what was refused is listed with its reason and stays picked.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { BellRing, Hand, type LucideIcon, Send } from 'lucide-react'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { gatewayApi } from '../../gateway/api.ts'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { mayRemind, mayTakeOn } from './chase-cells.tsx'
import { maySendAgain } from './may-reach.ts'
import { RefusedMany } from './refused-many.ts'

interface Act {
  id: string
  icon: LucideIcon
  label: () => string
  mayBe: (row: ClockRow) => boolean
  /** Said instead, of any that may not. */
  refused: () => string
  act: (row: ClockRow) => Promise<unknown>
  /** Of several of which this is the same, as of what went out in one interchange, it is done for one. */
  once?: (row: ClockRow) => string | null
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

export const sendManyAgain: Act = {
  ...{ id: 'send-again', icon: Send, label: m.sla_send_again },
  ...{ mayBe: maySendAgain, refused: m.sla_send_again_refuse },
  act: ({ sentIn }) => call(gatewayApi.resend, { params: { interchangeId: sentIn ?? '' } }),
  ...{ done: m.sla_sent_again_many_done, some: m.sla_sent_again_many_some },
  once: ({ sentIn }) => sentIn,
}

const apart = (rows: readonly ClockRow[], once: Act['once']): readonly ClockRow[] =>
  once ? rows.filter((row, i) => rows.findIndex(other => once(other) === once(row)) === i) : rows

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
          const became = await eachOf(apart(rows, one.once), one.act)
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
  const shown =
    refused.length === 0 ? null : (
      <Suspense>
        <RefusedMany title={title} refused={refused} onClose={close} />
      </Suspense>
    )
  return { bulk, shown }
}
