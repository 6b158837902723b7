// Taking on many late answers at once: each by itself, and what was refused is listed with its reason and stays picked.
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Hand } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { mayTakeOn } from './cells.tsx'
import { RefusedMany } from './RefusedMany.tsx'

interface Results {
  done: number
  refused: readonly Became<ClockRow>[]
}

export function useTakeOnMany(mayTake: boolean): { bulk: BulkAction<ClockRow>[] | undefined; shown: ReactNode } {
  const queries = useQueryClient()
  const [results, setResults] = useState<Results>({ done: 0, refused: [] })
  const bulk = useMemo<BulkAction<ClockRow>[] | undefined>(() => {
    if (!mayTake) return undefined
    return [
      {
        id: 'take-on',
        label: m.sla_take_on_many(),
        icon: Hand,
        refuse: rows => (rows.every(mayTakeOn) ? undefined : m.sla_take_on_refuse()),
        run: async (rows, { clear }) => {
          const became = await eachOf(rows, ({ id }) => call(slaApi.acknowledge, { params: { clockId: id } }))
          const refused = became.filter(({ problem }) => problem !== undefined)
          const done = became.length - refused.length
          setResults({ done, refused })
          if (refused.length === 0) notifications.show({ message: m.sla_taken_many_done({ n: done }), color: 'green' })
          clear(refused.map(({ row }) => row.id))
          await refetch(queries, [{ kind: 'clock', id: '' }])
        },
      },
    ]
  }, [mayTake, queries])
  const close = () => setResults({ done: 0, refused: [] })
  const { done, refused } = results
  const title = m.sla_taken_many_some({ done, refused: refused.length })
  const shown = refused.length === 0 ? null : <RefusedMany title={title} refused={refused} onClose={close} />
  return { bulk, shown }
}
