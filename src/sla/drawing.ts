// The explanation of a due instant as days to draw: what was open, what counted, what is left out. Pure.
import type { CountedOn } from '../calendars/both-open.ts'
import { closuresWithin } from '../calendars/closures.ts'
import { type Explanation, msOf } from '../calendars/explanation.ts'
import { type Closure, hoursOf, type Interval } from '../calendars/openings.ts'
import { openWithin } from '../calendars/stretches.ts'
import { dateOfDay, dayOfInstant, MINUTE_MS, minutesOf, msOfWall } from '../kernel/time.ts'
import type { ClockDetail, DrawnDay, Span } from './api.ts'

/** More days than these are not drawn, */
const DAYS_DRAWN_MAX = 31
/** but so many of the first and of the last, */
const DAYS_AT_ENDS = 12
/** and as many before and after the due day. */
const DAYS_BESIDE_DUE = 2
/** A page that stays open draws these as they come. */
const DAYS_AHEAD = 7

interface Drawn {
  startedAt: Date
  dueAt: Date
  stoppedAt: Date | null
  zone: string
  explanation: Explanation
}

export type Drawing = Pick<ClockDetail, 'days' | 'ahead' | 'cutOff' | 'countedMinutes'>

/** From the start, or the cut-off that it missed, until it was due and has stopped. Without a calendar all of the time is open. */
export function draw(clock: Drawn, calendar: CountedOn | undefined, now: Date): Drawing {
  const { startedAt, dueAt, stoppedAt, zone, explanation } = clock
  const cutOff = cutOffMissed(explanation, zone)
  // What ends a day at midnight is that day's, not the next one's.
  const due = dayOfInstant(dueAt.getTime() - 1, zone)
  const first = Math.min(dayOfInstant(Math.min(startedAt.getTime(), cutOff ?? Number.POSITIVE_INFINITY), zone), due)
  const last = Math.max(dayOfInstant((stoppedAt ?? now).getTime(), zone), due)
  const days = wholeDays(first, last, zone)
  const paint = painter(explanation, calendar)
  const picked = pickDays(days, due)
  return {
    days: picked.map((day, i) => ({ ...paint(day), skipped: skipped(days, picked[i - 1], day, explanation) })),
    ahead: stoppedAt ? [] : wholeDays(last + 1, last + DAYS_AHEAD, zone).map(day => ({ ...paint(day), skipped: null })),
    cutOff: cutOff === undefined ? null : iso(cutOff),
    countedMinutes: countedIn(explanation),
  }
}

/** The instant of the cut-off that the start came after: the last one before it, also where a night shift goes over midnight. */
function cutOffMissed(explanation: Explanation, zone: string): number | undefined {
  const missed = explanation.find(step => step.kind === 'after-cut-off')
  if (!missed) return undefined
  const at = msOf(missed.at)
  const day = dayOfInstant(at, zone)
  const today = msOfWall(day, minutesOf(missed.cutOff), zone)
  return today < at ? today : msOfWall(day - 1, minutesOf(missed.cutOff), zone)
}

interface WholeDay extends Interval {
  day: number
}

/** Without those that never were: a zone that crosses the date line leaves one out. */
function wholeDays(first: number, last: number, zone: string): WholeDay[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    ...{ day: first + i, from: msOfWall(first + i, 0, zone), to: msOfWall(first + i + 1, 0, zone) },
  })).filter(({ from, to }) => to > from)
}

function pickDays(days: readonly WholeDay[], due: number): WholeDay[] {
  return days.filter(
    ({ day }, i) =>
      days.length <= DAYS_DRAWN_MAX ||
      i < DAYS_AT_ENDS ||
      i >= days.length - DAYS_AT_ENDS ||
      Math.abs(day - due) <= DAYS_BESIDE_DUE,
  )
}

function skipped(
  days: readonly WholeDay[],
  before: WholeDay | undefined,
  { from }: WholeDay,
  explanation: Explanation,
): DrawnDay['skipped'] {
  if (!before || before.to === from) return null
  const many = days.filter(each => each.from >= before.to && each.to <= from).length
  return { days: many, minutes: countedIn(explanation, { from: before.to, to: from }) }
}

const countedIn = (explanation: Explanation, span?: Interval): number =>
  (span ? within(span, countedOf(explanation)) : countedOf(explanation).map(spanOf)).reduce(
    (sum, { minutes }) => sum + minutes,
    0,
  )

function painter(explanation: Explanation, calendar: CountedOn | undefined) {
  const hours = calendar && hoursOf(calendar)
  const counted = countedOf(explanation)
  return ({ day, from, to }: WholeDay): Omit<DrawnDay, 'skipped'> => {
    const whole = { from, to }
    const date = dateOfDay(day)
    // Of the calendar, not of the explanation, which ends when it is due.
    const holiday = hours?.of(day).notes.find(note => note.kind === 'holiday' && note.date === date)
    const numbered = explanation.find(step => step.kind === 'day' && step.date === date)
    return {
      ...{ date, from: iso(from), to: iso(to) },
      holiday: holiday?.kind === 'holiday' ? nameOf(holiday) : null,
      number: numbered?.kind === 'day' ? numbered.number : null,
      open: hours ? openWithin(whole, hours).map(spanOf) : [spanOf(whole)],
      closed: hours ? closuresWithin(whole, hours).map(closedOf) : [],
      counted: within(whole, counted),
    }
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

const spanOf = ({ from, to }: Interval): Span => ({ from: iso(from), to: iso(to), minutes: (to - from) / MINUTE_MS })

const closedOf = (closure: Closure): DrawnDay['closed'][number] => ({ ...spanOf(closure), calendar: closure.calendar })

/** Of two calendars, whose holiday it is. */
const nameOf = ({ name, calendar }: { name: string; calendar?: string }): string =>
  calendar === undefined ? name : `${name} (${calendar})`

const countedOf = (explanation: Explanation): Interval[] =>
  explanation.flatMap(step => (step.kind === 'counted' ? [{ from: msOf(step.from), to: msOf(step.to) }] : []))

/** The parts that fall into a day: time that counts day and night goes over midnight. */
function within(day: Interval, stretches: readonly Interval[]): Span[] {
  return stretches
    .map(({ from, to }) => ({ from: Math.max(from, day.from), to: Math.min(to, day.to) }))
    .filter(({ from, to }) => to > from)
    .map(spanOf)
}
