// One interchange: raw and readable side by side, each error at its segment in words, and what can be done about it.
import { Alert, Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { Download } from 'lucide-react'
import { gatewayApi, type InterchangeDetail } from '../../gateway/api.ts'
import { sentence } from '../../gateway/sentence.ts'
import { partnersApi } from '../../partners/api.ts'
import { urlOf } from '../api.ts'
import { useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import { WordsAct } from '../ui/WordsAct.tsx'
import { CorrectedCopy } from './CorrectedCopy.tsx'
import { DocumentCard } from './DocumentCard.tsx'
import classes from './gateway.module.css'
import { Inspector } from './Inspector.tsx'
import { Envelope, History, Related } from './InterchangeAside.tsx'
import { useSide, WordBadge } from './parts.tsx'
import { useSegments } from './use-segments.ts'
import { interchangeWord, seenBy } from './words.ts'

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
  const side = useSide()
  return (
    <>
      <PageHeader
        title={control ? m.gateway_interchange({ control }) : m.gateway_interchange_unreadable()}
        trail={[{ label: m.gateway_interchanges(), to: '/gateway/interchanges' }]}
        lead={
          seenBy(side, direction) === 'in'
            ? m.gateway_in_long({ partner: partner.name })
            : m.gateway_out_long({ partner: partner.name })
        }
        status={<WordBadge word={interchangeWord(interchange)} />}
        actions={<Acts detail={detail} />}
      />
      <Stack gap="lg">
        <Why detail={detail} />
        <div className={classes.page}>
          <Stack gap="lg">
            <Inspector interchangeId={interchange.id} />
            {documents
              .filter(one => one.corrected)
              .map(document => (
                <CorrectedCopy key={document.id} document={document} />
              ))}
          </Stack>
          <Stack gap="lg">
            <section aria-labelledby="documents">
              <Title order={2} id="documents" mb="xs">
                {m.gateway_documents()}
              </Title>
              <Stack gap="sm">
                {documents.length === 0 ? (
                  <Text c="dimmed" size="sm">
                    {unreadText(interchange)}
                  </Text>
                ) : null}
                {documents.map(document => (
                  <DocumentCard key={document.id} document={document} separators={detail.separators} />
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

function unreadText({ status, left }: InterchangeDetail['interchange']): string {
  if (status !== 'held') return m.gateway_documents_none()
  return left ? m.gateway_documents_left() : m.gateway_documents_unread()
}

/** Why it stands as it does, and who has to act. */
function Why({ detail }: { detail: InterchangeDetail }) {
  const { interchange, related, may: can } = detail
  const { status, delivery, deliveryError, left } = interchange
  const rejected = status === 'rejected'
  const waits = deliveryError && (delivery === 'queued' || delivery === 'failed')
  const answered = related.some(({ how }) => how === 'answered-by')
  const says = [
    // The errors themselves stand with what was found.
    rejected ? m.gateway_rejected() : interchange.reason,
    status === 'held' && !left ? heldText(interchange.heldAs) : null,
    // A sender that asks for no TA1 is told nothing of an interchange that holds no whole group.
    rejected && !answered && !left ? m.gateway_unanswered() : null,
    waits
      ? (delivery === 'failed' ? m.gateway_push_given_up : m.gateway_push_fails)({ error: sentence(deliveryError) })
      : null,
    // What cannot be sent again is told where the button would be looked for.
    isReplaced(detail) ? can.resend : null,
  ].filter(Boolean)
  const decided = left ? <LeftBy detail={detail} /> : null
  if (says.length === 0 && !decided) return null
  return (
    <Alert color={left ? 'gray' : rejected || delivery === 'failed' ? 'red' : 'yellow'} variant="light">
      {decided}
      {says.join(' ')}
      {rejected && !answered && !left ? <Contact relationshipId={interchange.partner.relationshipId} /> : null}
    </Alert>
  )
}

const isReplaced = ({ related }: InterchangeDetail) => related.some(({ how }) => how === 'written-anew')

/** Who decided that it stays as it is, when, and in which words. */
function LeftBy({ detail: { history } }: { detail: InterchangeDetail }) {
  const decision = history.findLast(({ type }) => type === 'interchange.dismissed')
  if (!decision) return <Text size="sm">{m.gateway_left()}</Text>
  const { actor, at, data } = decision
  return (
    <Text size="sm" fw={600} mb={4}>
      {m.gateway_left_by({ who: actor })} <When at={at} />. {typeof data.note === 'string' ? sentence(data.note) : null}
    </Text>
  )
}

/** Of the partner: whom the buyer has to tell what no 997 could. */
function Contact({ relationshipId }: { relationshipId: string }) {
  const [side, mayLook] = [useSide(), useMay()('partner.view')]
  const enabled = side === 'buyer' && mayLook
  const partner = useEndpoint(partnersApi.get, { params: { relationshipId } }, { enabled })
  const { contactName: name, contactEmail: email } = partner.data ?? {}
  if (!enabled || !email) return null
  return (
    <Text size="sm" mt={4}>
      {m.gateway_unanswered_contact({ name: name ?? '' })} <Anchor href={`mailto:${email}`}>{email}</Anchor>
    </Text>
  )
}

/** How it is mended, and by whom: what the sender's system was told when it was held. */
function heldText(heldAs: InterchangeDetail['interchange']['heldAs']): string | null {
  if (heldAs === 'mismatch') return m.gateway_held_mismatch()
  if (heldAs === 'conflict') return m.gateway_held_conflict()
  return heldAs === 'unreadable' ? m.gateway_held_unreadable() : null
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
