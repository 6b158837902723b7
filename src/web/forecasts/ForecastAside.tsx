// Beside a supplier's forecast: its facts, its documents with their statuses apart, and its history.
import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ShareDetail } from '../../forecasts/api.ts'
import { RunAgain } from '../gateway/RunAgain.tsx'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { Facts } from '../ui/Facts.tsx'
import { type Channel, Timeline } from '../ui/Timeline.tsx'
import { When } from '../ui/When.tsx'
import { DocumentStatuses } from './DocumentStatuses.tsx'
import { changeFacts, horizonText } from './facts.tsx'
import { documentText, percentText } from './words.ts'

export function ShareFacts({ share }: { share: ShareDetail }) {
  return (
    <Paper p="sm">
      <Facts
        facts={[
          {
            label: m.forecasts_fact_against(),
            value: share.supersedes ? (
              <Go to={`/forecasts/${share.supersedes.id}`}>
                {m.forecasts_forecast({ number: share.supersedes.number })}
              </Go>
            ) : (
              m.forecasts_change_first()
            ),
          },
          ...changeFacts(share.summary, share.unit),
          {
            label: m.forecasts_fact_coverage(),
            value: share.coverage === null ? null : percentText(share.coverage),
          },
          { label: m.forecasts_fact_horizon(), value: horizonText(share) },
          { label: m.forecasts_fact_published(), value: <When at={share.publishedAt} /> },
          { label: m.forecasts_fact_went(), value: documentText(share.document) },
          {
            label: m.forecasts_fact_viewed(),
            value: share.viewedAt ? <When at={share.viewedAt} /> : m.forecasts_fact_not_viewed(),
          },
        ]}
      />
    </Paper>
  )
}

export function ShareDocuments({ share, mayOpen }: { share: ShareDetail; mayOpen: boolean }) {
  if (share.documents.length === 0) return null
  return (
    <Paper p="sm">
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_documents()}
      </Title>
      <Stack gap="xs">
        {share.documents.map(document => (
          <div key={document.id}>
            <Group gap="xs">
              {document.interchangeId && mayOpen ? (
                <Go to={`/gateway/interchanges/${document.interchangeId}`} fw={600}>
                  {document.setId}
                </Go>
              ) : (
                <Text fw={600}>{document.setId}</Text>
              )}
              <Text size="sm" c="dimmed">
                <When at={document.createdAt} />
              </Text>
            </Group>
            <DocumentStatuses document={document} />
            {document.reason ? <Text size="sm">{document.reason}</Text> : null}
            <RunAgain document={document} />
          </div>
        ))}
      </Stack>
    </Paper>
  )
}

export function ShareHistory({ share }: { share: ShareDetail }) {
  return (
    <Paper p="sm">
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_history()}
      </Title>
      <Timeline
        entries={share.history.map(row => ({
          id: row.id,
          at: row.at,
          who: row.actorName,
          channel: row.channel as Channel,
          what: whatText(row),
        }))}
      />
    </Paper>
  )
}

function whatText({ type, data }: ShareDetail['history'][number]): string {
  switch (type) {
    case 'forecast.published':
      return data.waits ? m.forecasts_event_published_waits() : m.forecasts_event_published()
    case 'forecast.delivered':
      return m.forecasts_event_delivered()
    case 'forecast.viewed':
      return m.forecasts_event_viewed()
    case 'forecast.committed':
      return data.short
        ? m.forecasts_event_committed_short({ coverage: percentText(String(data.coverage)) })
        : m.forecasts_event_committed()
    case 'forecast.partly-committed':
      return m.forecasts_event_partly({ n: Number(data.asked ?? 0) })
    default:
      return type
  }
}
