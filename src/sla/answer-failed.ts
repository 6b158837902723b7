// A document that names what a clock waits for came and could not be applied: the clock runs on, and both sides are told.
import { and, asc, eq, ne } from 'drizzle-orm'
import { furtherSubjects } from '../gateway/tables.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import { failedWords } from './breach-words.ts'
import { say } from './say.ts'
import { isAwaited, mayStop } from './stop.ts'
import { clocks } from './tables.ts'
import { isNotice } from './whose.ts'

/**
 * Reacts to an inbound document that needs attention, or was left unapplied for good. Nothing is undone: what stops a
 * clock is written in the transaction that applies the document, at the instant at which its bytes came.
 */
export async function answerFailed(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const { subjectId, reason, note, setId } = fact.data
  if (typeof subjectId !== 'string') return
  const further = await tx
    .select({ id: furtherSubjects.subjectId })
    .from(furtherSubjects)
    .where(eq(furtherSubjects.documentId, fact.subject.id))
  const named = [subjectId, ...further.map(({ id }) => id)]
  const waiting = await tx
    .select()
    .from(clocks)
    .where(and(anyOf(clocks.subjectId, named), ne(clocks.kind, 'decision'), mayStop(setId), isAwaited))
    .orderBy(asc(clocks.dueAt), asc(clocks.id))
  const forGood = fact.type === 'document.closed'
  for (const [i, clock] of waiting.entries()) {
    const why = String(reason ?? note ?? '')
    await announce(tx, {
      type: 'clock.answer-failed',
      subject: { kind: 'clock', id: clock.id },
      parties: [clock.buyerId, clock.supplierId],
      at: tx.now,
      data: { documentId: fact.subject.id, reason: why },
    })
    // A ship notice is waited for by every delivery of its orders: one word for the document, about the one that is due first.
    if (isNotice(clock) && i > 0) continue
    const words = failedWords(clock, { at: forGood ? undefined : fact.at, why })
    for (const to of ['answerers', 'buyer'] as const)
      await say(tx, clock, { key: `failed:${fact.subject.id}:${clock.id}:${forGood}:${to}`, to, ...words })
  }
}
