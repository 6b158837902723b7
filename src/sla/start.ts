// Starts a clock: whose target, on whose calendar, due when and why, and the first step that will chase it.
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { later, type NewWork } from '../kernel/work.ts'
import type { ClockTarget } from '../partners/index.ts'
import type { ClockKind } from './api.ts'
import { begin } from './clock.ts'
import { type ClockRecord, standsOn } from './clock-row.ts'
import { timedBy } from './governing.ts'
import { type Ladder, type Step, soonIn, stepsFor } from './ladder.ts'
import { calendarsOf, countedBy } from './places.ts'
import type { Governing } from './policy.ts'
import type { Places } from './ship-from.ts'
import { clocks } from './tables.ts'

export interface Asked {
  buyerId: string
  supplierId: string
  kind: ClockKind
  subject: { kind: string; id: string }
  /** What people call the subject. */
  label: string
  /** When the one who is to answer could first know of it. */
  at: Date
  /** Where goods go to: its zone stands in where no calendar is agreed. */
  shipToZone?: string
  /** Whose calendars stand in place of those that are agreed. */
  places?: Places | null
  /** Asked anew, for these lines only: a round of its own, with the whole target, beside what is still due of the rest. */
  lines?: readonly number[]
  /** Of a ship notice: the day of the delivery that it is for. */
  delivery?: string
}

export const stepWork = 'clock.step'

/** One subject is timed once a round, however many facts say that it has begun; the first counts. */
export const startClock = (tx: Tx, given: Asked): Promise<void> => startClocks(tx, [given])

/** So many clocks are written by one statement. */
const BATCH = 500

/** The same of several of one subject and one kind, each in a round of its own: in as many statements for many as for one. */
export async function startClocks(tx: Tx, given: readonly Asked[]): Promise<void> {
  const all = given.map(asked => ({ ...asked, at: wholeSecond(asked.at) }))
  const [one] = all
  if (!one) return
  const first = one.lines ? await nextRound(tx, one) : 1
  const timed = await timedBy(tx, one)
  const { target } = timed
  if (!target) return
  const placed = all.map(asked => ({ asked, ways: timed.waysOf(asked.places ?? null) }))
  const inForce = await calendarsOf(
    tx,
    placed.flatMap(({ ways }) => ways),
  )
  const rows = placed.map(({ asked, ways }, i) => {
    const meant = targetOf(target, asked)
    const counting = { ...asked, target: meant, zone: asked.shipToZone ?? 'UTC' }
    const counted = countedBy(inForce, counting, ways, asked.places ?? null)
    return rowOf(asked, { ...timed, target: meant }, counted, first + i)
  })
  const started = new Set<string>()
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = await tx
      .insert(clocks)
      .values(rows.slice(from, from + BATCH))
      .onConflictDoNothing()
      .returning({ id: clocks.id })
    for (const { id } of some) started.add(id)
  }
  for (const row of rows.filter(({ id }) => started.has(id))) await begun(tx, row)
}

interface Timed {
  target: ClockTarget
  ladder: Ladder
  policy: Governing | null
}

function rowOf(asked: Asked, { target, ladder, policy }: Timed, by: ReturnType<typeof countedBy>, round: number) {
  const { counted, calendar, isStandIn, note, places } = by
  const course = { startedAt: asked.at, countingFrom: counted.startedCounting, dueAt: counted.due }
  const steps = stepsFor(ladder, { ...course, target, calendar })
  const [next] = steps
  return {
    id: newId(),
    buyerId: asked.buyerId,
    supplierId: asked.supplierId,
    kind: asked.kind,
    subjectKind: asked.subject.kind,
    subjectId: asked.subject.id,
    label: asked.label,
    round,
    lines: asked.lines ? [...asked.lines] : null,
    ...course,
    at: begin(course).at,
    target,
    policy,
    ...(isStandIn ? {} : standsOn(calendar)),
    zone: calendar.zone,
    explanation: counted.explanation,
    note,
    places,
    steps,
    soonAt: soonIn(steps),
    nextLevel: next?.level ?? null,
    nextAt: next ? new Date(next.at) : null,
  }
}

/** It is looked at when its first step is due, and both are told. */
async function begun(tx: Tx, row: ReturnType<typeof rowOf>): Promise<void> {
  const { id, buyerId, supplierId, kind, label, subjectKind, subjectId, steps, startedAt, dueAt } = row
  const [next] = steps
  if (next) await later(tx, stepOf({ id, buyerId, pauses: [], recounts: [], putBack: 0 }, next))
  await announce(tx, {
    type: 'clock.started',
    subject: { kind: 'clock', id },
    parties: [buyerId, supplierId],
    at: startedAt,
    data: { kind, label, subjectKind, subjectId, dueAt: dueAt.toISOString() },
  })
}

const targetOf = (meant: ClockTarget, { delivery, at }: Asked): ClockTarget =>
  meant.kind === 'before-delivery' && delivery !== undefined ? { ...meant, delivery, since: at.toISOString() } : meant

/** The work that looks at a clock when a step comes due. Laid out anew, or put back, the same step comes due once more. */
export const stepOf = (clock: Stepping, { level, at }: Pick<Step, 'level' | 'at'>): NewWork => ({
  kind: stepWork,
  lane: 'clock',
  orgId: clock.buyerId,
  key: stepKey(clock, level),
  data: { clockId: clock.id },
  dueAt: new Date(at),
})
type Stepping = Pick<ClockRecord, 'id' | 'buyerId' | 'pauses' | 'recounts' | 'putBack'>

export const stepKey = ({ id, pauses, recounts, putBack }: Omit<Stepping, 'buyerId'>, level: string): string => {
  const turns = pauses.length + recounts.length + putBack
  return turns === 0 ? `${id}:${level}` : `${id}:${level}:${turns}`
}

/** Nobody is told of the rest of a second that a target of four hours has left over at closing. */
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1_000) * 1_000)

/** Whoever asks anew holds the subject's lock, so that no two find the same number. */
async function nextRound(tx: Tx, { subject, kind }: Asked): Promise<number> {
  const [rounds] = await tx
    .select({ last: sql<number | null>`max(${clocks.round})` })
    .from(clocks)
    .where(and(eq(clocks.subjectId, subject.id), eq(clocks.kind, kind)))
  return (rounds?.last ?? 0) + 1
}
