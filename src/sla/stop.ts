// Stops clocks: an answer came, at the instant at which it was received; or nothing is asked any more.
import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import type { ClockKind } from './api.ts'
import { apply, type ClockEvent, open } from './clock.ts'
import { changesOf, stateOf } from './clock-row.ts'
import { clocks } from './tables.ts'

/** `at`: when the bytes arrived or the button was pressed. Met in time is met, however late it was read. */
export const stopClocks = (tx: Tx, subjectId: string, kinds: readonly ClockKind[], at: Date): Promise<void> =>
  end(tx, ofSubject(subjectId, kinds), { type: 'clock.answered', at })

export const cancelClocks = (
  tx: Tx,
  subjectId: string,
  kinds: readonly ClockKind[],
  at: Date,
  why: string,
): Promise<void> => end(tx, ofSubject(subjectId, kinds), { type: 'clock.cancelled', at, why })

/** Single rounds of a subject that is asked in several. */
export const stopRounds = (tx: Tx, clockIds: readonly string[], at: Date): Promise<void> =>
  end(tx, inArray(clocks.id, [...clockIds]), { type: 'clock.answered', at })

export const cancelRounds = (tx: Tx, clockIds: readonly string[], at: Date, why: string): Promise<void> =>
  end(tx, inArray(clocks.id, [...clockIds]), { type: 'clock.cancelled', at, why })

const ofSubject = (subjectId: string, kinds: readonly ClockKind[]): SQL | undefined =>
  and(eq(clocks.subjectId, subjectId), inArray(clocks.kind, [...kinds]))

/** The work that waits for the next step stays: it finds the clock stopped, and does nothing. */
async function end(
  tx: Tx,
  which: SQL | undefined,
  event: ClockEvent & { type: 'clock.answered' | 'clock.cancelled' },
): Promise<void> {
  const running = await tx
    .select()
    .from(clocks)
    .where(and(which, inArray(clocks.at, [...open])))
    .orderBy(clocks.id)
    .for('update')
  for (const row of running) {
    const state = apply(stateOf(row), event)
    await tx
      .update(clocks)
      .set({
        ...changesOf(state),
        nextLevel: null,
        nextAt: null,
        ...(event.type === 'clock.cancelled' ? { note: event.why } : {}),
      })
      .where(eq(clocks.id, row.id))
    await announce(tx, {
      type: `clock.${state.at}`,
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: event.at,
      data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
    })
  }
}
