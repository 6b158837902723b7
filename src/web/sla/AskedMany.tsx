// One act on many clocks for one reason, which is asked for first: each by itself, and what was refused is listed and stays picked.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { HeartHandshake, type LucideIcon, Pause, PhoneOutgoing } from 'lucide-react'
import { type ComponentType, lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { type ClockRow, type PauseBody, slaApi } from '../../sla/api.ts'
import type { ExcuseBody } from '../../sla/breach.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import { part } from '../parts.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { mayExcuse } from './may-excuse.ts'
import { commonReasons } from './may-pause.ts'
import { mayCall } from './may-reach.ts'
import { RefusedMany } from './refused-many.ts'

export interface AskProps<Body> {
  rows: readonly ClockRow[]
  onSay: (body: Body) => Promise<void>
  onClose: () => void
}

interface Asked<Body> {
  id: string
  icon: LucideIcon
  label: () => string
  mayBe: (rows: readonly ClockRow[]) => boolean
  /** Said instead, where it may not. */
  refused: () => string
  Dialog: ComponentType<AskProps<Body>>
  act: (row: ClockRow, body: Body) => Promise<unknown>
  done: (counted: { n: number }) => string
  some: (counted: { done: number; refused: number }) => string
}

// Only for whoever does it: not in the board's own part.
export const excuseMany: Asked<ExcuseBody> = {
  ...{ id: 'excuse', icon: HeartHandshake, label: m.sla_excuse },
  ...{ mayBe: rows => rows.every(mayExcuse), refused: m.sla_excuse_refuse },
  Dialog: lazy(part(() => import('./ExcuseManyDialog.tsx').then(x => ({ default: x.ExcuseManyDialog })))),
  act: ({ id }, body) => call(slaApi.excuse, { params: { clockId: id }, body }),
  ...{ done: m.sla_excused_many_done, some: m.sla_excused_many_some },
}

export const pauseMany: Asked<PauseBody> = {
  ...{ id: 'pause', icon: Pause, label: m.sla_pause },
  ...{ mayBe: rows => commonReasons(rows).length > 0, refused: m.sla_pause_refuse },
  Dialog: lazy(part(() => import('./PauseManyDialog.tsx').then(x => ({ default: x.PauseManyDialog })))),
  act: ({ id }, body) => call(slaApi.pause, { params: { clockId: id }, body }),
  ...{ done: m.sla_paused_many_done, some: m.sla_paused_many_some },
}

export const callMany: Asked<{ note: string }> = {
  ...{ id: 'call', icon: PhoneOutgoing, label: m.sla_called },
  ...{ mayBe: rows => rows.every(mayCall), refused: m.sla_called_refuse },
  Dialog: lazy(part(() => import('./CallManyDialog.tsx').then(x => ({ default: x.CallManyDialog })))),
  act: ({ id }, body) => call(slaApi.noteCall, { params: { clockId: id }, body }),
  ...{ done: m.sla_called_many_done, some: m.sla_called_many_some },
}

interface Picked {
  rows: readonly ClockRow[]
  clear: (keep?: readonly string[]) => void
}

export function useAskedMany<Body>(
  one: Asked<Body>,
  allowed: boolean,
): { bulk: BulkAction<ClockRow>[]; shown: ReactNode } {
  const queries = useQueryClient()
  const [picked, setPicked] = useState<Picked>()
  const [results, setResults] = useState<{ done: number; refused: readonly Became<ClockRow>[] }>()
  const bulk = useMemo<BulkAction<ClockRow>[]>(
    () =>
      allowed
        ? [
            {
              ...{ id: one.id, label: one.label(), icon: one.icon },
              refuse: rows => (one.mayBe(rows) ? undefined : one.refused()),
              run: async (rows, { clear }) => setPicked({ rows, clear }),
            },
          ]
        : [],
    [one, allowed],
  )
  const say = async (body: Body) => {
    if (!picked) return
    const became = await eachOf(picked.rows, row => one.act(row, body))
    const refused = became.filter(({ problem }) => problem !== undefined)
    picked.clear(refused.map(({ row }) => row.id))
    setPicked(undefined)
    const done = became.length - refused.length
    setResults({ done, refused })
    if (refused.length === 0) notifications.show({ message: one.done({ n: done }), color: 'green' })
    await refetch(queries, [{ kind: 'clock', id: '' }])
  }
  const shown = (
    <Suspense>
      {results && results.refused.length > 0 ? (
        <RefusedMany
          title={one.some({ done: results.done, refused: results.refused.length })}
          refused={results.refused}
          onClose={() => setResults(undefined)}
        />
      ) : null}
      {picked ? <one.Dialog rows={picked.rows} onSay={say} onClose={() => setPicked(undefined)} /> : null}
    </Suspense>
  )
  return { bulk, shown }
}
