// The supplier's answer to an order: all as asked in one click, or line by line; what was typed is kept until it is sent.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { CheckCheck, Send, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { type LineDetail, type OrderDetail, ordersApi } from '../../orders/api.ts'
import { awaitsSupplier, mayHappen } from '../../orders/order-line.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useOrgId } from '../shell/me.ts'
import { useDraftForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AnswerLine } from './AnswerLine.tsx'
import { actOf, draftNow, freshDraft, incomplete, type LineDraft } from './answer-draft.ts'
import { LineCard } from './LineCard.tsx'
import classes from './orders.module.css'

type Drafts = Record<string, LineDraft>

export function AnswerPanel({ order }: { order: OrderDetail }) {
  const open = order.lines.filter(line => awaitsSupplier(line.at))
  const [changing, setChanging] = useState(false)
  const { draftOf, setDraft, dropped, send, act } = useAnswer(order, () => setChanging(false))
  const changeable = (line: LineDetail) => !awaitsSupplier(line.at) && mayHappen(line.at, 'line.proposed')
  const answerable = (line: LineDetail) => awaitsSupplier(line.at) || (changing && changeable(line))
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="center">
        <Title order={2}>{open.length > 0 ? m.orders_answer_title() : m.orders_lines()}</Title>
        {open.length > 0 ? (
          <Button
            leftSection={<CheckCheck size={16} aria-hidden />}
            loading={act.isPending}
            onClick={() => send(open.map(({ lineNumber }) => ({ lineNumber, answer: { act: 'accept' } })))}
          >
            {open.length === 1 ? m.orders_answer_all() : m.orders_answer_all_n({ n: open.length })}
          </Button>
        ) : order.lines.some(changeable) && !changing ? (
          <Button variant="default" onClick={() => setChanging(true)}>
            {m.orders_change_answer()}
          </Button>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed">
        {changing ? m.orders_change_answer_what() : toleranceText(order)}
      </Text>
      <Dropped lines={dropped} forget={line => setDraft(line, freshDraft(line))} />
      <ol className={classes.lines}>
        {order.lines.map(line => (
          <LineCard key={line.id} line={line} side="supplier">
            {answerable(line) ? (
              <AnswerLine line={line} draft={draftOf(line)} onChange={draft => setDraft(line, draft)} />
            ) : null}
          </LineCard>
        ))}
      </ol>
      <ProblemAlert problem={act.error} />
      {open.length > 0 || changing ? (
        <Foot
          drafts={order.lines.filter(answerable).map(line => [line.lineNumber, draftOf(line)])}
          busy={act.isPending}
          send={send}
        />
      ) : null}
    </Stack>
  )
}

/** Lines whose answer was being typed when they were asked anew, or answered by somebody else. */
function Dropped({ lines, forget }: { lines: readonly LineDetail[]; forget: (line: LineDetail) => void }) {
  if (lines.length === 0) return null
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      withCloseButton
      closeButtonLabel={m.ui_close()}
      onClose={() => lines.forEach(forget)}
    >
      {m.orders_draft_dropped({ lines: lines.map(line => line.lineNumber).join(', ') })}
    </Alert>
  )
}

interface Said {
  lineNumber: number
  answer: NonNullable<ReturnType<typeof actOf>>
}

/** What was typed so far, kept in this browser until it is sent. */
function useAnswer(order: OrderDetail, sent: () => void) {
  // By the order, not by its version: what one line's change does to the version must not take what is typed for others.
  const { form, forget } = useDraftForm<Drafts>(useOrgId(), `answer.${order.id}`, { initialValues: {} })
  const act = useAct(ordersApi.answer, {
    quiet: true,
    changes: ['order', 'clock'],
    done: answered => sentText(answered.lines),
  })
  const send = (lines: Said[]) =>
    act.mutate(
      { params: { orderId: order.id }, body: { versionAnswered: order.version, lines } },
      {
        onSuccess: () => {
          form.setValues(Object.fromEntries(order.lines.map(line => [`line${line.lineNumber}`, freshDraft(line)])))
          forget()
          sent()
        },
      },
    )
  const now = (line: LineDetail) => draftNow(line, form.values[`line${line.lineNumber}`])
  const draftOf = (line: LineDetail): LineDraft => now(line).draft
  const setDraft = (line: LineDetail, draft: LineDraft) => form.setValues({ [`line${line.lineNumber}`]: draft })
  // What is just being sent changes the lines itself.
  const dropped = act.isPending ? [] : order.lines.filter(line => now(line).dropped)
  return { draftOf, setDraft, dropped, send, act }
}

interface FootProps {
  drafts: readonly (readonly [lineNumber: number, draft: LineDraft])[]
  busy: boolean
  send: (lines: Said[]) => void
}

function Foot({ drafts, busy, send }: FootProps) {
  const said = drafts.flatMap(([lineNumber, draft]) => {
    const answer = actOf(draft)
    return answer ? [{ lineNumber, answer }] : []
  })
  return (
    <Group className={classes.foot ?? ''} gap="sm">
      <Button
        leftSection={<Send size={16} aria-hidden />}
        loading={busy}
        disabled={said.length === 0 || drafts.some(([, draft]) => incomplete(draft))}
        onClick={() => send(said)}
      >
        {m.orders_answer_send()}
      </Button>
      {said.length === 0 ? (
        <Text size="sm" c="dimmed">
          {m.orders_answer_pick()}
        </Text>
      ) : null}
    </Group>
  )
}

/** When the answer may only be read: another role, or nothing left to say. */
export function LinesRead({ order }: { order: OrderDetail }) {
  return (
    <Stack gap="sm">
      <Title order={2}>{m.orders_lines()}</Title>
      {order.side === 'supplier' && !order.answerWanted ? <Alert>{m.orders_by_silence()}</Alert> : null}
      <ol className={classes.lines}>
        {order.lines.map(line => (
          <LineCard key={line.id} line={line} side={order.side} />
        ))}
      </ol>
    </Stack>
  )
}

const sentText = (lines: readonly { outcome: string }[]): string =>
  lines.some(({ outcome }) => outcome === 'old-version') ? m.orders_answer_old() : m.orders_answer_done()

function toleranceText({ tolerance }: OrderDetail): string {
  const { daysEarly, daysLate, quantityPercentUnder, quantityPercentOver } = tolerance
  const none = daysEarly === 0 && daysLate === 0 && quantityPercentUnder === '0' && quantityPercentOver === '0'
  if (none) return m.orders_tolerance_none()
  return m.orders_tolerance({
    early: daysEarly,
    late: daysLate,
    under: decimalText(quantityPercentUnder),
    over: decimalText(quantityPercentOver),
  })
}
