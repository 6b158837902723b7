// Who changed what of a relationship, and when.
import { partnersApi } from '../../partners/api.ts'
import { useEndpoint } from '../query.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { type Channel, Timeline } from '../ui/Timeline.tsx'
import { factText, fieldText } from './partner-text.ts'

export function HistoryTab({ relationshipId }: { relationshipId: string }) {
  const watch = { watch: [`relationship:${relationshipId}`] }
  const history = useEndpoint(partnersApi.history, { params: { relationshipId } }, watch)
  if (history.error) return <ProblemAlert problem={history.error} onRetry={() => void history.refetch()} />
  if (!history.data) return <ListSkeleton />
  const entries = history.data.rows.map((row, at) => ({
    id: `${row.at} ${at}`,
    at: row.at,
    who: row.actor,
    channel: row.channel as Channel,
    what: factText(row.type),
    detail: row.changed.map(name => fieldText(name) ?? name).join(', '),
  }))
  return <Timeline entries={entries} />
}
