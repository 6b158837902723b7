// One document of an interchange: what it is about, its three statuses, and what an operator may do with it.
import { Alert, Button, Checkbox, Group, Loader, Paper, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { type DocumentRow, gatewayApi, type InterchangeDetail } from '../../gateway/api.ts'
import { refuseDocument } from '../../gateway/interchange.ts'
import { refuseWords, sayable } from '../../gateway/sayable.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { Facts } from '../ui/Facts.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import { WordsAct } from '../ui/WordsAct.tsx'
import { WordBadge } from './parts.tsx'
import { acknowledgmentWord, deliveryWord, statusWord, subjectHref, validatedWord } from './words.ts'

interface DocumentCardProps extends Pick<InterchangeDetail, 'separators'> {
  document: DocumentRow
}

export function DocumentCard({ document, separators }: DocumentCardProps) {
  const mayOperate = useMay()('gateway.operate')
  const href = subjectHref(document.subject)
  const label = document.label ?? ''
  return (
    <Paper p="sm">
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={3}>
          {document.setId} {href ? <Go to={href}>{label}</Go> : label}
        </Title>
        <WordBadge word={statusWord(document.status)} />
      </Group>
      {/* What is wrong with the text of one that is rejected stands with what was found. */}
      {document.reason && document.status !== 'rejected' ? (
        <Text size="sm" mb={4}>
          {document.reason}
        </Text>
      ) : null}
      {document.corrected ? (
        <Text size="sm" mb={4}>
          {document.status === 'applied' ? m.gateway_corrected_applied() : m.gateway_corrected()}
        </Text>
      ) : null}
      <Facts
        facts={[
          { label: m.gateway_col_validated(), value: <WordBadge word={validatedWord(document.validated)} /> },
          {
            label: m.gateway_col_delivered(),
            value: document.delivery ? <WordBadge word={deliveryWord(document.delivery)} /> : null,
          },
          {
            label: m.gateway_col_acknowledged(),
            value:
              document.acknowledgment === 'none' ? null : (
                <WordBadge word={acknowledgmentWord(document.acknowledgment)} />
              ),
          },
          {
            label: m.gateway_event_acknowledged(),
            value: document.acknowledgedAt ? <When at={document.acknowledgedAt} /> : null,
          },
          {
            label: m.gateway_fact_received(),
            value: document.direction === 'in' ? <When at={document.createdAt} /> : null,
          },
          { label: m.gateway_status_applied(), value: document.appliedAt ? <When at={document.appliedAt} /> : null },
          {
            label: m.gateway_fact_group(),
            value: [document.groupControl, document.setControl].filter(Boolean).join(' / '),
          },
        ]}
      />
      {mayOperate ? <Acts document={document} separators={separators} /> : null}
    </Paper>
  )
}

function Acts({ document, separators }: DocumentCardProps) {
  const params = { documentId: document.id }
  const changes = ['interchange', 'document']
  const rerun = useAct(gatewayApi.rerun, { done: m.gateway_rerunning(), changes })
  const requeue = useAct(gatewayApi.requeue, { done: m.gateway_requeued(), changes })
  const answer = useAct(gatewayApi.answer824, { done: m.gateway_824_sent(), changes })
  const close = useAct(gatewayApi.close, { done: m.gateway_closed(), changes })
  const can = (act: Parameters<typeof refuseDocument>[0]) => refuseDocument(act, document) === undefined
  const acknowledgment = document.setId === '997' || document.setId === '999'
  return (
    <Group gap="xs" mt="xs">
      {can('rerun') ? (
        <Button variant="default" size="xs" loading={rerun.isPending} onClick={() => rerun.mutate({ params })}>
          {m.gateway_rerun()}
        </Button>
      ) : null}
      {can('fix') ? <Fix document={document} /> : null}
      {can('answer-824') && !acknowledgment && document.status === 'needs-attention' ? (
        <WordsAct
          label={m.gateway_824()}
          title={m.gateway_824_title()}
          what={m.gateway_824_what()}
          words={m.gateway_824_text()}
          act={m.gateway_824_act()}
          start={sayable(document.reason ?? '', separators).slice(0, 1_000)}
          instead={text => (refuseWords(text, separators) ? sayable(text, separators) : text)}
          onSay={text => answer.mutateAsync({ params, body: { text } })}
        />
      ) : null}
      {can('requeue') && document.setId !== '824' && !acknowledgment && document.subject ? (
        <ConfirmAct
          size="xs"
          label={m.gateway_requeue()}
          title={m.gateway_requeue_title()}
          onConfirm={() => requeue.mutateAsync({ params })}
        >
          {m.gateway_requeue_what()}
        </ConfirmAct>
      ) : null}
      {can('close') ? (
        <WordsAct
          label={m.gateway_close()}
          title={m.gateway_close_title()}
          what={m.gateway_close_what()}
          words={m.gateway_text()}
          onSay={note => close.mutateAsync({ params, body: { note } })}
        />
      ) : null}
    </Group>
  )
}

/** The set as text, to be corrected in a copy. */
function Fix({ document: { id: documentId, reason } }: { document: DocumentRow }) {
  const [asked, setAsked] = useState(false)
  const [typed, setTyped] = useState<string | undefined>()
  const params = { documentId }
  const [meant, setMeant] = useState(false)
  const original = useEndpoint(
    gatewayApi.text,
    { params },
    { enabled: asked, keep: false, watch: [`document:${documentId}`] },
  )
  const fix = useAct(gatewayApi.fix, { quiet: true, done: m.gateway_fixed(), changes: ['interchange', 'document'] })
  // One that was read before somebody corrected it is read anew first: what was mended then is not lost.
  const { data, isFetching } = original
  const text = typed ?? (isFetching ? undefined : data?.text)
  const otherNumber = fix.error?.details.code === 'other-number'
  return (
    <WordsAct
      label={m.gateway_fix()}
      title={m.gateway_fix_title()}
      what={
        <>
          {reason ? (
            <Text span fw={600} size="sm" display="block" mb={4}>
              {reason}
            </Text>
          ) : null}
          {m.gateway_fix_what()}
        </>
      }
      words={m.gateway_fix_note()}
      act={m.gateway_fix_act()}
      size="xl"
      start={data?.note ?? ''}
      onOpen={() => setAsked(true)}
      onSay={async note => {
        await fix.mutateAsync({ params, body: { text: text ?? '', note, ...(meant ? { otherNumber: true } : {}) } })
        setTyped(undefined)
        setMeant(false)
      }}
    >
      {text === undefined ? (
        <Loader size="sm" />
      ) : (
        <Textarea
          label={m.gateway_fix_text()}
          value={text}
          onChange={event => setTyped(event.currentTarget.value)}
          autosize
          minRows={8}
          maxRows={22}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      )}
      {/* Read beside the text while it is mended; a notice would go away. */}
      {otherNumber ? (
        <OtherNumber text={fix.error?.details.detail ?? ''} meant={meant} onMean={setMeant} />
      ) : (
        <ProblemAlert problem={fix.error} />
      )}
    </WordsAct>
  )
}

interface OtherNumberProps {
  text: string
  meant: boolean
  onMean: (meant: boolean) => void
}

/** The copy names another order than what came: asked about before it is run. */
function OtherNumber({ text, meant, onMean }: OtherNumberProps) {
  return (
    <Alert color="yellow" variant="light">
      <Text size="sm" mb="xs">
        {text}
      </Text>
      <Checkbox
        label={m.gateway_fix_other_number()}
        checked={meant}
        onChange={event => onMean(event.currentTarget.checked)}
      />
    </Alert>
  )
}
