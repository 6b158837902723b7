// What the supplier has chosen for a line so far, and what of it is sent. Pure.
import type { LineDetail } from '../../orders/api.ts'
import { type AnswerAct, type LineAt, type LineEvent, mayHappenTo, type Promised } from '../../orders/order-line.ts'
import type { TypedRow } from './PromiseRows.tsx'

export type Choice = '' | 'accept' | 'date' | 'quantity' | 'split' | 'reject'

const eventOf = {
  accept: 'line.accepted',
  date: 'line.proposed',
  quantity: 'line.proposed',
  split: 'line.proposed',
  reject: 'line.rejected',
} as const satisfies Record<Exclude<Choice, ''>, LineEvent['type']>

/** Whether the server would take such an answer, by its own table. */
export const isOffered = (line: Pick<LineDetail, 'at' | 'promised'>, choice: Exclude<Choice, ''>): boolean =>
  mayHappenTo(line, eventOf[choice])

export interface LineDraft extends Record<string, unknown> {
  choice: Choice
  rows: TypedRow[]
  reason: string
  /** The version in which the customer asked what this answers. */
  askedVersion: number
  /** How the line stood when this was typed: a colleague may answer meanwhile, which asks nothing anew. */
  at: LineAt
}

/** What the line asks of the supplier now: the customer's counter-proposal, else the order. */
export function askedOf(line: LineDetail): readonly Promised[] {
  if (line.at === 'countered' && line.open) return line.open.promised
  return [{ quantity: line.quantity, date: line.needBy }]
}

export function freshDraft({ askedVersion, at }: Pick<LineDetail, 'askedVersion' | 'at'>): LineDraft {
  return { choice: '', rows: [], reason: '', askedVersion, at }
}

/**
 * What was typed for a line, as far as it still holds: a line that was asked anew or answered since begins anew, and
 * `dropped` says that something was lost. Other lines are none of its business.
 */
export function draftNow(
  line: Pick<LineDetail, 'at' | 'promised' | 'askedVersion'>,
  typed: LineDraft | undefined,
): { draft: LineDraft; dropped: boolean } {
  if (!typed || typed.choice === '') return { draft: freshDraft(line), dropped: false }
  const holds = typed.askedVersion === line.askedVersion && typed.at === line.at && isOffered(line, typed.choice)
  return holds ? { draft: typed, dropped: false } : { draft: freshDraft(line), dropped: true }
}

/** Rows to begin typing with: what is asked, for a split in two halves to fill. */
export function chosen(line: LineDetail, draft: LineDraft, choice: Choice): LineDraft {
  const asked = askedOf(line).map(({ quantity, date }) => ({ quantity, date }))
  const [first = { quantity: line.quantity, date: line.needBy }] = asked
  if (choice === 'date' || choice === 'quantity') return { ...draft, choice, rows: [{ ...first }] }
  if (choice === 'split') {
    const rows = asked.length > 1 ? asked : [{ ...first }, { quantity: '', date: '' }]
    return { ...draft, choice, rows }
  }
  return { ...draft, choice }
}

/** The act to send, or undefined when the line is left as it is. */
export function actOf(draft: LineDraft): Exclude<AnswerAct, { act: 'hold' }> | undefined {
  switch (draft.choice) {
    case '':
      return undefined
    case 'accept':
      return { act: 'accept' }
    case 'reject':
      return { act: 'reject', reason: draft.reason }
    case 'date':
    case 'quantity':
    case 'split':
      return {
        act: 'propose',
        promised: draft.rows.map(({ quantity, date }) => ({ quantity, date })),
        reason: draft.reason,
      }
  }
}

/** Whether something is still missing before it can be sent. */
export function incomplete(draft: LineDraft): boolean {
  const act = actOf(draft)
  if (!act || act.act === 'accept') return false
  if (act.act === 'reject') return act.reason.trim() === ''
  return act.promised.some(({ quantity, date }) => quantity.trim() === '' || date === '')
}
