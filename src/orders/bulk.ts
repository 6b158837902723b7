// Many orders in one act, each on its own: what one refuses does not keep the others from being done.
import { eq } from 'drizzle-orm'
import { savepoint, type Tx } from '../kernel/db.ts'
import { type Refusal, Refused, Unknown } from '../kernel/errors.ts'
import { answer } from './answer.ts'
import { type Decision, decide } from './decide.ts'
import { nothingLeft, type OnTheWay } from './on-its-way.ts'
import { awaitsSupplier } from './order-line.ts'
import { orderLines, orders } from './tables.ts'

export interface BulkResult {
  orderId: string
  number: string | null
  done: boolean
  problem: string | null
}

type Named = readonly { orderId: string; version: number }[]

/** The supplier accepts all that is open in each of these orders. */
export async function acceptMany(tx: Tx, named: Named, onTheWay: OnTheWay): Promise<BulkResult[]> {
  return await each(tx, named, async ({ orderId, version }) => {
    const lines = await tx
      .select({ lineNumber: orderLines.lineNumber, at: orderLines.at })
      .from(orderLines)
      .where(eq(orderLines.orderId, orderId))
    const open = lines.filter(({ at }) => awaitsSupplier(at))
    if (lines.length > 0 && open.length === 0) return 'Nothing in it waits for an answer any more.'
    const given = open.map(({ lineNumber }) => ({ lineNumber, answer: { act: 'accept' as const } }))
    const answered = await answer(tx, { orderId, versionAnswered: version, lines: given, receivedAt: tx.now }, onTheWay)
    if (Array.isArray(answered)) throw new Refused(answered as Refusal[])
    return answered.lines.some(({ outcome }) => outcome === 'old-version')
      ? 'The buyer has changed it since you looked; your answer was kept, but look at the new version.'
      : undefined
  })
}

/**
 * The buyer agrees to the proposals it has seen in each of these orders. They are named: a proposal that took the place
 * of another does not raise the version, and nobody agrees to what came after the look.
 */
export const agreeMany = (tx: Tx, named: WithProposals, onTheWay: OnTheWay): Promise<BulkResult[]> =>
  decideMany(tx, named, { act: 'accept' }, onTheWay)

/** The buyer turns them down, all with the same words. */
export const rejectMany = (tx: Tx, named: WithProposals, note = ''): Promise<BulkResult[]> =>
  decideMany(tx, named, { act: 'reject', note }, nothingLeft)

type WithProposals = readonly (Named[number] & { proposalIds: readonly string[] })[]

async function decideMany(
  tx: Tx,
  named: WithProposals,
  same: Omit<Decision, 'proposalId'>,
  onTheWay: OnTheWay,
): Promise<BulkResult[]> {
  return await each(tx, named, async ({ orderId, version, proposalIds }) => {
    const decisions = proposalIds.map(proposalId => ({ proposalId, ...same }))
    const decided = await decide(tx, { orderId, version, decisions }, onTheWay)
    if (Array.isArray(decided)) throw new Refused(decided)
    return undefined
  })
}

async function each<One extends Named[number]>(
  tx: Tx,
  named: readonly One[],
  act: (one: One) => Promise<string | undefined>,
): Promise<BulkResult[]> {
  const results: BulkResult[] = []
  for (const one of named) {
    const [order] = await tx.select({ number: orders.number }).from(orders).where(eq(orders.id, one.orderId))
    const number = order?.number ?? null
    const problem = await savepoint(tx, () => act(one)).catch(inWords)
    results.push({ orderId: one.orderId, number, done: problem === undefined, problem: problem ?? null })
  }
  return results
}

/** Only what the business refuses is a result; anything else is a surprise and undoes the whole. */
function inWords(error: unknown): string {
  if (error instanceof Refused) return error.message
  if (error instanceof Unknown) return 'There is nothing here, or it is not yours to see.'
  throw error
}
