// What was answered in the last 24 hours: in time or late, and by how much.
import { Group, Text } from '@mantine/core'
import { Check, ClockAlert } from 'lucide-react'
import type { BoardSummary } from '../../sla/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { DisputedBadge } from './cells.tsx'
import classes from './RecentList.module.css'
import { TargetBar } from './TargetBar.tsx'
import { stateText, subjectText } from './words.ts'

/** The board's summary, as it was asked for. */
export interface SummarySource {
  data: BoardSummary | undefined
  error: unknown
  refetch: () => unknown
}

export function RecentList({ source }: { source: SummarySource }) {
  const clocks = source.data?.recent
  if (source.error && !clocks) return <ProblemAlert problem={source.error} onRetry={() => source.refetch()} />
  if (!clocks) return <ListSkeleton />
  if (clocks.length === 0)
    return (
      <Text c="dimmed" size="sm">
        {m.sla_recent_none()}
      </Text>
    )
  return (
    <ul className={classes.recent}>
      {clocks.map(clock => (
        <li key={clock.id}>
          <Go to={`/clocks/${clock.id}`} fw={600}>
            {subjectText(clock)}
          </Go>
          <span>{clock.supplier.name}</span>
          <Group gap={4}>
            <StatusBadge tone={clock.state === 'met' ? 'ok' : 'warn'} icon={clock.state === 'met' ? Check : ClockAlert}>
              {stateText(clock.state)}
            </StatusBadge>
            <DisputedBadge clock={clock} />
          </Group>
          <TargetBar clock={clock} />
          {clock.stoppedAt ? <When at={clock.stoppedAt} contractZone={clock.zone} /> : null}
        </li>
      ))}
    </ul>
  )
}
