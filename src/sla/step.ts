// Fires the steps of clocks: exactly once, never early, by the database's clock; what is due together goes together.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { interchanges } from '../gateway/tables.ts'
import { announceAll, laterAll, settleAlong, takeAlong } from '../kernel/batch.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import type { NewWork, Work, WorkHandler } from '../kernel/work.ts'
import { type Climb, climb } from './climb.ts'
import { open } from './clock.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import type { Audience } from './ladder.ts'
import { stepWork } from './start.ts'
import { clocks, escalations } from './tables.ts'
import { tellWork } from './tell.ts'

/** Clocks in one transaction: so many that thousands are told within a second, so few that an answer waits for none. */
const BATCH_MAX = 200

export const clockStep: WorkHandler = {
  kind: stepWork,
  lane: 'clock',
  mode: 'tx',
  run: async (tx, work) => {
    const along = work.attempts === 0 ? await takeAlong(tx, work, BATCH_MAX - 1) : []
    const coming = await fireDue(tx, work.orgId, [...new Set([work, ...along].map(clockIdOf))])
    const again = (each: Work) => lookAgainAt(each, coming.get(clockIdOf(each)))
    const postponed = new Map(along.map(each => [each, again(each)] as const).filter(hasDate))
    await settleAlong(tx, { done: along.filter(each => !postponed.has(each)), postponed })
    failpoint('escalate.before-commit')
    const mine = again(work)
    return mine && { postpone: mine }
  },
}

/** What a clock comes to next, and whether that is a look at a step which is due and has to wait. */
interface Coming {
  level: string
  at: Date
  waits: boolean
}

/** Work is over when its step has fired. Taken up a moment too soon, or told to wait, it comes back. */
function lookAgainAt(work: Work, coming: Coming | undefined): Date | undefined {
  if (!coming) return undefined
  return coming.waits || work.key === keyOf(clockIdOf(work), coming.level) ? coming.at : undefined
}

const keyOf = (clockId: string, level: string): string => `${clockId}:${level}`

const clockIdOf = (work: Work): string => work.data.clockId ?? ''
const hasDate = (entry: readonly [Work, Date | undefined]): entry is readonly [Work, Date] => entry[1] !== undefined

interface Climbed extends Climb {
  row: ClockRecord
}

/** Answers what comes next for each clock that is still open. */
async function fireDue(tx: Tx, buyerId: string, clockIds: string[]): Promise<Map<string, Coming>> {
  const rows = await tx
    .select()
    .from(clocks)
    .where(and(inArray(clocks.id, clockIds), inArray(clocks.at, [...open])))
    .orderBy(clocks.id)
    .for('update')
  if (rows.length === 0) return new Map()
  const fired = await firedLevels(tx, clockIds)
  const unread = await unappliedSince(tx, buyerId)
  // Later than the transaction's own beginning, as what has been claimed may have come due since then.
  const now = await readClock(tx)
  const climbed = rows.map((row): Climbed => {
    const climber = { steps: row.steps, fired: fired.get(row.id) ?? [], unappliedSince: unread.get(row.supplierId) }
    return { row, ...climb({ ...climber, state: stateOf(row) }, now) }
  })
  failpoint('escalate.before-insert')
  await record(tx, climbed, now)
  return new Map(
    climbed.flatMap(({ row, next, lookAgainAt: wait }) =>
      next ? [[row.id, { level: next.level, at: wait ?? new Date(next.at), waits: wait !== undefined }] as const] : [],
    ),
  )
}

async function readClock(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: Date | string }>(sql`select kernel.now() as now`)
  return new Date(sure(rows[0]).now)
}

async function firedLevels(tx: Tx, clockIds: string[]): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ clockId: escalations.clockId, level: escalations.level })
    .from(escalations)
    .where(inArray(escalations.clockId, clockIds))
  const levels = new Map<string, string[]>()
  for (const { clockId, level } of rows) levels.set(clockId, [...(levels.get(clockId) ?? []), level])
  return levels
}

/** By supplier: receipt of the earliest interchange that has come in and is not applied yet. */
async function unappliedSince(tx: Tx, buyerId: string): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ supplierId: interchanges.supplierId, at: sql<string>`min(${interchanges.at})` })
    .from(interchanges)
    .where(
      and(
        eq(interchanges.buyerId, buyerId),
        // Written out, so that the index of what is unread is used.
        sql`direction = 'in' and status in ('received', 'answered')`,
      ),
    )
    .groupBy(interchanges.supplierId)
  return new Map(rows.map(({ supplierId, at }) => [supplierId, new Date(at)]))
}

/** Escalations, the clocks' new states, facts for both parties, who is to be told, and the next steps. */
async function record(tx: Tx, climbed: readonly Climbed[], now: Date): Promise<void> {
  const fires = climbed.flatMap(each => each.fires.map(fire => ({ ...fire, row: each.row })))
  if (fires.length > 0)
    await tx.insert(escalations).values(
      fires.map(({ row, step, unread }) => ({
        id: newId(),
        buyerId: row.buyerId,
        supplierId: row.supplierId,
        clockId: row.id,
        level: step.level,
        dueAt: new Date(step.at),
        audience: step.to,
        why: step.why,
        unread,
      })),
    )
  await saveStates(tx, climbed)
  await announceAll(
    tx,
    fires.map(({ row, step, unread }) => ({
      type: factOf(step.level),
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId] as const,
      at: now,
      data: { ...aboutOf(row), level: step.level, to: step.to, unread },
    })),
  )
  const tells = fires.filter(({ tell }) => tell).map(({ row, step }) => tellOf(row, step.level, step.to))
  const nexts = climbed.flatMap(({ row, next, lookAgainAt }) => (next && !lookAgainAt ? [nextOf(row, next)] : []))
  await laterAll(tx, [...tells, ...nexts])
}

const aboutOf = ({ kind, label, subjectKind, subjectId }: ClockRecord) => ({ kind, label, subjectKind, subjectId })

const factOf = (level: string): string =>
  level.startsWith('warned') ? 'clock.warned' : level === 'breached' ? 'clock.breached' : 'clock.escalated'

/** One statement for all: states and next steps. */
async function saveStates(tx: Tx, climbed: readonly Climbed[]): Promise<void> {
  const changed = climbed.filter(({ fires }) => fires.length > 0)
  if (changed.length === 0) return
  const rows = changed.map(({ row, state, next }) => {
    const { at, breachedAt } = changesOf(state)
    return { id: row.id, at, breached_at: breachedAt, next_level: next?.level ?? null, next_at: next?.at ?? null }
  })
  await tx.execute(sql`
    update clocks set at = v.at, breached_at = v.breached_at, next_level = v.next_level, next_at = v.next_at
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as v(id uuid, at text, breached_at timestamptz, next_level text, next_at timestamptz)
     where clocks.id = v.id`)
}

const nextOf = (row: ClockRecord, next: { level: string; at: string }): NewWork => ({
  kind: stepWork,
  lane: 'clock',
  orgId: row.buyerId,
  key: keyOf(row.id, next.level),
  data: { clockId: row.id },
  dueAt: new Date(next.at),
})

/** People are told by their own organization's work: only it knows them. */
const tellOf = (row: ClockRecord, level: string, to: Audience): NewWork => ({
  kind: tellWork,
  lane: 'notice',
  orgId: to === 'buyer' || to === 'operators' ? row.buyerId : row.supplierId,
  key: keyOf(row.id, level),
  data: { clockId: row.id, level },
})
