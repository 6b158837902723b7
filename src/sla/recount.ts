// A changed calendar moves the clocks that are counted on it, in the transaction of the change and with the reason on record.
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { type CountedOn, calendarVersionOf, type WorkCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, sure } from '../kernel/errors.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import { later } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import { apply, type ClockEvent, type ClockState, refuse } from './clock.ts'
import { countedOn, holdAlone } from './clock-calendar.ts'
import { type ClockRecord, changesOf, standsOn, stateOf } from './clock-row.ts'
import { firedLevels } from './fired.ts'
import { agreed } from './governing.ts'
import type { Ladder } from './ladder.ts'
import { comesNext, type LaidOut, layOut, told } from './lay-out.ts'
import { type Moved, sayMoved } from './say-moved.ts'
import { stepOf } from './start.ts'
import { clocks, type Recount } from './tables.ts'

/** So many clocks are written by one statement. */
const BATCH = 500

/** Open clocks of a calendar, also of it and another; those that are late by now among them. */
export const waitingOn = (calendarId: string): SQL | undefined =>
  and(
    or(eq(clocks.calendarId, calendarId), eq(clocks.otherCalendarId, calendarId)),
    inArray(clocks.at, ['pending', 'running', 'paused']),
  )

/** Reacts to `calendar.changed`. */
export async function calendarChanged(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const calendarId = fact.subject.id
  await holdAlone(tx, calendarId)
  const calendar = await calendarVersionOf(tx, calendarId, Number(fact.data.version))
  const ladderOf = await laddersOn(tx, calendarId)
  const rows = await tx.select().from(clocks).where(waitingOn(calendarId)).orderBy(clocks.id).for('update')
  const moves: Moved[] = []
  for (let first = 0; first < rows.length; first += BATCH) {
    const changes: Change[] = []
    for (const row of rows.slice(first, first + BATCH)) {
      const counted = await countedOn(tx, row, calendar)
      const change = changeOf(row, counted, ladderOf(row), { at: tx.now, by: fact.actor.name, calendar })
      if (change) changes.push(change)
    }
    await save(tx, changes, calendar)
    for (const { row, moved, laidOut } of changes) if (moved) moves.push({ row, dueAt: laidOut.dueAt })
  }
  await sayMoved(tx, moves, calendar)
}

/** A clock's own ladder; else what is agreed with its supplier, also with one that has since been given another calendar. */
export async function laddersOn(tx: Tx, calendarId: string): Promise<(row: ClockRecord) => Ladder> {
  const rows = await tx
    .select({ supplierId: relationships.supplierId, targets: relationships.targets })
    .from(relationships)
    .where(
      and(
        eq(relationships.buyerId, tx.caller.orgId),
        inArray(
          relationships.supplierId,
          tx.selectDistinct({ id: clocks.supplierId }).from(clocks).where(waitingOn(calendarId)),
        ),
      ),
    )
  const targets = new Map(rows.map(row => [row.supplierId, row.targets]))
  return ({ kind, supplierId, policy }) =>
    policy?.ladder ?? agreed(kind, sure(targets.get(supplierId), 'relationship')).ladder
}

export interface Change {
  row: ClockRecord
  state: ClockState
  laidOut: LaidOut
  calendar: CountedOn
  /** With this one, where it moved anything. */
  recounts: Recount[]
  moved: boolean
}

/**
 * `counted`: the changed calendar, or the two that it is now one of. Undefined where the clock stays as it is, on the version it
 * has: it is late, would be late, or cannot be counted.
 */
export function changeOf(
  row: ClockRecord,
  counted: CountedOn,
  ladder: Ladder,
  { at, by, calendar }: { at: Date; by: string; calendar: WorkCalendar },
): Change | undefined {
  const laidOut = layOut(row, counted, ladder)
  if (isRefusal(laidOut)) return undefined
  const { countingFrom, dueAt, steps } = laidOut
  const event: ClockEvent = { type: 'clock.recounted', at, countingFrom, dueAt }
  const before = stateOf(row)
  if (refuse(before, event)) return undefined
  const state = apply(before, event)
  const moved = dueAt.getTime() !== row.dueAt.getTime()
  const same = !moved && steps.length === row.steps.length && steps.every((step, i) => step.at === row.steps[i]?.at)
  if (same) return { row, state, laidOut, calendar: counted, recounts: row.recounts, moved }
  const [was, due] = [row.dueAt.toISOString(), dueAt.toISOString()]
  const record = { at: at.toISOString(), by, calendar: calendar.name, version: calendar.version, was, due }
  const explanation = [...laidOut.explanation, ...told(record)]
  const recounts = [...row.recounts, record]
  return { row, state, laidOut: { ...laidOut, explanation }, calendar: counted, recounts, moved }
}

async function save(tx: Tx, changes: readonly Change[], changed: WorkCalendar): Promise<void> {
  if (changes.length === 0) return
  const fired = await firedLevels(
    tx,
    changes.map(({ row }) => row.id),
  )
  const saved = changes.map(change => {
    const { row, state, laidOut } = change
    return { ...change, ...comesNext(state.at, laidOut.steps, fired.get(row.id) ?? [], tx.now) }
  })
  const columns = saved.map(({ row, state, laidOut, calendar, recounts, nextLevel, nextAt }) => ({
    ...{ id: row.id, ...changesOf(state), ...laidOut, ...standsOn(calendar), recounts, nextLevel, nextAt },
  }))
  await tx.execute(sql`
    update clocks c
       set at = x.at, counting_from = x."countingFrom", due_at = x."dueAt",
           calendar_version = x."calendarVersion", other_calendar_version = x."otherCalendarVersion",
           explanation = x.explanation, steps = x.steps, recounts = x.recounts, soon_at = x."soonAt",
           next_level = x."nextLevel", next_at = x."nextAt"
      from jsonb_to_recordset(${JSON.stringify(columns)}::jsonb) as x(
        id uuid, at text, "countingFrom" timestamptz, "dueAt" timestamptz, "calendarVersion" int,
        "otherCalendarVersion" int, explanation jsonb, steps jsonb,
        recounts jsonb, "soonAt" timestamptz, "nextLevel" text, "nextAt" timestamptz)
     where c.id = x.id`)
  for (const { row, laidOut, recounts, next, moved } of saved) {
    if (next && recounts !== row.recounts) await later(tx, stepOf({ ...row, recounts }, next))
    if (moved) await tell(tx, row, laidOut.dueAt, changed)
  }
}

const tell = (tx: Tx, row: ClockRecord, dueAt: Date, { id, version }: WorkCalendar): Promise<void> =>
  announce(tx, {
    type: 'clock.recounted',
    subject: { kind: 'clock', id: row.id },
    parties: [row.buyerId, row.supplierId],
    at: tx.now,
    data: {
      ...{ kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
      ...{ dueAt: dueAt.toISOString(), was: row.dueAt.toISOString(), calendarId: id, version },
    },
  })
