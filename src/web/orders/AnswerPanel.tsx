// The supplier's answer to an order: all as asked in one click, or line by line; what was typed is kept until it is sent.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { CheckCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LineDetail, OrderDetail, ProposalRow } from '../../orders/api.ts'
import { awaitsSupplier, mayHappen } from '../../orders/order-line.ts'
import { m } from '../i18n/index.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AnswerFoot } from './AnswerFoot.tsx'
import { AnswerLine } from './AnswerLine.tsx'
import { freshDraft } from './answer-draft.ts'
import { LineCard } from './LineCard.tsx'
import classes from './orders.module.css'
import { toleranceText } from './tolerance-text.ts'
import { useAnswer } from './use-answer.ts'

const changeable = (line: LineDetail) => !awaitsSupplier(line.at) && mayHappen(line.at, 'line.proposed')

export function AnswerPanel({ order }: { order: OrderDetail }) {
  const open = order.lines.filter(line => awaitsSupplier(line.at))
  const settled = order.lines.filter(changeable)
  const [changing, setChanging] = useChanging(settled.length > 0)
  const answer = useAnswer(order, () => setChanging(false))
  const { draftOf, fitOf, setDrafts, dropped, send, act } = answer
  const answerable = (line: LineDetail) =>
    awaitsSupplier(line.at) || (changeable(line) && (changing || draftOf(line).choice !== ''))
  const shown = order.lines.filter(answerable)
  const forget = (lines: readonly LineDetail[]) => setDrafts(lines.map(line => [line, freshDraft(line)]))
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="center">
        <Title order={2}>{open.length > 0 ? m.orders_answer_title() : m.orders_lines()}</Title>
        <Group gap="xs">
          <ChangeSettled settled={settled} changing={changing} set={setChanging} forget={() => forget(settled)} />
          {open.length > 0 ? (
            <AcceptAll
              open={open}
              rest={open.filter(line => draftOf(line).choice === '')}
              busy={act.isPending}
              send={lines => send(lines.map(line => [line, { ...freshDraft(line), choice: 'accept' }]))}
              onAcceptRest={rest => setDrafts(rest.map(line => [line, { ...freshDraft(line), choice: 'accept' }]))}
            />
          ) : null}
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        {changing ? changingText(settled) : toleranceText(order.tolerance)}
      </Text>
      <Dropped lines={dropped} forget={() => forget(dropped)} />
      <Restored shown={answer.restored} discard={answer.discard} />
      <div ref={answer.lines}>
        <ol className={classes.lines}>
          {order.lines.map(line => (
            <LineCard key={line.id} line={line} order={order} before={counteredOf(order, line)}>
              {answerable(line) ? (
                <AnswerLine
                  line={line}
                  draft={draftOf(line)}
                  overtaken={fitOf(line) === 'overtaken'}
                  faults={answer.faultsOf(line)}
                  onChange={draft => setDrafts([[line, draft]])}
                />
              ) : null}
            </LineCard>
          ))}
        </ol>
      </div>
      <ProblemAlert problem={act.error} hidePaths />
      {shown.length > 0 ? (
        <AnswerFoot
          lines={shown.map(line => ({
            line,
            draft: draftOf(line),
            overtaken: fitOf(line) === 'overtaken',
            checked: answer.checkedOf(line),
          }))}
          tried={answer.tried}
          busy={act.isPending}
          send={() => send(shown.map(line => [line, draftOf(line)]))}
          onFaulty={answer.onFaulty}
        />
      ) : null}
    </Stack>
  )
}

/** Whether lines that are answered already are being changed; over when none is left that could be. */
function useChanging(possible: boolean): [boolean, (on: boolean) => void] {
  const [changing, setChanging] = useState(false)
  useEffect(() => {
    if (!possible) setChanging(false)
  }, [possible])
  return [changing && possible, setChanging]
}

interface ChangeSettledProps {
  settled: readonly LineDetail[]
  changing: boolean
  set: (changing: boolean) => void
  /** What was typed for them. */
  forget: () => void
}

function ChangeSettled({ settled, changing, set, forget }: ChangeSettledProps) {
  if (settled.length === 0) return null
  const end = () => {
    forget()
    set(false)
  }
  if (changing)
    return (
      <Button variant="default" onClick={end}>
        {m.ui_cancel()}
      </Button>
    )
  return (
    <Button variant="default" onClick={() => set(true)}>
      {undecided(settled) ? m.orders_change_proposal() : m.orders_change_answer()}
    </Button>
  )
}

/** Nothing is agreed yet, only proposed: it is the answer itself that changes. */
const undecided = (settled: readonly LineDetail[]): boolean =>
  settled.every(({ at, promised }) => at === 'proposed' && promised.length === 0)

interface AcceptAllProps {
  open: readonly LineDetail[]
  /** Those for which nothing is chosen yet. */
  rest: readonly LineDetail[]
  busy: boolean
  send: (lines: readonly LineDetail[]) => void
  onAcceptRest: (rest: readonly LineDetail[]) => void
}

/** All in one click; once something is typed for a line, only the others, and nothing is sent past what was typed. */
function AcceptAll({ open, rest, busy, send, onAcceptRest }: AcceptAllProps) {
  const icon = <CheckCheck size={16} aria-hidden />
  if (rest.length === open.length)
    return (
      <Button leftSection={icon} loading={busy} onClick={() => send(open)}>
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

/** "As asked" would mean the order; where the customer has proposed something else, one press promises that. */
function acceptAllText(open: readonly LineDetail[]): string {
  const n = open.length
  const countered = open.filter(({ at }) => at === 'countered').length
  if (countered === n) return m.orders_answer_all_countered({ n })
  if (countered > 0) return m.orders_answer_all_mixed({ n, countered })
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

/** What stands there was not typed just now, and has not been sent. */
function Restored({ shown, discard }: { shown: boolean; discard: () => void }) {
  if (!shown) return null
  return (
    <Alert role="status">
      <Group justify="space-between" gap="xs">
        <span>{m.orders_answer_restored()}</span>
        <Button size="xs" variant="default" onClick={discard}>
          {m.orders_draft_discard()}
        </Button>
      </Group>
    </Alert>
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
          <LineCard key={line.id} line={line} order={order} />
        ))}
      </ol>
    </Stack>
  )
}

const changingText = (settled: readonly LineDetail[]): string =>
  undecided(settled) ? m.orders_change_proposal_what() : m.orders_change_answer_what()
