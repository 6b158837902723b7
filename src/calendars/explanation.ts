// Why something is due when it is: typed steps that add up to the target, and the same in words for people.
import {
  cityOf,
  DAY_MS,
  formatDate,
  formatInstant,
  formatMinutes,
  type LocalDate,
  type LocalTime,
  MINUTE_MS,
  wallOf,
  weekdayName,
  weekdayOf,
} from '../kernel/time.ts'

/** Milliseconds since 1970; ISO 8601 text in what was stored before explanations held numbers. */
export type ToldInstant = number | string

export const msOf = (told: ToldInstant): number => (typeof told === 'number' ? told : Date.parse(told))

/** What is out of the ordinary on a day; `calendar`: by which of the two that it is counted on. */
export type DayNote =
  /** A day that would have been worked. */
  | { kind: 'holiday'; date: LocalDate; name: string; calendar?: string }
  | {
      kind: 'half-day'
      date: LocalDate
      name: string
      openings: readonly { open: LocalTime; close: LocalTime }[]
      calendar?: string
    }
  /** Its first and last day; told once, when it first took a day that would have been worked. */
  | { kind: 'shutdown'; from: LocalDate; to: LocalDate; name: string; calendar?: string }
  | { kind: 'extra-shift'; date: LocalDate; calendar?: string }
  /** The clocks change inside the day's openings, which are longer (+) or shorter (-) by these minutes. */
  | { kind: 'clock-change'; date: LocalDate; minutes: number }

/** Plain values, so that an explanation is stored as it is. */
export type ExplanationStep =
  /** Counting begins at once. */
  | { kind: 'started'; at: ToldInstant }
  | { kind: 'after-cut-off'; at: ToldInstant; cutOff: string; next: ToldInstant }
  | { kind: 'outside-opening'; at: ToldInstant; next: ToldInstant }
  | DayNote
  /** Time that counts. The minutes of all of these are the target, `left` of the last one is 0. */
  | { kind: 'counted'; from: ToldInstant; to: ToldInstant; minutes: number; left: number }
  /** Of two calendars only one was open: this one was closed. Less than the whole stretch: several times, in all. */
  | { kind: 'closed'; from: ToldInstant; to: ToldInstant; calendar: string; minutes: number }
  /** The clock stood still; `minutes` is the working time that therefore did not count. */
  | { kind: 'paused'; from: ToldInstant; to: ToldInstant; why: string; minutes: number }
  /** Business day `number` of `of`. */
  | { kind: 'day'; date: LocalDate; number: number; of: number }
  /** So many calendar days after `from` is `date`. */
  | { kind: 'calendar-days'; from: LocalDate; date: LocalDate; days: number }
  /** The next day of the week that is asked for. */
  | { kind: 'weekday'; date: LocalDate }
  /** The last calendar day, or that weekday, is not worked: the first that is takes its place. */
  | { kind: 'moved'; from: LocalDate; date: LocalDate }
  /** A day that began, opened, or whose deadline fell, while the clock stood still. */
  | { kind: 'day-paused'; date: LocalDate }
  /** So many working days before the delivery is `date`. */
  | { kind: 'before-delivery'; delivery: LocalDate; days: number; date: LocalDate }
  /** The delivery was agreed on when that had passed: the next working day takes its place. */
  | { kind: 'agreed-late'; at: ToldInstant; date: LocalDate }
  /** Its time is counted, for reminders, no sooner. */
  | { kind: 'counts-from'; at: ToldInstant }
  /** The delivery that it stands for was moved by agreement. */
  | { kind: 'promise-moved'; at: ToldInstant; from: LocalDate; to: LocalDate; was: ToldInstant }
  | { kind: 'due'; at: ToldInstant }
  /** A changed calendar moved it. */
  | { kind: 'recounted'; at: ToldInstant; calendar: string; version: number; was: ToldInstant }

export type Explanation = readonly ExplanationStep[]

/** More stretches than this are told as one sum: nobody reads thirty lines. */
const COUNTED_SENTENCES_MAX = 6

/** Plain English, one sentence a step, the due instant first. `place` is the site's town, else the zone's city. */
export function explain(steps: Explanation, zone: string, place: string = cityOf(zone)): string[] {
  const due = steps.findLast(step => step.kind === 'due')
  const sentences = due ? [`Due ${formatInstant(new Date(msOf(due.at)), zone, { place })}.`] : []
  for (const step of shortened(steps)) {
    const sentence = say(step, zone)
    if (sentence !== undefined) sentences.push(sentence)
  }
  return sentences
}

function shortened(steps: Explanation): Explanation {
  const counted = steps.filter(step => step.kind === 'counted')
  const first = counted[0]
  const last = counted.at(-1)
  if (!first || !last || counted.length <= COUNTED_SENTENCES_MAX) return steps
  const minutes = counted.reduce((sum, step) => sum + step.minutes, 0)
  const whole: ExplanationStep = { ...first, to: last.to, minutes, left: 0 }
  return [...steps.filter(step => step.kind !== 'counted'), whole]
}

function say(step: ExplanationStep, zone: string): string | undefined {
  switch (step.kind) {
    case 'started':
      return `Counting began ${wall(step.at, zone)}.`
    case 'after-cut-off':
      return `Began ${wall(step.at, zone)}, after the ${step.cutOff} cut-off: counts from ${wall(step.next, zone)}.`
    case 'outside-opening':
      return `Began ${wall(step.at, zone)}, outside working hours: counts from ${wall(step.next, zone)}.`
    case 'holiday':
      return `${formatDate(step.date)} is a holiday (${step.name})${by(step)}: skipped.`
    case 'half-day': {
      const openings = step.openings.map(({ open, close }) => `${open} to ${close}`).join(', ')
      return `${formatDate(step.date)} is a half day${named(step.name)}${by(step)}: ${openings}.`
    }
    case 'shutdown':
      return `${days(step)} is a shutdown${named(step.name)}${by(step)}: skipped.`
    case 'extra-shift':
      return `${formatDate(step.date)} has an extra shift${by(step)}.`
    case 'clock-change': {
      const change = step.minutes > 0 ? 'longer' : 'shorter'
      return `The clocks change on ${formatDate(step.date)}: its working time is ${formatMinutes(Math.abs(step.minutes))} ${change}.`
    }
    case 'counted': {
      const left = step.left > 0 ? `, ${formatMinutes(step.left)} left` : ''
      return `${stretch(step.from, step.to, zone)}: ${formatMinutes(step.minutes)} counted${left}.`
    }
    case 'closed': {
      const all = step.minutes * MINUTE_MS < msOf(step.to) - msOf(step.from) ? ' in all' : ''
      return `${stretch(step.from, step.to, zone)}: ${formatMinutes(step.minutes)}${all} not counted, "${step.calendar}" is closed.`
    }
    case 'paused':
      return `${stretch(step.from, step.to, zone)}: paused (${step.why}), ${formatMinutes(step.minutes)} of working time not counted.`
    case 'day':
      return `${formatDate(step.date)} is working day ${step.number} of ${step.of}.`
    case 'calendar-days':
      return `${step.days} calendar ${step.days === 1 ? 'day' : 'days'} from ${formatDate(step.from)}: ${formatDate(step.date)}.`
    case 'weekday':
      return `The next ${weekdayName(weekdayOf(step.date))} is ${formatDate(step.date)}.`
    case 'moved':
      return `${formatDate(step.from)} is not worked: moved to ${formatDate(step.date)}, the next working day.`
    case 'day-paused':
      return `${formatDate(step.date)} does not count: the clock was paused.`
    case 'before-delivery':
      return step.days === 0
        ? `Delivery is on ${formatDate(step.delivery)}: due on ${step.date === step.delivery ? 'that day' : `${formatDate(step.date)}, the last working day before it`}.`
        : `Delivery is on ${formatDate(step.delivery)}; ${daysBefore(step.days)} that is ${formatDate(step.date)}.`
    case 'agreed-late':
      return `That had passed when the day was agreed on, ${wall(step.at, zone)}: the next working day is ${formatDate(step.date)}.`
    case 'counts-from':
      return `Its time counts from ${wall(step.at, zone)}; before that nobody is reminded.`
    case 'promise-moved':
      return `Delivery moved by agreement ${wall(step.at, zone)}, from ${formatDate(step.from)} to ${formatDate(step.to)}: was due ${wall(step.was, zone)}.`
    case 'recounted':
      return `Calendar "${step.calendar}" version ${step.version}: counted anew ${wall(step.at, zone)}, was due ${wall(step.was, zone)}.`
    case 'due':
      return undefined
  }
}

/** One line for a list: 'due Tue 24 Nov 10:30 Stuttgart = 4 h of Mon 23 Nov, after the cut-off; Tue 24 Nov holiday skipped'. */
export function explainShort(steps: Explanation, zone: string, place: string = cityOf(zone)): string {
  const due = steps.findLast(step => step.kind === 'due')
  const parts = shortened(steps).flatMap(step => sayShort(step, zone))
  const when = due ? `due ${wall(due.at, zone)} ${place}` : 'not due'
  return parts.length > 0 ? `${when} = ${parts.join('; ')}` : when
}

function sayShort(step: ExplanationStep, zone: string): string[] {
  switch (step.kind) {
    case 'after-cut-off':
      return [`began after the ${step.cutOff} cut-off`]
    case 'outside-opening':
      return ['began outside working hours']
    case 'counted': {
      const days = dayNames(step.from, step.to, zone)
      return [`${formatMinutes(step.minutes)} of ${days}`]
    }
    case 'holiday':
      return [`${formatDate(step.date)} holiday${by(step)} skipped`]
    case 'paused':
      return [`${formatMinutes(step.minutes)} paused`]
    case 'half-day':
      return [`${formatDate(step.date)} half day${by(step)}`]
    case 'shutdown':
      return [`${days(step)} shutdown${by(step)} skipped`]
    case 'day':
      return step.number === step.of ? [`working day ${step.of}`] : []
    case 'calendar-days':
      return [`${step.days} calendar ${step.days === 1 ? 'day' : 'days'} from ${formatDate(step.from)}`]
    case 'moved':
      return [`${formatDate(step.from)} not worked`]
    case 'before-delivery':
      return [
        step.days === 0
          ? `by the delivery of ${formatDate(step.delivery)}`
          : `${daysBefore(step.days)} delivery on ${formatDate(step.delivery)}`,
      ]
    case 'agreed-late':
      return ['agreed after that']
    case 'promise-moved':
      return [`delivery moved, was due ${wall(step.was, zone)}`]
    case 'recounted':
      return [`calendar changed, was due ${wall(step.was, zone)}`]
    case 'started':
    case 'weekday':
    case 'counts-from':
    case 'extra-shift':
    case 'clock-change':
    case 'closed':
    case 'day-paused':
    case 'due':
      return []
  }
}

function dayNames(from: ToldInstant, to: ToldInstant, zone: string): string {
  const first = formatDate(wallOf(new Date(msOf(from)), zone).date)
  const last = formatDate(wallOf(new Date(msOf(to) - 1), zone).date)
  return first === last && msOf(to) - msOf(from) <= DAY_MS * 2 ? first : `${first} to ${last}`
}

const daysBefore = (days: number): string => `${days} working ${days === 1 ? 'day' : 'days'} before`

const by = ({ calendar }: { calendar?: string }): string => (calendar === undefined ? '' : ` by "${calendar}"`)

const named = (name: string): string => (name === '' ? '' : ` (${name})`)

function days({ from, to }: { from: LocalDate; to: LocalDate }): string {
  return from === to ? formatDate(from) : `${formatDate(from)} to ${formatDate(to)}`
}

function wall(at: ToldInstant, zone: string): string {
  const { date, time } = wallOf(new Date(msOf(at)), zone)
  return `${formatDate(date)} ${time}`
}

function stretch(from: ToldInstant, to: ToldInstant, zone: string): string {
  const a = wallOf(new Date(msOf(from)), zone)
  const b = wallOf(new Date(msOf(to)), zone)
  return `${formatDate(a.date)} ${a.time} to ${a.date === b.date ? b.time : `${formatDate(b.date)} ${b.time}`}`
}
