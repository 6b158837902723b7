// The supplier's answer to one line: accept, other date, other quantity, split, reject.
import { Alert, Button, Chip, Group, Stack, Text, TextInput } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { LineDetail } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import type { Fault } from './answer-check.ts'
import { type Choice, chosen, freshDraft, isOffered, type LineDraft } from './answer-draft.ts'
import { PromiseRows } from './PromiseRows.tsx'
import { lineWord } from './words.ts'

interface AnswerLineProps {
  line: LineDetail
  draft: LineDraft
  /** The line has changed since this was typed. */
  overtaken: boolean
  faults: readonly Fault[]
  onChange: (draft: LineDraft) => void
}

const choices: readonly [Exclude<Choice, ''>, () => string][] = [
  ['accept', () => m.orders_choice_accept()],
  ['date', () => m.orders_choice_date()],
  ['quantity', () => m.orders_choice_quantity()],
  ['split', () => m.orders_choice_split()],
  ['reject', () => m.orders_choice_reject()],
]

export function AnswerLine({ line, draft, overtaken, faults, onChange }: AnswerLineProps) {
  const { choice } = draft
  const offered = choices.filter(([value]) => isOffered(line, value))
  const proposing = choice === 'date' || choice === 'quantity' || choice === 'split'
  const whole = faults.filter(({ field }) => field === undefined || (choice === 'quantity' && field === 'date'))
  const again = () => onChange({ ...draft, basedOn: line.mark })
  return (
    <Stack gap="xs">
      {overtaken ? <Overtaken line={line} keep={again} drop={() => onChange(freshDraft(line))} /> : null}
      <Chip.Group value={choice} onChange={value => onChange(chosen(line, draft, value as Choice))}>
        <Group gap={6} role="radiogroup" aria-label={m.orders_answer_for_line({ n: line.lineNumber })}>
          {offered.map(([value, label]) => (
            <Chip key={value} value={value} size="md" variant="outline">
              {value === 'accept' && line.at === 'countered' ? m.orders_choice_accept_counter() : label()}
            </Chip>
          ))}
          {choice === '' ? null : (
            <Button size="xs" variant="subtle" onClick={() => onChange(freshDraft(line))}>
              {m.orders_choice_none()}
            </Button>
          )}
        </Group>
      </Chip.Group>
      {proposing ? (
        <PromiseRows
          rows={draft.rows}
          onChange={rows => onChange({ ...draft, rows })}
          ordered={line.quantity}
          unit={line.unit}
          split={choice === 'split'}
          only={choice === 'split' ? undefined : choice}
          faults={faults}
        />
      ) : null}
      {whole.map(({ text }) => (
        <Text key={text} size="sm" c="red" role="alert">
          {text}
        </Text>
      ))}
      {proposing || choice === 'reject' ? (
        <TextInput
          label={m.orders_reason()}
          description={choice === 'reject' ? m.orders_reason_wanted() : m.orders_reason_optional()}
          required={choice === 'reject'}
          maxLength={500}
          value={draft.reason}
          error={faults.find(({ field }) => field === 'reason')?.text}
          onChange={event => onChange({ ...draft, reason: event.currentTarget.value })}
        />
      ) : null}
    </Stack>
  )
}

/** What is true now stands above; what was typed stays until its author has said what becomes of it. */
function Overtaken({ line, keep, drop }: { line: LineDetail; keep: () => void; drop: () => void }) {
  return (
    <Alert color="yellow" role="alert" icon={<TriangleAlert size={18} aria-hidden />}>
      <Stack gap="xs">
        <span>{m.orders_draft_overtaken({ state: lineWord(line.at, 'supplier').text })}</span>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={keep}>
            {m.orders_draft_keep()}
          </Button>
          <Button size="xs" variant="default" onClick={drop}>
            {m.orders_draft_discard()}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
