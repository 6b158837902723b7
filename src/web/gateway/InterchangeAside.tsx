// Beside an interchange: what belongs to it, its envelope, and who did what with it when.
import { Stack, Text, Title } from '@mantine/core'
import type { InterchangeDetail } from '../../gateway/api.ts'
import { Go } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { Facts } from '../ui/Facts.tsx'
import { type Channel, Timeline } from '../ui/Timeline.tsx'
import { When } from '../ui/When.tsx'
import { eventText } from './words.ts'

export function Related({ detail: { related } }: { detail: InterchangeDetail }) {
  if (related.length === 0) return null
  const how: Record<string, string> = {
    'answered-by': m.gateway_related_answered_by(),
    answers: m.gateway_related_answers(),
    'same-number': m.gateway_related_same_number(),
    'written-anew': m.gateway_related_anew(),
  }
  return (
    <section aria-labelledby="related">
      <Title order={2} id="related" mb="xs">
        {m.gateway_related()}
      </Title>
      <Stack gap={4}>
        {related.map(one => (
          <Text key={one.id} size="sm" component="div">
            {how[one.how]}{' '}
            <Go
              to={`/gateway/interchanges/${one.id}`}
            >{`${one.setIds.join(', ') || m.gateway_kind_interchange()} ${one.control}`}</Go>{' '}
            <When at={one.at} />
          </Text>
        ))}
      </Stack>
    </section>
  )
}

export function Envelope({ detail: { interchange } }: { detail: InterchangeDetail }) {
  const { sender, receiver, transport, usage, sizeBytes, repeats, direction, at, fileName, heldAs } = interchange
  const { deliveredAt, failedTries } = interchange
  const read = (value: string) => (heldAs === 'unreadable' ? m.gateway_fact_unread() : value)
  return (
    <section aria-labelledby="envelope">
      <Title order={2} id="envelope" mb="xs">
        {m.gateway_facts()}
      </Title>
      <Facts
        facts={[
          { label: direction === 'in' ? m.gateway_fact_received() : m.gateway_fact_frozen(), value: <When at={at} /> },
          { label: m.gateway_delivery_delivered(), value: deliveredAt ? <When at={deliveredAt} /> : null },
          { label: m.gateway_fact_failed_tries(), value: failedTries > 0 ? countText(failedTries) : null },
          { label: m.gateway_fact_sender(), value: read(sender) },
          { label: m.gateway_fact_receiver(), value: read(receiver) },
          { label: m.gateway_fact_transport(), value: transport },
          { label: m.gateway_fact_file(), value: fileName },
          {
            label: m.gateway_fact_usage(),
            value: read(usage === 'P' ? m.gateway_usage_live() : m.gateway_usage_test()),
          },
          { label: m.gateway_fact_size(), value: m.gateway_fact_size_bytes({ n: countText(sizeBytes) }) },
          {
            label: m.gateway_fact_repeats(),
            value: repeats > 0 ? m.gateway_fact_repeats_times({ n: repeats, times: countText(repeats) }) : null,
          },
        ]}
      />
    </section>
  )
}

export function History({ detail: { interchange, documents, history } }: { detail: InterchangeDetail }) {
  // An answer of ours has no news of its own; what is known of it stands with its envelope.
  if (history.length === 0) return null
  // What is said above already is not said once more.
  const said = new Set<unknown>([interchange.reason, ...documents.map(one => one.reason)])
  return (
    <section aria-labelledby="history">
      <Title order={2} id="history" mb="xs">
        {m.gateway_history()}
      </Title>
      <Timeline
        entries={history.map(({ at, actor, channel, type, data }, index) => ({
          id: `${type}-${index}`,
          at,
          who: actor,
          channel: channel as Channel,
          what: [eventText(type), data.setId].filter(one => typeof one === 'string').join(' '),
          detail: [data.note, said.has(data.reason) ? null : data.reason]
            .filter(one => typeof one === 'string')
            .join(' '),
        }))}
      />
    </section>
  )
}
