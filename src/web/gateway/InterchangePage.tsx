// One interchange: raw and readable side by side, each error at its segment in words, and what can be done about it.
import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { Download } from 'lucide-react'
import { gatewayApi, type InterchangeDetail } from '../../gateway/api.ts'
import { urlOf } from '../api.ts'
import { Go, useParam } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { Facts } from '../ui/Facts.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { type Channel, Timeline } from '../ui/Timeline.tsx'
import { When } from '../ui/When.tsx'
import { WordsAct } from '../ui/WordsAct.tsx'
import { DocumentCard } from './DocumentCard.tsx'
import classes from './gateway.module.css'
import { Inspector } from './Inspector.tsx'
import { WordBadge } from './parts.tsx'
import { useSegments } from './use-segments.ts'
import { eventText, interchangeWord } from './words.ts'

export function InterchangePage() {
  const interchangeId = useParam('interchangeId')
  const watch = [`interchange:${interchangeId}`, 'document']
  const asked = useEndpoint(gatewayApi.detail, { params: { interchangeId } }, { watch, keep: false })
  // Asked along with it: what is in it does not wait for what became of it.
  useSegments(interchangeId)
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  return asked.data ? <Interchange detail={asked.data} /> : <ListSkeleton />
}

function Interchange({ detail }: { detail: InterchangeDetail }) {
  const { interchange, documents } = detail
  const { partner, direction, control } = interchange
  return (
    <>
      <PageHeader
        title={m.gateway_interchange({ control: control || '—' })}
        trail={[{ label: m.gateway_interchanges(), to: '/gateway/interchanges' }]}
        lead={
          direction === 'in'
            ? m.gateway_in_long({ partner: partner.name })
            : m.gateway_out_long({ partner: partner.name })
        }
        status={<WordBadge word={interchangeWord(interchange)} />}
        actions={<Acts detail={detail} />}
      />
      <Stack gap="lg">
        <Why detail={detail} />
        <div className={classes.page}>
          <Inspector interchangeId={interchange.id} />
          <Stack gap="lg">
            <section aria-labelledby="documents">
              <Title order={2} id="documents" mb="xs">
                {m.gateway_documents()}
              </Title>
              <Stack gap="sm">
                {documents.length === 0 ? (
                  <Text c="dimmed" size="sm">
                    {interchange.status === 'held' ? m.gateway_documents_unread() : m.gateway_documents_none()}
                  </Text>
                ) : null}
                {documents.map(document => (
                  <DocumentCard key={document.id} document={document} />
                ))}
              </Stack>
            </section>
            <Related detail={detail} />
            <Envelope detail={detail} />
            <History detail={detail} />
          </Stack>
        </div>
      </Stack>
    </>
  )
}

/** Why it stands as it does, and who has to act. */
function Why({ detail: { interchange, related } }: { detail: InterchangeDetail }) {
  const { status, delivery, deliveryError } = interchange
  const rejected = status === 'rejected'
  const waits = deliveryError && (delivery === 'queued' || delivery === 'failed')
  const answered = related.some(({ how }) => how === 'answered-by')
  const says = [
    interchange.reason,
    rejected ? m.gateway_who_sender() : null,
    // A sender that asks for no TA1 is told nothing of an interchange that holds no whole group.
    rejected && !answered ? m.gateway_unanswered() : null,
    waits ? (delivery === 'failed' ? m.gateway_push_given_up : m.gateway_push_fails)({ error: deliveryError }) : null,
  ].filter(Boolean)
  if (says.length === 0) return null
  return (
    <Alert color={rejected || delivery === 'failed' ? 'red' : 'yellow'} variant="light">
      {says.join(' ')}
    </Alert>
  )
}

function Acts({ detail: { interchange, may: can } }: { detail: InterchangeDetail }) {
  const mayOperate = useMay()('gateway.operate')
  const params = { interchangeId: interchange.id }
  const changes = ['interchange', 'document']
  const resend = useAct(gatewayApi.resend, { done: m.gateway_resent(), changes })
  const sendNow = useAct(gatewayApi.sendNow, { done: m.gateway_sending_now(), changes })
  const release = useAct(gatewayApi.release, { done: m.gateway_released(), changes })
  const dismiss = useAct(gatewayApi.dismiss, { done: m.gateway_dismissed(), changes })
  const runAgain = useAct(gatewayApi.runAgain, { done: m.gateway_rerunning(), changes })
  const open = (act: string) => mayOperate && can[act] === null
  return (
    <>
      <Button
        component="a"
        variant="default"
        size="xs"
        href={urlOf(gatewayApi.raw, { params })}
        download
        leftSection={<Download size={14} aria-hidden />}
      >
        {m.gateway_download()}
      </Button>
      {open('dismiss') ? (
        <WordsAct
          label={m.gateway_dismiss()}
          title={m.gateway_dismiss_title()}
          what={m.gateway_dismiss_what()}
          words={m.gateway_text()}
          onSay={note => dismiss.mutateAsync({ params, body: { note } })}
        />
      ) : null}
      {open('release') ? (
        <WordsAct
          label={m.gateway_release()}
          title={m.gateway_release_title()}
          what={m.gateway_release_what()}
          words={m.gateway_text()}
          onSay={note => release.mutateAsync({ params, body: { note } })}
        />
      ) : null}
      {open('resend') ? (
        <ConfirmAct
          size="xs"
          label={m.gateway_resend()}
          title={m.gateway_resend_title()}
          onConfirm={() => resend.mutateAsync({ params })}
        >
          {m.gateway_resend_what()}
        </ConfirmAct>
      ) : null}
      {open('run-again') ? (
        <Button size="xs" loading={runAgain.isPending} onClick={() => runAgain.mutate({ params })}>
          {m.gateway_rerun()}
        </Button>
      ) : null}
      {open('send-now') ? (
        <Button size="xs" loading={sendNow.isPending} onClick={() => sendNow.mutate({ params })}>
          {m.gateway_send_now()}
        </Button>
      ) : null}
    </>
  )
}

function Related({ detail: { related } }: { detail: InterchangeDetail }) {
  if (related.length === 0) return null
  const how: Record<string, string> = {
    'answered-by': m.gateway_related_answered_by(),
    answers: m.gateway_related_answers(),
    'same-number': m.gateway_related_same_number(),
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
            <Go to={`/gateway/interchanges/${one.id}`}>{`${one.setIds.join(', ') || 'TA1'} ${one.control}`}</Go>{' '}
            <When at={one.at} />
          </Text>
        ))}
      </Stack>
    </section>
  )
}

function Envelope({ detail: { interchange } }: { detail: InterchangeDetail }) {
  const { sender, receiver, transport, usage, sizeBytes, repeats, direction, at, deliveryError } = interchange
  return (
    <section aria-labelledby="envelope">
      <Title order={2} id="envelope" mb="xs">
        {m.gateway_facts()}
      </Title>
      <Facts
        facts={[
          { label: direction === 'in' ? m.gateway_fact_received() : m.gateway_fact_frozen(), value: <When at={at} /> },
          { label: m.gateway_fact_sender(), value: sender },
          { label: m.gateway_fact_receiver(), value: receiver },
          { label: m.gateway_fact_transport(), value: transport },
          { label: m.gateway_fact_usage(), value: usage === 'P' ? m.gateway_usage_live() : m.gateway_usage_test() },
          { label: m.gateway_fact_size(), value: m.gateway_fact_size_bytes({ n: countText(sizeBytes) }) },
          {
            label: m.gateway_fact_repeats(),
            value: repeats > 0 ? m.gateway_fact_repeats_times({ n: countText(repeats) }) : null,
          },
          { label: m.gateway_fact_error(), value: deliveryError },
        ]}
      />
    </section>
  )
}

function History({ detail: { history } }: { detail: InterchangeDetail }) {
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
          detail: typeof data.reason === 'string' ? data.reason : typeof data.note === 'string' ? data.note : null,
        }))}
      />
    </section>
  )
}
