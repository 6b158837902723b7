// Weighs a lateness that is over: was it late by our own fault? Then it is excused by itself, in words.
import { and, eq, inArray, ne } from 'drizzle-orm'
import { dueAt } from '../calendars/index.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { type Door, outagesOf } from '../kernel/doors.ts'
import { isRefusal, sure } from '../kernel/errors.ts'
import type { AnnouncedFact, ReactionTogether } from '../kernel/events.ts'
import { formatInstant, wallOf } from '../kernel/time.ts'
import { later, type NewWork, type WorkHandler } from '../kernel/work.ts'
import type { ClockTarget } from '../partners/index.ts'
import { relationships } from '../partners/tables.ts'
import { shipNoticeItems, shipNotices } from '../shipments/tables.ts'
import { excusedWords } from './breach-words.ts'
import { countedOn } from './clock-calendar.ts'
import type { ClockRecord } from './clock-row.ts'
import { excuseLocked } from './excuse.ts'
import { heldHere } from './held-here.ts'
import { lockClock } from './pause.ts'
import { say } from './say.ts'
import { clocks } from './tables.ts'
import { isNotice } from './whose.ts'

/** A door that was closed has said so by then that it is open again. */
const AFTER_MS = 20_000
/** What lies unread may be the answer: it is read first. */
const UNREAD_LOOK_MS = 60_000

/** Where each has an alarm of its own: those of the clocks stand for many that are taken along, and these are weighed one by one. */
const LANE = 'notice'

/** Late, and nothing more comes: it was answered late, or is asked no more. */
const isOver = ['met-late', 'cancelled-late'] as const

/** What is left behind by a lateness that is over: the buyer's side weighs it. `why` makes another look another piece of work. */
export const weighWork = (
  { id, buyerId }: Pick<ClockRecord, 'id' | 'buyerId'>,
  now: Date,
  why = 'answered',
): NewWork => ({
  kind: 'clock.weigh',
  lane: LANE,
  orgId: buyerId,
  key: `${id}:${why}`,
  data: { clockId: id },
  dueAt: new Date(now.getTime() + AFTER_MS),
})

export const clockWeigh: WorkHandler = {
  kind: 'clock.weigh',
  lane: LANE,
  mode: 'tx',
  run: async (tx, { data: { clockId = '' } }) => {
    const row = await lockClock(tx, clockId)
    if (!isOver.some(at => at === row.at)) return undefined
    const held = await heldHere(tx, row)
    const note = held?.settled ? heldWords(row, held.at) : await doorClosed(tx, row)
    if (note === undefined) return held && { postpone: new Date(tx.now.getTime() + UNREAD_LOOK_MS) }
    await excuseLocked(tx, row, { attribution: 'system', reason: 'our-system', note })
    // A 997 is a matter between systems: nobody is written to about it.
    if (row.kind !== 'acknowledgment')
      await say(tx, row, {
        key: `excused-itself:${row.id}:${row.putBack}`,
        to: 'answerers',
        ...excusedWords(row, note),
      })
    return undefined
  },
}

/** Applied after all, as they had been sent: what came in time may have been answered late another way meanwhile. */
export const weighApplied: ReactionTogether = {
  together: async (tx, facts) => {
    const ordersOf = await ordersNamed(tx, facts)
    const subjects = facts.flatMap(fact => subjectsOf(fact, ordersOf))
    if (subjects.length === 0) return
    const late = await tx
      .select()
      .from(clocks)
      .where(and(anyOf(clocks.subjectId, subjects), inArray(clocks.at, [...isOver]), ne(clocks.kind, 'decision')))
    for (const row of late)
      for (const fact of facts)
        if (subjectsOf(fact, ordersOf).includes(row.subjectId) && isNotice(row) === is856(fact) && fact.at <= row.dueAt)
          await later(tx, weighWork(row, tx.now, fact.subject.id))
  },
}

const is856 = ({ data }: AnnouncedFact): boolean => data.setId === '856'

type Named = ReadonlyMap<string, readonly string[]>

const subjectsOf = ({ data, subject }: AnnouncedFact, named: Named): readonly string[] =>
  named.get(subject.id) ?? (typeof data.subjectId === 'string' ? [data.subjectId] : [])

/** An 856 goes by the first of its orders; here by document all of them. */
async function ordersNamed(tx: Tx, facts: readonly AnnouncedFact[]): Promise<Named> {
  const ids = facts.filter(is856).map(({ subject }) => subject.id)
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectDistinct({ documentId: shipNotices.documentId, orderId: shipNoticeItems.orderId })
    .from(shipNotices)
    .innerJoin(shipNoticeItems, eq(shipNoticeItems.noticeId, shipNotices.id))
    .where(anyOf(shipNotices.documentId, ids))
  const named = new Map<string, string[]>()
  for (const { documentId, orderId } of rows)
    named.set(documentId ?? '', [...(named.get(documentId ?? '') ?? []), orderId])
  return named
}

const heldWords = ({ zone }: ClockRecord, at: Date): string =>
  `A document that was received ${formatInstant(at, zone)}, in time, lay here and was not applied.`

/**
 * A door that was closed is a pause that nobody had to ask for: late is what came, or was asked no more, after the instant
 * at which it would have been due with that pause, by the same arithmetic.
 */
async function doorClosed(tx: Tx, row: ClockRecord): Promise<string | undefined> {
  const stoppedAt = sure(row.stoppedAt)
  const outages = await outagesOf(tx, await doorOf(tx, row), row.startedAt, stoppedAt)
  if (outages.length === 0) return undefined
  const asked = row.pauses.map(({ from, to, note }) => ({ from: new Date(from), to: new Date(to ?? from), why: note }))
  const closed = outages.map(outage => ({ ...outage, why: 'closed' }))
  const calendar = await countedOn(tx, row)
  const target = reopened(row, outages)
  const counted = dueAt(row.startedAt, target, calendar, { documentType: row.kind, pauses: [...asked, ...closed] })
  if (isRefusal(counted) || stoppedAt > counted.due) return undefined
  const when = (at: Date) => formatInstant(at, row.zone)
  const spans = outages.map(({ from, to }) => `${when(from)} to ${when(to)}`).join(', ')
  return `The portal was closed: ${spans}. Without that time it would have been due ${when(counted.due)}.`
}

/**
 * No pause moves what is due before a delivery, or on a day of the week. Was the door closed at that instant, it counts as
 * agreed on when the door opened: the same hour of the next working day, as where a working day's hour lies in a pause.
 */
function reopened(
  { target, dueAt: due, zone }: ClockRecord,
  outages: readonly { from: Date; to: Date }[],
): ClockTarget {
  const closed = outages.find(({ from, to }) => from <= due && due < to)
  if (!closed) return target
  const since = closed.to.toISOString()
  if (target.kind === 'before-delivery') return { ...target, since }
  if (target.kind !== 'weekly') return target
  return { kind: 'before-delivery', days: 0, by: target.by, delivery: wallOf(due, zone).date, since }
}

/** Where this supplier hands its answers in. */
async function doorOf(tx: Tx, { buyerId, supplierId }: ClockRecord): Promise<Door> {
  const [relationship] = await tx
    .select({ transport: relationships.transport })
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  return relationship?.transport === 'folder' ? 'folder' : 'web'
}
