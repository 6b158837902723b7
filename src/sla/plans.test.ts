// What is asked of clocks reads what is shown of it, however many clocks there are beside it.
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { addCalendar } from '../calendars/index.ts'
import { calendars } from '../calendars/tables.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, Refused } from '../kernel/errors.ts'
import { acknowledge } from './acknowledge.ts'
import { clocksOf, firstDue, inboxDue, isOver } from './queries.ts'
import { waitingOn } from './recount.ts'
import { stopClocks } from './stop.ts'
import { clocks } from './tables.ts'

const targets = { order: { kind: 'business-minutes', minutes: 120 } as const }
/** Of a busy supplier of the same buyer, each on its own order: half of them wait, half are answered. */
const others = 30_000
/** Rows of the table that one act may touch: each of the few that concern it, some times over. */
const touchedMax = 40

let world: ClockTrade
let quiet: Caller
/** By which the busy supplier is timed; the quiet one has agreed on none. */
let calendarId: string
let mine: { clockId: string; subjectId: string }
const rareCalendar = '018f0000-0000-7000-8000-00000000cafe'
beforeAll(async () => {
  world = await openClockTrade({ targets })
  const { owner, buyer, web } = world.trade
  const hours = { week: {}, holidays: [], halfDays: [], shutdowns: [], extra: [], cutOff: {} }
  const added = await web.withTenant(buyer, tx =>
    addCalendar(tx, { name: 'Day and night', zone: 'Europe/Berlin', always: true, ...hours }),
  )
  if (isRefusal(added)) throw new Refused([added])
  calendarId = added.id
  await owner.query('update relationships set calendar_id = $1', [calendarId])
  await world.start()
  const { rows } = await owner.query<{ names: string }>(
    `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_name = 'clocks' and column_name not in ('id', 'subject_id', 'at', 'stopped_at')`,
  )
  const names = rows[0]?.names ?? ''
  await owner.query(
    `insert into clocks (id, subject_id, at, stopped_at, ${names})
     select uuidv7(), uuidv7(), case when i % 2 = 0 then 'met' else 'running' end, case when i % 2 = 0 then due_at end, ${names}
       from clocks cross join generate_series(1, ${others}) i`,
  )
  quiet = await world.trade.addSupplier('Quiet', { targets })
  mine = await world.start(quiet)
  await owner.query('vacuum analyze clocks')
})
afterAll(() => world.trade.close())

/** How many rows of clocks an act reads, by index or one after the other. */
const read = (who: Caller, act: (tx: Tx) => Promise<unknown>): Promise<number> =>
  world.trade.web.withTenant(who, async tx => {
    const before = await readByNow(tx)
    await act(tx)
    return (await readByNow(tx)) - before
  })

/** By this connection, as far as it has not told the others yet. */
async function readByNow(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ read: number }>(
    sql`select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname = 'clocks'`,
  )
  return rows[0]?.read ?? 0
}

it.each<[string, (tx: Tx) => Promise<unknown>]>([
  ['the inbox of a supplier', tx => inboxDue(tx, {})],
  ['the clocks of an order', tx => clocksOf(tx, mine.subjectId)],
  ['when the first answer is due', tx => firstDue(tx, [mine.subjectId])],
  ['whether what a notice told of is over', tx => tx.execute(sql`select ${isOver(sql`${`clock:${mine.clockId}`}`)}`)],
])('%s', async (_, act) => {
  expect(await read(quiet, act)).toSatisfy((n: number) => n > 0 && n <= touchedMax)
})

it('the clocks that a change of a rarely used calendar moves', async () => {
  await world.trade.owner.query('update clocks set other_calendar_id = calendar_id, calendar_id = $1 where id = $2', [
    ...[rareCalendar, mine.clockId],
  ])
  const moved = (tx: Tx) => tx.select({ id: clocks.id }).from(clocks).where(waitingOn(rareCalendar))
  expect(await read(world.trade.buyer, moved)).toSatisfy((n: number) => n > 0 && n <= touchedMax)
  await world.trade.owner.query(
    'update clocks set calendar_id = other_calendar_id, other_calendar_id = null where id = $1',
    [mine.clockId],
  )
})

// Whoever a clock times by a calendar may read it: that must not be asked of every clock there is.
it('a calendar, by its owner and by who has nothing to do with it', async () => {
  const one = (tx: Tx) => tx.select().from(calendars).where(eq(calendars.id, calendarId))
  expect(await read(world.trade.buyer, one)).toBeLessThanOrEqual(touchedMax)
  const all = (tx: Tx) => tx.select().from(calendars)
  for (const each of [quiet, world.trade.buyer]) expect(await read(each, all)).toBeLessThanOrEqual(touchedMax)
})

it('taking on and answering', async () => {
  await world.runAt(past(121))
  const takenOn = await read(world.trade.buyer, tx => acknowledge(tx, mine.clockId))
  const stopped = await read(quiet, tx => stopClocks(tx, mine.subjectId, ['order'], tx.now))
  for (const n of [takenOn, stopped]) expect(n).toSatisfy((touched: number) => touched > 0 && touched <= touchedMax)
  expect(await world.clockOf(mine.clockId)).toMatchObject({ at: 'met-late' })
})
