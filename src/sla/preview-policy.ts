// The last 90 days under a policy that is not saved yet, from the clocks that it would govern.
import { setImmediate as turn } from 'node:timers/promises'
import { and, desc, eq, gte, type SQL, sql } from 'drizzle-orm'
import { type CountedOn, calendarOf, type WorkCalendar } from '../calendars/index.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { relationships } from '../partners/tables.ts'
import { appliesOfBody, checked } from './change-policy.ts'
import { countedOn } from './clock-calendar.ts'
import type { Named } from './count-out.ts'
import { asPolicy, namedCalendars, policiesInForce } from './governing.ts'
import { isAmong, ofNoOrder, ordersAmong } from './of-order.ts'
import { type Applies, isOfOrders, policyFor } from './policy.ts'
import type { PolicyBody, Replay } from './policy-api.ts'
import { ladderOf } from './policy-ladder.ts'
import { getPolicy } from './policy-queries.ts'
import { changeRank, figuresOf, type Outcome, recordedOutcome, replayed } from './replay.ts'
import { type Way, waysFor } from './ship-from.ts'
import { clocks, escalations, policies } from './tables.ts'

const DAYS = 90
const DAY_MS = 86_400_000
/** The newest so many: what a page can wait for. */
const REPLAYED_MAX = 20_000
/** Read by one statement. */
const BATCH = 200
/** Laid out before others have their turn: some milliseconds. */
const SLICE = 25
/** So many are named; all are counted. */
const NAMED_MAX = 50

/** `policyId`: the one that is changed; null for a new one. Throws Unknown, and Refused where it could not be saved. */
export async function previewPolicy(tx: Tx, policyId: string | null, body: PolicyBody): Promise<Replay> {
  if (policyId !== null) known(await getPolicy(tx, policyId))
  const policy = await checked(tx, body)
  const draft = { id: policyId ?? '', ...(await appliesOfBody(tx, policy)) }
  const from = new Date(tx.now.getTime() - DAYS * DAY_MS)
  const ofKind = and(eq(clocks.buyerId, tx.caller.orgId), eq(clocks.kind, policy.kind), gte(clocks.startedAt, from))
  const { suppliers, which } = await governed(tx, draft, ofKind)
  const where = and(ofKind, which)
  const lines = await replay(tx, where, policy, suppliers)
  const before = figuresOf(lines.map(line => line.before))
  await turn()
  const after = figuresOf(lines.map(line => line.after))
  await turn()
  const changed = lines.filter(({ rank }) => rank < 3).toSorted((a, b) => a.rank - b.rank)
  return {
    from: from.toISOString(),
    governed: lines.length < REPLAYED_MAX ? lines.length : await tx.$count(clocks, where),
    replayed: lines.length,
    before,
    after,
    changed: changed.length,
    rows: changed.slice(0, NAMED_MAX).map(line => namedOf(line, suppliers)),
  }
}

/** Those clocks that it would govern, for no other policy is more specific there; and their suppliers' names and calendars. */
async function governed(
  tx: Tx,
  draft: Applies & { id: string },
  ofKind: SQL | undefined,
): Promise<{ suppliers: Map<string, Supplier>; which: SQL | undefined }> {
  const inForce = await policiesInForce(tx, tx.caller.orgId, eq(policies.kind, draft.kind))
  const candidates = [draft, ...inForce.map(asPolicy).filter(({ id }) => id !== draft.id)]
  const rows = await tx
    .select({
      ...{ id: relationships.supplierId, name: relationships.supplierName, named: namedCalendars },
      supplierGroupId: relationships.supplierGroupId,
    })
    .from(relationships)
    .where(eq(relationships.buyerId, tx.caller.orgId))
  const narrows = candidates.some(isOfOrders)
  const sorts = narrows ? await ordersAmong(tx, ofKind) : [ofNoOrder]
  const pairs = rows.flatMap(({ id: supplierId, supplierGroupId }) =>
    sorts
      .filter(order => policyFor(candidates, { ...order, supplierId, supplierGroupId, kind: draft.kind }) === draft)
      .map(order => ({ supplierId, order })),
  )
  const ids = new Set(pairs.map(({ supplierId }) => supplierId))
  return {
    suppliers: new Map(rows.filter(({ id }) => ids.has(id)).map(row => [row.id, row])),
    // Where no policy asks anything of an order, nothing is read of any.
    which: and(anyOf(clocks.supplierId, [...ids]), narrows ? isAmong(pairs) : undefined),
  }
}

interface Supplier {
  name: string
  named: { calendarId: string | null; buyerCalendarId: string | null }
}

const columns = {
  ...{ id: clocks.id, kind: clocks.kind, label: clocks.label, lines: clocks.lines, supplierId: clocks.supplierId },
  ...{
    at: clocks.at,
    startedAt: clocks.startedAt,
    dueAt: clocks.dueAt,
    stoppedAt: clocks.stoppedAt,
    zone: clocks.zone,
  },
  ...{ target: clocks.target, pauses: clocks.pauses, excuse: clocks.excuse, policy: clocks.policy },
  ...{ cancelledWhy: clocks.cancelledWhy, places: clocks.places },
  ...{ calendarId: clocks.calendarId, calendarVersion: clocks.calendarVersion },
  ...{ otherCalendarId: clocks.otherCalendarId, otherCalendarVersion: clocks.otherCalendarVersion },
  toldBuyer: sql<boolean>`exists (select from ${escalations} e where e.clock_id = ${clocks}.id 
    and (e.audience in ('buyer', 'buyer-administrators') or e.named @? '$[*].personId'))`,
}

interface Line {
  clock: Awaited<ReturnType<typeof readClocks>>[number]
  before: Outcome
  after: Outcome
  rank: number
}

const readClocks = (tx: Tx, ids: readonly string[]) =>
  tx.select(columns).from(clocks).where(anyOf(clocks.id, ids)).orderBy(desc(clocks.startedAt), desc(clocks.id))

/** As one text: thousands of rows at once would hold everybody else for a tenth of a second. */
async function newest(tx: Tx, where: SQL | undefined): Promise<string[]> {
  const { rows } = await tx.execute<{ ids: string | null }>(sql`
    select string_agg(id::text, ',' order by started_at desc, id desc) as ids
      from (select id, started_at from ${clocks} where ${where} order by started_at desc, id desc limit ${REPLAYED_MAX}) newest`)
  return rows[0]?.ids?.split(',') ?? []
}

/** Newest first. */
async function replay(
  tx: Tx,
  where: SQL | undefined,
  policy: PolicyBody,
  suppliers: ReadonlyMap<string, Supplier>,
): Promise<Line[]> {
  const ids = await newest(tx, where)
  const ladder = ladderOf(policy.ladder, policy.kind)
  const calendars = new Map<string, WorkCalendar>()
  const lines: Line[] = []
  for (let first = 0; first < ids.length; first += BATCH) {
    const rows = await readClocks(tx, ids.slice(first, first + BATCH))
    for (const [i, clock] of rows.entries()) {
      if (i % SLICE === SLICE - 1) await turn()
      const recordedOn = await countedOn(tx, clock)
      const [named, ...or] = await namedFor(
        tx,
        { clock, recordedOn, policy, supplier: suppliers.get(clock.supplierId) },
        calendars,
      )
      const before = recordedOutcome(clock, recordedOn, tx.now)
      const after = replayed(clock, { target: policy.target, ladder, named, or }, tx.now)
      lines.push({ clock, before, after, rank: changeRank(before, after) })
    }
  }
  return lines
}

interface Asked {
  clock: Line['clock']
  recordedOn: CountedOn
  policy: PolicyBody
  supplier: Supplier | undefined
}

/**
 * Where a calendar is the same, the version of it that the clock was counted on: what a calendar's own change moved is not
 * the policy's doing. Nor is what was agreed otherwise since, where the rule is the same.
 */
async function namedFor(tx: Tx, asked: Asked, read: Map<string, WorkCalendar>): Promise<[Named, ...Named[]]> {
  const { clock, recordedOn, policy, supplier } = asked
  const { hours } = policy
  const [first, other] = clock.calendarId === null ? [] : (recordedOn.both ?? [recordedOn])
  if (hours !== 'own' && hours === (clock.policy?.hours ?? 'agreed')) return [{ hours, calendar: first, other }]
  const named = supplier?.named ?? { calendarId: null, buyerCalendarId: null }
  const [way, ...more] = waysFor(policy, policy.kind, named, clock.places)
  const versionOf = async (id: string | null) =>
    [first, other].find(recorded => recorded?.id === id) ?? (await calendarBy(tx, id, read))
  const namedIn = async ({ on }: Way): Promise<Named> => ({
    ...{ hours, calendar: await versionOf(on.calendarId), other: await versionOf(on.otherCalendarId) },
  })
  const all: [Named, ...Named[]] = [await namedIn(way)]
  for (const each of more) all.push(await namedIn(each))
  return all
}

/** Each is asked for once. */
async function calendarBy(
  tx: Tx,
  id: string | null,
  read: Map<string, WorkCalendar>,
): Promise<WorkCalendar | undefined> {
  if (id === null) return undefined
  const calendar = read.get(id) ?? (await calendarOf(tx, id))
  read.set(id, calendar)
  return calendar
}

const namedOf = ({ clock, before, after }: Line, suppliers: ReadonlyMap<string, Supplier>): Replay['rows'][number] => ({
  clockId: clock.id,
  kind: clock.kind,
  label: clock.label,
  lines: clock.lines,
  supplier: suppliers.get(clock.supplierId)?.name ?? '',
  zone: clock.zone,
  stoppedAt: clock.stoppedAt?.toISOString() ?? null,
  before: onWire(before),
  after: onWire(after),
})

const onWire = ({ dueAt, verdict, toldBuyer }: Outcome) => ({ dueAt: dueAt.toISOString(), verdict, toldBuyer })
