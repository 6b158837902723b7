// Excusing many late answers at once, for one reason: each by itself, and what was refused is listed and stays picked.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { HeartHandshake } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import type { ExcuseBody } from '../../sla/breach.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import { part } from '../parts.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { mayExcuse } from './may-excuse.ts'
import { RefusedMany } from './RefusedMany.tsx'

// Only for whoever excuses: not in the board's own part.
const Dialog = lazy(part(() => import('./ExcuseManyDialog.tsx').then(x => ({ default: x.ExcuseManyDialog }))))

interface Picked {
  rows: readonly ClockRow[]
  clear: (keep?: readonly string[]) => void
}

export function useExcuseMany(may: boolean): { bulk: BulkAction<ClockRow>[]; shown: ReactNode } {
  const queries = useQueryClient()
  const [picked, setPicked] = useState<Picked>()
  const [results, setResults] = useState<{ done: number; refused: readonly Became<ClockRow>[] }>()
  const bulk = useMemo<BulkAction<ClockRow>[]>(
    () =>
      may
        ? [
            {
              id: 'excuse',
              label: m.sla_excuse(),
              icon: HeartHandshake,
              refuse: rows => (rows.every(mayExcuse) ? undefined : m.sla_excuse_refuse()),
              run: async (rows, { clear }) => setPicked({ rows, clear }),
            },
          ]
        : [],
    [may],
  )
  const excuse = async (body: ExcuseBody) => {
    if (!picked) return
    const became = await eachOf(picked.rows, ({ id }) => call(slaApi.excuse, { params: { clockId: id }, body }))
    const refused = became.filter(({ problem }) => problem !== undefined)
    picked.clear(refused.map(({ row }) => row.id))
    setPicked(undefined)
    const done = became.length - refused.length
    setResults({ done, refused })
    if (refused.length === 0) notifications.show({ message: m.sla_excused_many_done({ n: done }), color: 'green' })
    await refetch(queries, [{ kind: 'clock', id: '' }])
  }
  const shown = (
    <>
      {results && results.refused.length > 0 ? (
        <RefusedMany
          title={m.sla_excused_many_some({ done: results.done, refused: results.refused.length })}
          refused={results.refused}
          onClose={() => setResults(undefined)}
        />
      ) : null}
      {picked ? (
        <Suspense>
          <Dialog n={picked.rows.length} onExcuse={excuse} onClose={() => setPicked(undefined)} />
        </Suspense>
      ) : null}
    </>
  )
  return { bulk, shown }
}
