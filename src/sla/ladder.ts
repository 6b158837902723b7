// The escalation ladder: who is told what when an answer is slow. Data, and the instants it comes to for one clock. Pure.
import type { CountedOn } from '../calendars/both-open.ts'
import { instantAfter, instantAt, type Pause, type Target } from '../calendars/working-time.ts'
import { isRefusal } from '../kernel/errors.ts'
import { MINUTE_MS } from '../kernel/time.ts'
import type { ClockAt } from './clock.ts'
import type { NamedOne } from './policy-api.ts'
import { reachesBuyer } from './whose.ts'

export type Level =
  | 'warned'
  /** So many percent of the target are used. */
  | `warned-${number}`
  | 'breached'
  | `escalated-${'answerers' | 'administrator' | 'contact' | 'buyer' | 'lead' | 'named'}`
  | `repeat-${number}`
  /** By a buyer's own word, beside the ladder. */
  | `reminded-${number}`

/** `contact`: who is named in the relationship. `named`: whom the step names. */
export type Audience =
  | 'answerers'
  | 'supplier-administrators'
  | 'contact'
  | 'buyer'
  | 'buyer-administrators'
  | 'operators'
  | 'named'

/** When: a fraction of the target, and countable minutes of the same calendar after that. */
export interface Offset {
  fraction: number
  minutes?: number
}

/** Whom a step reaches besides, or in another's place. */
export interface Reach {
  /** Of `named`. */
  named?: readonly NamedOne[]
  /** Who is told where none of them is there any more. */
  instead?: Audience
  /** False: in the portal alone. */
  mail?: boolean
  /** A system of the buyer's that is told beside the people. */
  webhookId?: string
}

export interface Rung extends Reach {
  level: Level
  when: Offset
  to: Audience
  /** In the inbox and a plain mail, and no mail to who wants alerts only. */
  quiet?: boolean
  /** What the person told reads as the reason. */
  why: string
}

export interface Ladder {
  rungs: readonly Rung[]
  /** After the last rung, until somebody takes the lateness on or the answer comes; `times` where so many are agreed. */
  repeat?: { everyMinutes: number; times: number | null; to: Audience; why: string } & Reach
}

/** What a relationship may set; see its targets. Minutes are countable ones: working, or elapsed for an elapsed target. */
export interface Escalation {
  buyerAfterMinutes: number
  repeatMinutes: number
  /** Null: until somebody takes the lateness on. */
  repeatMax: number | null
}

/** Where a number of repeats is agreed, it is no more than these: all of them are laid out beforehand. */
export const REPEATS_MAX = 50

/** For an answer to an order, a call-off or a forecast. */
export const defaultLadder: Ladder = {
  rungs: [
    // The people who answer are reminded first, while there is half of the time left, and once more.
    { level: 'warned-50', when: { fraction: 0.5 }, to: 'answerers', quiet: true, why: 'Half of the time is used.' },
    {
      level: 'warned-75',
      when: { fraction: 0.75 },
      to: 'answerers',
      quiet: true,
      why: 'Three quarters of the time are used.',
    },
    // The due instant itself: late from now on, and the answerers are the first to know.
    { level: 'breached', when: { fraction: 1 }, to: 'answerers', why: 'The answer is late.' },
    // At the same instant the one who can send a colleague.
    {
      level: 'escalated-administrator',
      when: { fraction: 1 },
      to: 'supplier-administrators',
      why: 'An answer of your organization is late.',
    },
    // Then the customer. `withEscalation` moves it: a supplier may be given time to mend it first.
    { level: 'escalated-buyer', when: { fraction: 1 }, to: 'buyer', why: 'The supplier has not answered in time.' },
  ],
  repeat: { everyMinutes: 240, times: null, to: 'buyer', why: 'Still no answer, and nobody has taken it on.' },
}

/** The ladder with a relationship's own times. */
export function withEscalation(ladder: Ladder, escalation: Escalation): Ladder {
  const rungs = ladder.rungs.map(rung =>
    rung.level === 'escalated-buyer'
      ? { ...rung, when: { ...rung.when, minutes: Math.max(0, escalation.buyerAfterMinutes) } }
      : rung,
  )
  if (!ladder.repeat) return { rungs }
  const times = escalation.repeatMinutes > 0 ? escalation.repeatMax : 0
  return { rungs, repeat: { ...ladder.repeat, everyMinutes: escalation.repeatMinutes, times } }
}

const noticeWhys: Partial<Record<Level, string>> = {
  breached: 'The ship notice is late.',
  'escalated-administrator': 'A ship notice of your organization is late.',
  'escalated-buyer': 'The supplier has sent no ship notice in time.',
}

const undecided = 'Still no decision, and nobody has taken it on.'
/** So many countable minutes a decision may be late before the buyer's administrators hear of it. */
const LEAD_AFTER_MINUTES = 60

/** For a decision on a proposal: the buyer's own people, and nobody of the supplier, who waits. */
export const decisionLadder = ({ repeatMinutes }: Escalation): Ladder => ({
  rungs: [
    { level: 'warned-50', when: { fraction: 0.5 }, to: 'buyer', quiet: true, why: 'Half of the time is used.' },
    { level: 'breached', when: { fraction: 1 }, to: 'buyer', why: 'The decision is late. The supplier waits for it.' },
    {
      level: 'escalated-lead',
      when: { fraction: 1, minutes: LEAD_AFTER_MINUTES },
      to: 'buyer-administrators',
      why: 'A decision of your organization is late. The supplier waits for it.',
    },
  ],
  // However few repeats are agreed of the supplier's answers: the one who is late here does not silence himself.
  repeat: { everyMinutes: repeatMinutes, times: null, to: 'buyer-administrators', why: undecided },
})

/** For a ship notice: the same people at the same time as for an answer, in its own words. */
export const noticeLadder: Ladder = {
  rungs: defaultLadder.rungs.map(rung => ({ ...rung, why: noticeWhys[rung.level] ?? rung.why })),
  ...(defaultLadder.repeat
    ? { repeat: { ...defaultLadder.repeat, why: 'Still no ship notice, and nobody has taken it on.' } }
    : {}),
}

/** For a 997: a matter between systems, so elapsed hours, and the buyer's operators only. Default: warn 4, alarm 24. */
export function acknowledgmentLadder(hours: { warnHours: number; alarmHours: number }): Ladder {
  const warned: Rung = {
    level: 'warned',
    when: { fraction: 0, minutes: hours.warnHours * 60 },
    to: 'operators',
    quiet: true,
    why: `No functional acknowledgment for ${hours.warnHours} hours.`,
  }
  const breached: Rung = {
    level: 'breached',
    when: { fraction: 1 },
    to: 'operators',
    why: `No functional acknowledgment for ${hours.alarmHours} hours: the document has probably not been read.`,
  }
  // A warning that would come no sooner than the alarm says nothing.
  return { rungs: hours.warnHours < hours.alarmHours ? [warned, breached] : [breached] }
}

export function acknowledgmentTarget(hours: { alarmHours: number }): Target {
  return { kind: 'elapsed', minutes: hours.alarmHours * 60 }
}

/** One step of one clock. `at` is ISO 8601: steps are stored and sent as they are. */
export interface Step extends Reach {
  level: Level
  at: string
  to: Audience
  quiet: boolean
  why: string
  /** On the repeat still to come of a ladder that goes on until somebody takes it on: another so much later. */
  everyMinutes?: number
}

export interface Rising {
  countingFrom: Date
  dueAt: Date
  target: Target
  calendar: CountedOn
  pauses?: readonly Pause[] | undefined
}

/**
 * Every step of a clock with its instant, in the order in which they fire. A step that the calendar never reaches
 * (it closes for good after the due instant) is left out.
 */
export function stepsFor(ladder: Ladder, clock: Rising): Step[] {
  const rungs = ladder.rungs.flatMap(rung => stepOf(rung, clock))
  // Sorting is stable: steps of one instant keep the ladder's order, so nobody hears of a breach before it is one.
  const sorted = rungs.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return [...sorted, ...repeats(ladder, clock, sorted.at(-1))]
}

function stepOf({ level, when, to, quiet = false, why, ...reach }: Rung, clock: Rising): Step[] {
  const counted = { startedCounting: clock.countingFrom, due: clock.dueAt }
  const base = instantAt(when.fraction, counted, clock.target, clock.calendar, clock.pauses)
  if (isRefusal(base)) return []
  const at = instantAfter(base, when.minutes ?? 0, clock.target, clock.calendar, clock.pauses)
  return isRefusal(at) ? [] : [{ level, at: at.toISOString(), to, quiet, why, ...reachOf(reach) }]
}

const reachOf = ({ named, instead, mail, webhookId }: Reach): Reach => ({
  ...(named ? { named } : {}),
  ...(instead ? { instead } : {}),
  ...(mail === false ? { mail } : {}),
  ...(webhookId ? { webhookId } : {}),
})

type Told = Pick<Step, 'to' | 'named' | 'mail'>

/** Told the same, and by the same ways: a later one says all that an earlier one did. */
export const isToSame = (a: Told, b: Told): boolean =>
  a.to === b.to && JSON.stringify(a.named) === JSON.stringify(b.named) && (a.mail ?? true) === (b.mail ?? true)

function repeats({ repeat }: Ladder, clock: Rising, last: Step | undefined): Step[] {
  const steps: Step[] = []
  if (!repeat || !last) return steps
  const { everyMinutes, to, why } = repeat
  const more = { ...(repeat.times === null ? { everyMinutes } : {}), ...reachOf(repeat) }
  let at = new Date(last.at)
  for (let n = 1; n <= Math.min(repeat.times ?? 1, REPEATS_MAX); n++) {
    const next = instantAfter(at, everyMinutes, clock.target, clock.calendar, clock.pauses)
    if (isRefusal(next)) break
    at = next
    steps.push({ level: `repeat-${n}`, at: at.toISOString(), to, quiet: false, why, ...more })
  }
  return steps
}

/**
 * The repeat after one that has fired, where they go on until somebody takes the lateness on. Counted from now where its
 * own instant has passed as well: after an outage nobody is told once for every interval that was missed.
 */
export function repeatAfter(
  step: Step,
  { target, calendar }: Pick<Rising, 'target' | 'calendar'>,
  now: Date,
): Step | undefined {
  const { everyMinutes } = step
  if (everyMinutes === undefined) return undefined
  const counted = (from: Date) => instantAfter(from, everyMinutes, target, calendar)
  const next = counted(new Date(step.at))
  const at = isRefusal(next) || next > now ? next : counted(now)
  if (isRefusal(at)) return undefined
  const n = Number(step.level.slice('repeat-'.length)) + 1
  return { ...step, level: `repeat-${n}`, at: at.toISOString() }
}

/**
 * The earliest step not fired yet, and whether its instant has come; undefined when nothing more will happen by itself.
 * Each level fires once, late ones too: after an outage they are fired one after the other.
 */
export function nextStep(
  clock: { at: ClockAt; steps: readonly Step[] } & Hushing,
  fired: Iterable<string>,
  now: Date,
): { step: Step; isDue: boolean } | undefined {
  if (clock.at !== 'pending' && clock.at !== 'running' && clock.at !== 'breached') return undefined
  const done = new Set(fired)
  const step = clock.steps.find(each => !done.has(each.level) && !isHushed(each, clock))
  return step && { step, isDue: Date.parse(step.at) <= now.getTime() }
}

export interface Hushing {
  /** Somebody of the buyer has taken the lateness on. */
  acknowledgedAt?: Date | null
  disputedAt?: Date | null
  /** Somebody of the supplier has seen it. */
  seenAt?: Date | null
}

/** Repeats end once the buyer has taken the lateness on; those to the supplier once it has seen it, or disputes it. */
export function isHushed(
  { level, to, named }: Pick<Step, 'level' | 'to' | 'named'>,
  { acknowledgedAt, disputedAt, seenAt }: Hushing,
): boolean {
  if (!isRepeat(level)) return false
  return Boolean(acknowledgedAt) || (Boolean(disputedAt ?? seenAt) && !reachesBuyer({ to, named }))
}

/** From when on it is at risk: its last reminder, or its first step where it has none. */
export function soonIn(steps: readonly Step[]): Date | null {
  const soon = steps.findLast(({ level }) => level.startsWith('warned')) ?? steps[0]
  return soon ? new Date(soon.at) : null
}

export function isRepeat(level: string): boolean {
  return level.startsWith('repeat-')
}

/** How long a step waits for a document that is in the house and not yet applied. Longer than any healthy queue. */
export const UNREAD_WAIT_MS = 15 * MINUTE_MS
const UNREAD_LOOK_MS = 5000
/** What came in while nobody was at work is read within this time, or as fast as it can be. */
const CATCH_UP_MS = MINUTE_MS

/**
 * A step whose instant has come fires, unless an answer may lie unread: a document of the relationship received in
 * time and not applied. Then it waits, for a bounded time, and fires as "answer received, unread".
 * `unappliedSince`: receipt of the relationship's earliest unapplied interchange. `overdueMs`: for how long nobody looked
 * at the step though it was time to: after an outage what lies unread has had no chance to be read, and is given one.
 */
export function judge(
  step: Step,
  clock: { dueAt: Date },
  unappliedSince: Date | undefined,
  now: Date,
  overdueMs = 0,
): { fire: 'plain' | 'unread' } | { lookAgainAt: Date } {
  if (!unappliedSince || unappliedSince > clock.dueAt) return { fire: 'plain' }
  const until = Date.parse(step.at) + UNREAD_WAIT_MS
  if (now.getTime() >= until)
    return overdueMs >= UNREAD_WAIT_MS ? { lookAgainAt: new Date(now.getTime() + CATCH_UP_MS) } : { fire: 'unread' }
  return { lookAgainAt: new Date(Math.min(until, now.getTime() + UNREAD_LOOK_MS)) }
}
