// The supplier's answer to an order: all as asked in one click, or line by line; what was typed is kept until it is sent.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { CheckCheck, Send, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { type LineDetail, type OrderDetail, ordersApi, type ProposalRow } from '../../orders/api.ts'
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
  const { draftOf, setDrafts, dropped, send, act } = useAnswer(order, () => setChanging(false))
  const changeable = (line: LineDetail) => !awaitsSupplier(line.at) && mayHappen(line.at, 'line.proposed')
  // Nothing is agreed yet, only proposed: it is the answer itself that changes.
  const undecided = order.lines
    .filter(changeable)
    .every(({ at, promised }) => at === 'proposed' && promised.length === 0)
  const answerable = (line: LineDetail) => awaitsSupplier(line.at) || (changing && changeable(line))
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="center">
        <Title order={2}>{open.length > 0 ? m.orders_answer_title() : m.orders_lines()}</Title>
        {open.length > 0 ? (
          <AcceptAll
            open={open}
            rest={open.filter(line => draftOf(line).choice === '')}
            busy={act.isPending}
            send={send}
            onAcceptRest={rest => setDrafts(rest.map(line => [line, { ...freshDraft(line), choice: 'accept' }]))}
          />
        ) : order.lines.some(changeable) && !changing ? (
          <Button variant="default" onClick={() => setChanging(true)}>
            {undecided ? m.orders_change_proposal() : m.orders_change_answer()}
          </Button>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed">
        {changing ? changingText(undecided) : toleranceText(order)}
      </Text>
      <Dropped lines={dropped} forget={() => setDrafts(dropped.map(line => [line, freshDraft(line)]))} />
      <ol className={classes.lines}>
        {order.lines.map(line => (
          <LineCard key={line.id} line={line} side="supplier" before={counteredOf(order, line)}>
            {answerable(line) ? (
              <AnswerLine line={line} draft={draftOf(line)} onChange={draft => setDrafts([[line, draft]])} />
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

interface AcceptAllProps {
  open: readonly LineDetail[]
  /** Those for which nothing is chosen yet. */
  rest: readonly LineDetail[]
  busy: boolean
  send: (lines: Said[]) => void
  onAcceptRest: (rest: readonly LineDetail[]) => void
}

/** All in one click; once something is typed for a line, only the others, and nothing is sent past what was typed. */
function AcceptAll({ open, rest, busy, send, onAcceptRest }: AcceptAllProps) {
  const icon = <CheckCheck size={16} aria-hidden />
  if (rest.length === open.length)
    return (
      <Button
        leftSection={icon}
        loading={busy}
        onClick={() => send(open.map(({ lineNumber }) => ({ lineNumber, answer: { act: 'accept' } })))}
      >
        {acceptAllText(open)}
      </Button>
    )
  if (rest.length === 0) return null
  return (
    <Button variant="default" leftSection={icon} onClick={() => onAcceptRest(rest)}>
      {m.orders_answer_rest({ n: rest.length })}
    </Button>
  )
}

/** "As asked" would mean the order; what is accepted is what the customer wants by now. */
function acceptAllText(open: readonly LineDetail[]): string {
  const n = open.length
  if (open.some(({ at }) => at === 'countered')) return m.orders_answer_all_now({ n })
  return n === 1 ? m.orders_answer_all() : m.orders_answer_all_n({ n })
}

/** What we had proposed for the line before the customer proposed something else. */
function counteredOf(order: OrderDetail, { at, lineNumber }: LineDetail): ProposalRow | undefined {
  if (at !== 'countered') return undefined
  return order.proposals
    .filter(row => row.lineNumber === lineNumber && row.by === 'supplier' && row.status === 'countered')
    .reduce<ProposalRow | undefined>((last, row) => (last && last.createdAt > row.createdAt ? last : row), undefined)
}

/** Lines whose answer was being typed when they were asked anew, or answered by somebody else. */
function Dropped({ lines, forget }: { lines: readonly LineDetail[]; forget: () => void }) {
  if (lines.length === 0) return null
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      withCloseButton
      closeButtonLabel={m.ui_close()}
      onClose={forget}
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
  const setDrafts = (drafts: readonly (readonly [LineDetail, LineDraft])[]) =>
    form.setValues(Object.fromEntries(drafts.map(([line, draft]) => [`line${line.lineNumber}`, draft])))
  // What is just being sent changes the lines itself.
  const dropped = act.isPending ? [] : order.lines.filter(line => now(line).dropped)
  return { draftOf, setDrafts, dropped, send, act }
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
  const missing = drafts.filter(([, draft]) => incomplete(draft)).map(([lineNumber]) => lineNumber)
  const hint = footHint(drafts, missing)
  return (
    <Group className={classes.foot ?? ''} gap="sm">
      <Button
        leftSection={<Send size={16} aria-hidden />}
        loading={busy}
        disabled={said.length === 0 || missing.length > 0}
        onClick={() => send(said)}
      >
        {m.orders_answer_send()}
      </Button>
      {hint ? (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      ) : null}
    </Group>
  )
}

/** What keeps the answer from being sent, or what it leaves open. */
function footHint(drafts: FootProps['drafts'], missing: readonly number[]): string {
  const unsaid = drafts.filter(([, { choice }]) => choice === '')
  if (unsaid.length === drafts.length) return m.orders_answer_pick()
  if (missing.length > 0) return m.orders_answer_missing({ lines: missing.join(', ') })
  const left = unsaid.filter(([, { at }]) => awaitsSupplier(at)).length
  return left > 0 ? m.orders_answer_left({ n: left }) : ''
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

const changingText = (undecided: boolean): string =>
  undecided ? m.orders_change_proposal_what() : m.orders_change_answer_what()

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
