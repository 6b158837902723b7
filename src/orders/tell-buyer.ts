// The buyer's people are told of an answer that wants a decision or refuses something: one notice, however many lines.
import type { Tx } from '../kernel/db.ts'
import { dueFor, notify } from '../notices/index.ts'
import type { Held } from './held.ts'
import type { AnsweredLine } from './order-line.ts'
import type { Change } from './save.ts'
import { spoken } from './spoken.ts'

/** A line's answer, and the change it made, if any. */
type Told = AnsweredLine & { change?: Change }

/** So many lines are told one by one; the page shows them all. */
const linesTold = 20

/** Tells those who decide. What is accepted, agreed within tolerance or merely kept is no news that wants anybody. */
export async function tellBuyer(
  tx: Tx,
  { order, relationship: { supplierName: supplier } }: Held,
  answerId: string,
  said: readonly Told[],
): Promise<void> {
  const telling = said.flatMap(each => inWords(each) ?? [])
  if (telling.length === 0) return
  const decide = said.some(({ change }) => change?.next.at === 'proposed')
  const more = telling.length - linesTold
  await notify(tx, {
    orgId: order.buyerId,
    to: { roles: ['administrator', 'buyer'] },
    key: `order-answered-${answerId}`,
    title: `${supplier}: order ${order.number} ${decide ? 'wants your decision' : 'is refused in part or whole'}`,
    text: [
      `${supplier} has answered order ${order.number}:`,
      '',
      ...telling.slice(0, linesTold),
      ...(more > 0 ? [`and ${more} more`] : []),
      ...(decide ? ['', `Your decision is due by ${dueFor([order.id])}.`] : []),
    ].join('\n'),
    link: `/orders/${order.id}`,
    subject: { kind: 'order', id: order.id },
  })
}

function inWords({ answer, change }: Told): string | undefined {
  if (!change) return undefined
  const { line, next } = change
  const { row } = line
  const begin = `Line ${row.lineNumber} (${row.buyerPart}):`
  if (next.at === 'proposed' && answer.act === 'propose')
    return `${begin} ${spoken(next.open, row.unit)} proposed instead of ${spoken([{ quantity: row.quantity, date: row.needBy }], row.unit)}${because(answer.reason)}.`
  if (answer.act !== 'reject') return undefined
  if (next.at === 'rejected') return `${begin} rejected${because(answer.reason)}.`
  return `${begin} your counter-proposal is rejected${because(answer.reason)}; ${spoken(next.promised, row.unit)} still stands.`
}

const because = (reason: string): string => (reason.trim() === '' ? '' : ` (${reason.trim()})`)
