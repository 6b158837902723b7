// The supplier's answer to one line: accept, other date, other quantity, split, reject.
import { Button, Chip, Group, Stack, TextInput } from '@mantine/core'
import type { LineDetail } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { type Choice, chosen, freshDraft, isOffered, type LineDraft } from './answer-draft.ts'
import { PromiseRows } from './PromiseRows.tsx'

interface AnswerLineProps {
  line: LineDetail
  draft: LineDraft
  onChange: (draft: LineDraft) => void
}

const choices: readonly [Exclude<Choice, ''>, () => string][] = [
  ['accept', () => m.orders_choice_accept()],
  ['date', () => m.orders_choice_date()],
  ['quantity', () => m.orders_choice_quantity()],
  ['split', () => m.orders_choice_split()],
  ['reject', () => m.orders_choice_reject()],
]

export function AnswerLine({ line, draft, onChange }: AnswerLineProps) {
  const { choice } = draft
  const offered = choices.filter(([value]) => isOffered(line, value))
  const proposing = choice === 'date' || choice === 'quantity' || choice === 'split'
  return (
    <Stack gap="xs">
      <Chip.Group value={choice} onChange={value => onChange(chosen(line, draft, value as Choice))}>
        <Group gap={6} role="radiogroup" aria-label={m.orders_answer_for_line({ n: line.lineNumber })}>
          {offered.map(([value, label]) => (
            <Chip key={value} value={value} size="sm" variant="outline">
              {value === 'accept' && line.at === 'countered' ? m.orders_choice_accept_counter() : label()}
            </Chip>
          ))}
          {choice === '' ? null : (
            <Button size="compact-sm" variant="subtle" onClick={() => onChange(freshDraft(line))}>
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
        />
      ) : null}
      {proposing || choice === 'reject' ? (
        <TextInput
          label={m.orders_reason()}
          description={m.orders_reason_wanted()}
          required={choice === 'reject'}
          maxLength={500}
          value={draft.reason}
          onChange={event => onChange({ ...draft, reason: event.currentTarget.value })}
        />
      ) : null}
    </Stack>
  )
}
