// A supplier says that a breach is not its fault, and the buyer decides: excused, or upheld. Both are told.
import type { Tx } from '../kernel/db.ts'
import type { Refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import type { DecisionBody } from './breach.ts'
import { disputedWords } from './breach-words.ts'
import { apply, type ClockEvent, refuse } from './clock.ts'
import { stateOf } from './clock-row.ts'
import { closeDispute } from './disputed.ts'
import { excuseLocked, putBack } from './excuse.ts'
import { announceClock, lockClock } from './pause.ts'
import { say } from './say.ts'
import { disputes } from './tables.ts'
import { refuseOwn } from './whose.ts'

/** Refusals: clock-own, clock-not-now, clock-disputed. Throws Unknown. */
export async function dispute(tx: Tx, clockId: string, words: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const state = stateOf(row)
  const event: ClockEvent = { type: 'clock.disputed', at: tx.now }
  const refused = refuseOwn(row) ?? refuse(state, event)
  if (refused) return refused
  const id = newId()
  const parties = { buyerId: row.buyerId, supplierId: row.supplierId }
  await tx.insert(disputes).values({ id, ...parties, clockId, words, by: tx.caller.name, at: tx.now })
  await putBack(tx, row, apply(state, event))
  await announceClock(tx, row, 'clock.disputed', { words })
  await say(tx, row, {
    key: `disputed:${id}`,
    to: 'buyer',
    takerToo: true,
    ...disputedWords(row, tx.caller.name, words),
  })
  return undefined
}

/** Refusals: clock-not-now, clock-not-disputed. Throws Unknown. */
export async function decideDispute(tx: Tx, clockId: string, decision: DecisionBody): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const state = stateOf(row)
  const upheld: ClockEvent = { type: 'clock.upheld', at: tx.now }
  // Whatever is decided, something must be disputed.
  const refused = refuse(state, upheld)
  if (refused) return refused
  if (decision.outcome === 'excused') return await excuseLocked(tx, row, decision)
  await closeDispute(tx, row, decision)
  await putBack(tx, row, apply(state, upheld))
  await announceClock(tx, row, 'clock.upheld', { note: decision.note })
  return undefined
}
