// Order numbers: the buyer's own, or the next of its series.
import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { orderNumbers, orders } from './tables.ts'

/** X12 element 324 takes 22 characters; letters and digits, so that no partner's system stumbles. */
export const numberForm = /^[A-Z0-9][A-Z0-9./-]{0,21}$/

const first = 10001
const spelled = (n: number): string => `CO-${n}`

/** Holds the buyer's series for the transaction, so that two orders never take one number. */
export async function holdNumbers(tx: Tx): Promise<NumberSeries> {
  const orgId = tx.caller.orgId
  await tx.insert(orderNumbers).values({ orgId, next: first }).onConflictDoNothing()
  const [head] = await tx.select().from(orderNumbers).where(eq(orderNumbers.orgId, orgId)).for('update')
  return new NumberSeries(tx, sure(head, 'order numbers').next)
}

export class NumberSeries {
  private readonly tx: Tx
  private next: number
  private readonly given = new Set<string>()

  constructor(tx: Tx, next: number) {
    this.tx = tx
    this.next = next
  }

  /** Which of these numbers the buyer has used already, for whichever supplier. */
  async used(numbers: readonly string[]): Promise<Set<string>> {
    if (numbers.length === 0) return new Set()
    const rows = await this.tx
      .select({ number: orders.number })
      .from(orders)
      .where(and(eq(orders.buyerId, this.tx.caller.orgId), inArray(orders.number, [...numbers])))
    return new Set(rows.map(row => row.number))
  }

  /** Keeps a number that the buyer gave itself out of the series. */
  keep(number: string): void {
    this.given.add(number)
  }

  async take(): Promise<string> {
    const number = await this.peek()
    this.next++
    return number
  }

  /** The number that the next order would take. */
  async peek(): Promise<string> {
    while (this.given.has(spelled(this.next)) || (await this.used([spelled(this.next)])).size > 0) this.next++
    return spelled(this.next)
  }

  async save(): Promise<void> {
    await this.tx.update(orderNumbers).set({ next: this.next }).where(eq(orderNumbers.orgId, this.tx.caller.orgId))
  }
}

/** The next number, for a form; another order may take it first. */
export async function nextNumber(tx: Tx): Promise<string> {
  const [head] = await tx.select().from(orderNumbers).where(eq(orderNumbers.orgId, tx.caller.orgId))
  return await new NumberSeries(tx, head?.next ?? first).peek()
}
