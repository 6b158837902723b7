// Fires the steps of clocks: exactly once, never early, by the database's clock; what is due together goes together.
import { and, inArray, sql } from 'drizzle-orm'
import { settleAlong, takeAlong } from '../kernel/batch.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later, type Work, type WorkHandler } from '../kernel/work.ts'
import { type Climb, climb } from './climb.ts'
import { open } from './clock.ts'
import { countedOn } from './clock-calendar.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { firedLevels } from './fired.ts'
import { stillThere } from './named.ts'
import { postSteps } from './post-steps.ts'
import { firedKey } from './posted.ts'
import { readClock } from './read-clock.ts'
import { stepKey, stepOf, stepWork } from './start.ts'
import { stepStuck } from './stuck.ts'
import { clocks, escalations, type Told } from './tables.ts'
import { tellOf } from './telling.ts'
import { unreadSince } from './unread.ts'

/** Clocks in one transaction: so many that thousands are told within a second, so few that an answer waits for none. */
const BATCH_MAX = 200

export const clockStep: WorkHandler = {
  kind: stepWork,
  lane: 'clock',
  mode: 'tx',
  run: async (tx, work) => {
    const along = work.attempts === 0 ? await takeAlong(tx, work, BATCH_MAX - 1) : []
    const coming = await fireDue(tx, work.orgId, new Map([...along, work].map(each => [clockIdOf(each), each.dueAt])))
    const again = (each: Work) => lookAgainAt(each, coming.get(clockIdOf(each)))
    const postponed = new Map(along.map(each => [each, again(each)] as const).filter(hasDate))
    await settleAlong(tx, { done: along.filter(each => !postponed.has(each)), postponed })
    failpoint('escalate.before-commit')
    const mine = again(work)
    return mine && { postpone: mine }
  },
  gaveUp: stepStuck,
}

/** What a clock comes to next, and whether that is a look at a step which is due and has to wait. */
interface Coming {
  key: string
  at: Date
  waits: boolean
}

/** Work is over when its step has fired. Taken up a moment too soon, or told to wait, it comes back. */
function lookAgainAt(work: Work, coming: Coming | undefined): Date | undefined {
  if (!coming) return undefined
  return coming.waits || work.key === coming.key ? coming.at : undefined
}

const clockIdOf = (work: Work): string => work.data.clockId ?? ''
const hasDate = (entry: readonly [Work, Date | undefined]): entry is readonly [Work, Date] => entry[1] !== undefined

interface Climbed extends Climb {
  row: ClockRecord
}

/** Answers what comes next for each clock that is still open. */
async function fireDue(tx: Tx, buyerId: string, lookDueAt: ReadonlyMap<string, Date>): Promise<Map<string, Coming>> {
  const clockIds = [...lookDueAt.keys()]
  const rows = await tx
    .select()
    .from(clocks)
    .where(and(inArray(clocks.id, clockIds), inArray(clocks.at, [...open])))
    .orderBy(clocks.id)
    .for('update')
  if (rows.length === 0) return new Map()
  const fired = await firedLevels(tx, clockIds)
  const unread = await unreadSince(tx, buyerId, rows)
  // Later than the transaction's own beginning, as what has been claimed may have come due since then.
  const now = await readClock(tx)
  const climbed: Climbed[] = []
  for (const row of rows) {
    const climber = {
      ...{ steps: row.steps, fired: fired.get(row.id) ?? [], unappliedSince: unread.get(row.id) },
      seenAt: row.seenAt,
      lookDueAt: lookDueAt.get(row.id),
    }
    const counted = repeatsNow(row, now) ? { target: row.target, calendar: await countedOn(tx, row) } : undefined
    climbed.push({ row, ...climb({ ...climber, counted, state: stateOf(row) }, now) })
  }
  failpoint('escalate.before-insert')
  await record(tx, climbed, now)
  return new Map(
    climbed.flatMap(({ row, next, lookAgainAt: wait }) =>
      next
        ? [
            [
              row.id,
              { key: stepKey(row, next.level), at: wait ?? new Date(next.at), waits: wait !== undefined },
            ] as const,
          ]
        : [],
    ),
  )
}

const repeatsNow = ({ steps }: ClockRecord, now: Date): boolean =>
  steps.some(({ everyMinutes, at }) => everyMinutes !== undefined && Date.parse(at) <= now.getTime())

/** Escalations, the clocks' new states, facts for both parties, who is to be told, and the next steps. */
async function record(tx: Tx, climbed: readonly Climbed[], now: Date): Promise<void> {
  const fired = climbed.flatMap(each => each.fires.map(fire => ({ ...fire, row: each.row })))
  const there = await stillThere(
    tx,
    fired.map(({ step }) => step),
  )
  const fires = fired.map(fire => ({ ...fire, ...there(fire.step) }))
  const posted = await postSteps(tx, fires, now)
  if (fires.length > 0)
    await tx.insert(escalations).values(
      fires.map(({ row, step, unread, to, named, gone }) => ({
        id: newId(),
        buyerId: row.buyerId,
        supplierId: row.supplierId,
        clockId: row.id,
        level: step.level,
        dueAt: new Date(step.at),
        ...{ audience: to, named, gone },
        why: step.why,
        unread,
        told: toldOf(posted.get(firedKey(row.id, step.level))),
      })),
    )
  await saveStates(tx, climbed)
  for (const { row, step, unread, to } of fires)
    await announce(tx, {
      type: factOf(step.level),
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: now,
      data: { ...aboutOf(row), level: step.level, to, unread },
    })
  const tells = fires.filter(({ tell }) => tell).map(({ row, step, to }) => tellOf(row, step.level, to))
  const nexts = climbed.flatMap(({ row, next, lookAgainAt }) => (next && !lookAgainAt ? [stepOf(row, next)] : []))
  for (const work of [...tells, ...nexts]) await later(tx, work)
}

const toldOf = (told: Told | undefined): Told[] => (told ? [told] : [])

const aboutOf = ({ kind, label, subjectKind, subjectId }: ClockRecord) => ({ kind, label, subjectKind, subjectId })

const factOf = (level: string): string =>
  level.startsWith('warned') ? 'clock.warned' : level === 'breached' ? 'clock.breached' : 'clock.escalated'

/** One statement for all: states and next steps. */
async function saveStates(tx: Tx, climbed: readonly Climbed[]): Promise<void> {
  const changed = climbed.filter(({ fires }) => fires.length > 0)
  if (changed.length === 0) return
  const rows = changed.map(({ row, state, steps, next }) => {
    const { at, breachedAt } = changesOf(state)
    const fresh = steps === row.steps ? {} : { steps }
    const coming = { next_level: next?.level ?? null, next_at: next?.at ?? null }
    return { id: row.id, at, breached_at: breachedAt, ...coming, ...fresh }
  })
  await tx.execute(sql`
    update clocks set at = v.at, breached_at = v.breached_at, next_level = v.next_level, next_at = v.next_at,
           steps = coalesce(v.steps, clocks.steps)
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as v(id uuid, at text, breached_at timestamptz, next_level text, next_at timestamptz, steps jsonb)
     where clocks.id = v.id`)
}
