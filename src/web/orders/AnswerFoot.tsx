// The bar under an answer: what will come of it, what is still missing, and the button that sends it.
import { Button, Group, Stack, Text } from '@mantine/core'
import { Send } from 'lucide-react'
import type { LineDetail } from '../../orders/api.ts'
import { awaitsSupplier } from '../../orders/order-line.ts'
import { m } from '../i18n/index.ts'
import type { Checked, Fault } from './answer-check.ts'
import type { LineDraft } from './answer-draft.ts'
import classes from './orders.module.css'

interface FootLine {
  line: LineDetail
  draft: LineDraft
  /** Changed since it was typed, and not looked at again. */
  overtaken: boolean
  checked: Checked
}

interface AnswerFootProps {
  lines: readonly FootLine[]
  /** Whether it was to be sent already: from then on what is missing is a mistake. */
  tried: boolean
  busy: boolean
  send: () => void
  /** Pressed while something is wrong or missing. */
  onFaulty: () => void
}

/** More would cover what is being typed. */
const toldMax = 4

export function AnswerFoot({ lines, tried, busy, send, onFaulty }: AnswerFootProps) {
  const chosen = lines.filter(({ draft }) => draft.choice !== '')
  const wrong = chosen.flatMap(wrongText)
  const mistaken = tried || chosen.some(({ overtaken, checked }) => overtaken || checked.faults.some(isMistake))
  const told = wrong.length > 0 ? wrong : chosen.flatMap(effectText)
  const hint = hintOf(lines, chosen)
  return (
    <Stack className={classes.foot ?? ''} gap={6}>
      <div role="status">
        {told.slice(0, toldMax).map(text => (
          <Text key={text} size="sm" {...(wrong.length > 0 ? { c: mistaken ? 'red' : 'dimmed' } : {})}>
            {text}
          </Text>
        ))}
        {told.length > toldMax ? (
          <Text size="sm" c="dimmed">
            {m.orders_foot_more({ n: told.length - toldMax })}
          </Text>
        ) : null}
      </div>
      <Group gap="sm">
        <Button
          leftSection={<Send size={16} aria-hidden />}
          loading={busy}
          disabled={chosen.length === 0}
          onClick={wrong.length > 0 ? onFaulty : send}
        >
          {m.orders_answer_send()}
        </Button>
        {hint ? (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        ) : null}
      </Group>
    </Stack>
  )
}

const isMistake = ({ missing }: Fault): boolean => !missing

function wrongText({ line: { lineNumber: n }, overtaken, checked }: FootLine): string[] {
  if (overtaken) return [m.orders_foot_line({ n, text: m.orders_foot_overtaken() })]
  return checked.faults.map(({ text }) => m.orders_foot_line({ n, text }))
}

const effectText = ({ line: { lineNumber: n }, checked: { effect } }: FootLine): string[] =>
  effect === '' ? [] : [m.orders_foot_line({ n, text: effect })]

/** What the answer leaves open. */
function hintOf(lines: readonly FootLine[], chosen: readonly FootLine[]): string {
  if (chosen.length === 0) return m.orders_answer_pick()
  const left = lines.filter(({ line, draft }) => draft.choice === '' && awaitsSupplier(line.at)).length
  return left > 0 ? m.orders_answer_left({ n: left }) : ''
}
