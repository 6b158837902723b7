// What becomes of a dispute once it is decided, and what is shown of it.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { DecisionBody, Dispute } from './breach.ts'
import { decidedWords } from './breach-words.ts'
import type { ClockRecord } from './clock-row.ts'
import { say } from './say.ts'
import { disputes } from './tables.ts'

/** Records what the buyer has decided, and tells both. */
export async function closeDispute(tx: Tx, row: ClockRecord, decision: DecisionBody): Promise<void> {
  const { outcome, note } = decision
  const closed = await tx
    .update(disputes)
    .set({ decidedAt: tx.now, decidedBy: tx.caller.name, outcome, note })
    .where(and(eq(disputes.clockId, row.id), isNull(disputes.decidedAt)))
    .returning({ id: disputes.id, by: disputes.by, words: disputes.words })
  for (const { id, ...objection } of closed) {
    const words = decidedWords(row, tx.caller.name, decision, objection)
    for (const to of ['disputers', 'buyer'] as const)
      await say(tx, row, { key: `decided:${id}:${to}`, to, takerToo: to === 'buyer', ...words })
  }
}

/** The answer had come in time, or nothing is asked any more: there is nothing left to decide. */
export async function settleDisputes(tx: Tx, clockIds: readonly string[]): Promise<void> {
  if (clockIds.length === 0) return
  await tx
    .update(disputes)
    .set({ decidedAt: tx.now, decidedBy: tx.caller.name, outcome: 'moot' })
    .where(and(anyOf(disputes.clockId, clockIds), isNull(disputes.decidedAt)))
}

export async function disputesOf(tx: Tx, clockId: string): Promise<Dispute[]> {
  const rows = await tx.select().from(disputes).where(eq(disputes.clockId, clockId)).orderBy(asc(disputes.at))
  return rows.map(({ words, by, at, decidedAt, decidedBy, outcome, note }) => ({
    ...{ words, by, decidedBy, outcome, note },
    at: at.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }))
}
