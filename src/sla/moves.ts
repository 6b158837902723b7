// What a change of a calendar would do to the clocks that are counted on it, told before it is saved.
import { and, eq, inArray } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { type CalendarBody, refuseCalendar, workCalendarOf } from '../calendars/index.ts'
import { calendars } from '../calendars/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { known, Refused } from '../kernel/errors.ts'
import type { Moves } from './api.ts'
import { countedOn } from './clock-calendar.ts'
import { type Change, changeOf, laddersOn, waitingOn } from './recount.ts'
import { clocks } from './tables.ts'

/** So many are named, those due soonest; all are counted. */
const NAMED_MAX = 50

/** Throws Unknown, and Refused where the calendar cannot be saved as it stands. */
export async function movesBy(tx: Tx, calendarId: string, body: CalendarBody): Promise<Moves> {
  const [own] = await tx
    .select({ version: calendars.version })
    .from(calendars)
    .where(and(eq(calendars.id, calendarId), eq(calendars.orgId, tx.caller.orgId)))
  const calendar = workCalendarOf(calendarId, known(own).version + 1, body)
  const refused = refuseCalendar(calendar)
  if (refused.length > 0) throw new Refused(refused)
  const ladderOf = await laddersOn(tx, calendarId)
  const rows = await tx.select().from(clocks).where(waitingOn(calendarId))
  const changes: (Change | undefined)[] = []
  for (const row of rows) {
    const counted = await countedOn(tx, row, calendar)
    changes.push(changeOf(row, counted, ladderOf(row), { at: tx.now, by: tx.caller.name, calendar }))
  }
  const moved = changes.filter(change => change !== undefined).filter(change => change.moved)
  const soonest = moved.toSorted((a, b) => +a.row.dueAt - +b.row.dueAt).slice(0, NAMED_MAX)
  const late = rows.filter(({ at, dueAt }) => at !== 'paused' && dueAt < tx.now).length
  return {
    open: rows.length - late,
    moved: moved.length,
    kept: changes.filter(change => change === undefined).length - late,
    rows: await named(tx, soonest),
  }
}

async function named(tx: Tx, changes: readonly Change[]): Promise<Moves['rows']> {
  const ids = [...new Set(changes.map(({ row }) => row.supplierId))]
  const names = ids.length
    ? await tx
        .select({ id: organizations.id, name: organizations.name })
        .from(organizations)
        .where(inArray(organizations.id, ids))
    : []
  return changes.map(({ row, laidOut }) => ({
    clockId: row.id,
    kind: row.kind,
    label: row.label,
    lines: row.lines,
    supplier: names.find(({ id }) => id === row.supplierId)?.name ?? '',
    dueBefore: row.dueAt.toISOString(),
    dueAfter: laidOut.dueAt.toISOString(),
  }))
}
