// One clock with its reasons: interval by interval why it is due when it is, and every step taken and to come.
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { type CountedOn, explain } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import type { ClockDetail, ClockRow } from './api.ts'
import { countedOn } from './clock-calendar.ts'
import type { ClockRecord } from './clock-row.ts'
import { disputesOf } from './disputed.ts'
import { draw } from './drawing.ts'
import type { Governing } from './policy.ts'
import { whyOf } from './policy-queries.ts'
import { coming, contextOf, rowOf } from './rows.ts'
import { clocks } from './tables.ts'
import { isNotice } from './whose.ts'
import { targetWords } from './words.ts'

const HISTORY_MAX = 200

/** Throws Unknown. */
export async function clockRow(tx: Tx, clockId: string): Promise<ClockRow> {
  const row = await recordOf(tx, clockId)
  return rowOf(row, await contextOf(tx, [row]))
}

/** Throws Unknown. */
export async function clockDetail(tx: Tx, clockId: string): Promise<ClockDetail> {
  const row = await recordOf(tx, clockId)
  const context = await contextOf(tx, [row])
  const shown = rowOf(row, context)
  const calendar = row.calendarId ? await countedOn(tx, row) : undefined
  await flush(tx)
  const history = await tx
    .select({
      ...{ id: events.id, type: events.type, at: events.at, actor: events.actorName, channel: events.channel },
      level: sql<string | null>`${events.data}->>'level'`,
      to: sql<string | null>`${events.data}->>'to'`,
      note: sql<string | null>`case when ${events.type} = 'clock.called' then ${events.data}->>'note' end`,
    })
    .from(events)
    // Who was told stands with the steps.
    .where(and(eq(events.subjectId, clockId), ne(events.type, 'clock.told')))
    .orderBy(asc(events.seq))
    .limit(HISTORY_MAX)
  return {
    ...shown,
    explanation: explain(row.explanation, row.zone),
    target: targetWords(row.target),
    policy: row.policy && (await policyShown(tx, row.policy, tx.caller.orgId === row.buyerId)),
    calendars: calendarsShown(calendar),
    shipFrom: shipFromShown(row),
    note: row.note,
    // Of a delivery that is weeks ahead the days before it counts say nothing.
    ...draw(
      isNotice(row) ? { ...row, startedAt: row.countingFrom } : row,
      row.target.kind === 'elapsed' ? undefined : calendar,
      tx.now,
    ),
    coming: coming(row, new Set(shown.fired.map(({ level }) => level)), context),
    pauses: row.pauses,
    disputes: await disputesOf(tx, clockId),
    history: history.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
  }
}

/** The buyer reads its groups by name. */
async function policyShown(tx: Tx, policy: Governing, isBuyer: boolean): Promise<ClockDetail['policy']> {
  const { id, name, version, why, pauseReasons } = policy
  const told = isBuyer ? await whyOf(tx, policy) : undefined
  return { id: isBuyer ? id : null, name, version, why: told ?? why, pauseReasons }
}

/** Of two, first the one whose days, cut-off and zone count. */
const calendarsShown = (calendar: CountedOn | undefined): ClockDetail['calendars'] =>
  calendar ? (calendar.both ?? [calendar]).map(({ id, name, version }) => ({ id, name, version })) : []

/** Where an item says from where it ships. */
function shipFromShown({ places }: ClockRecord): ClockDetail['shipFrom'] {
  const sites = places?.from.flatMap(({ name }) => name ?? []) ?? []
  return places && sites.length > 0 ? { sites, countedAt: [...places.countedAt] } : null
}

async function recordOf(tx: Tx, clockId: string): Promise<ClockRecord> {
  const [row] = await tx.select().from(clocks).where(eq(clocks.id, clockId))
  return known(row)
}
