// What the supplier has chosen for a line so far, and what of it is sent. Pure.
import type { LineDetail } from '../../orders/api.ts'
import { type AnswerAct, type LineEvent, mayHappenTo, type Promised } from '../../orders/order-line.ts'
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
  /** How the line stood when this was typed: the customer may ask anew meanwhile, or a colleague answer. */
  basedOn: string
}

/** What the line asks of the supplier now: the customer's counter-proposal, else the order. */
export function askedOf(line: LineDetail): readonly Promised[] {
  if (line.at === 'countered' && line.open) return line.open.promised
  return [{ quantity: line.quantity, date: line.needBy }]
}

export function freshDraft({ mark }: Pick<LineDetail, 'mark'>): LineDraft {
  return { choice: '', rows: [], reason: '', basedOn: mark }
}

/** Whether what was typed still fits the line. */
export type Fit = 'fits' | 'overtaken' | 'dropped'

/**
 * What was typed for a line, and whether it still fits. A line that was asked anew or answered since: what can still be
 * said of it is kept, `overtaken` until its author has looked again; a yes to what is no longer asked is dropped.
 */
export function draftNow(
  line: Pick<LineDetail, 'at' | 'promised' | 'mark'>,
  typed: LineDraft | undefined,
): { draft: LineDraft; fit: Fit } {
  if (!typed || typed.choice === '') return { draft: freshDraft(line), fit: 'fits' }
  if (typed.basedOn === line.mark) return { draft: typed, fit: 'fits' }
  const kept = typed.choice !== 'accept' && isOffered(line, typed.choice)
  return kept ? { draft: typed, fit: 'overtaken' } : { draft: freshDraft(line), fit: 'dropped' }
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
