// People of a supplier who answer in the portal are told of new orders: one notice for all that were issued at once.
import { eq } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { dueFor, notify } from '../notices/index.ts'
import { spoken } from './spoken.ts'

const untilOne = 'The order itself says until when it wants your answer, and why then.'
const untilEach = 'Your inbox says until when each wants its answer.'

export interface NewOrder {
  id: string
  number: string
  supplierId: string
  lines: readonly { part: string; quantity: string; unit: string; needBy: string }[]
}

/** The first ten by number, and how many more. */
export function namesOf(issued: readonly NewOrder[]): string {
  const numbers = issued
    .slice(0, 10)
    .map(order => order.number)
    .join(', ')
  return issued.length > 10 ? `${numbers} and ${issued.length - 10} more` : numbers
}

/** So many lines are told one by one; the page shows them all. */
const linesTold = 10

export async function tellSuppliers(tx: Tx, buyerId: string, issued: readonly NewOrder[]): Promise<void> {
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, buyerId))
  const buyer = sure(found, 'buyer').name
  for (const supplierId of new Set(issued.map(order => order.supplierId))) {
    const [first, ...rest] = issued.filter(order => order.supplierId === supplierId)
    if (!first) continue
    await notify(tx, {
      orgId: supplierId,
      to: { roles: ['supplier-administrator', 'answerer'] },
      key: `orders-issued-${first.id}`,
      title:
        rest.length === 0
          ? `${buyer}: order ${first.number} wants your answer`
          : `${buyer}: ${rest.length + 1} orders want your answer`,
      text: [
        `${buyer} has issued ${namesOf([first, ...rest])}:`,
        linesOf([first, ...rest]),
        `${rest.length === 0 ? 'Your answer' : 'The first answer'} is due by ${dueFor([first, ...rest].map(({ id }) => id))}.`,
        rest.length === 0 ? untilOne : untilEach,
      ].join('\n\n'),
      link: rest.length === 0 ? `/orders/${first.id}` : '/inbox',
      subject: { kind: 'order', id: first.id },
    })
  }
}

/** What is wanted, and when: enough to begin with. */
function linesOf(issued: readonly NewOrder[]): string {
  const lines = issued.flatMap(order =>
    order.lines.map(({ part, quantity, unit, needBy }) => {
      const what = `${part}: ${spoken([{ quantity, date: needBy }], unit)}`
      return issued.length > 1 ? `${order.number}, ${what}` : what
    }),
  )
  const more = lines.length - linesTold
  return [...lines.slice(0, linesTold), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}
