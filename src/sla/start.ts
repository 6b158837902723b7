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
import { type Step, soonIn, stepsFor } from './ladder.ts'
import { countedBy } from './places.ts'
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
export async function startClock(tx: Tx, given: Asked): Promise<void> {
  const asked = { ...given, at: wholeSecond(given.at) }
  const round = asked.lines ? await nextRound(tx, asked) : 1
  const { buyerId, supplierId } = asked
  const { target: meant, ladder, ways, policy } = await timedBy(tx, asked)
  if (!meant) return
  const target = targetOf(meant, asked)
  const counting = { ...asked, target, zone: asked.shipToZone ?? 'UTC' }
  const { counted, calendar, isStandIn, note, places } = await countedBy(tx, counting, ways, asked.places ?? null)
  const course = { startedAt: asked.at, countingFrom: counted.startedCounting, dueAt: counted.due }
  const steps = stepsFor(ladder, { ...course, target, calendar })
  const [first] = steps
  const id = newId()
  const started = await tx
    .insert(clocks)
    .values({
      id,
      buyerId,
      supplierId,
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
      nextLevel: first?.level ?? null,
      nextAt: first ? new Date(first.at) : null,
    })
    .onConflictDoNothing()
    .returning({ id: clocks.id })
  if (started.length === 0) return
  if (first) await later(tx, stepOf({ id, buyerId, pauses: [], recounts: [], putBack: 0 }, first))
  await announce(tx, {
    type: 'clock.started',
    subject: { kind: 'clock', id },
    parties: [buyerId, supplierId],
    at: asked.at,
    data: {
      kind: asked.kind,
      label: asked.label,
      subjectKind: asked.subject.kind,
      subjectId: asked.subject.id,
      dueAt: counted.due.toISOString(),
    },
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
