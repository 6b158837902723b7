// What stands on a drawn day and where: marks at their instants, and when the clock stood still. For a page that ticks. Pure.
import type { ClockDetail, DrawnDay } from './api.ts'

export interface Mark {
  is: 'began' | 'cut-off' | 'fired' | 'coming' | 'due' | 'stopped'
  /** Milliseconds since 1970. */
  at: number
  /** Of a step. */
  level: string
}

export type Marked = Pick<ClockDetail, 'startedAt' | 'cutOff' | 'dueAt' | 'stoppedAt' | 'fired' | 'coming'>

/** In order of time. */
export function marksOf({ startedAt, cutOff, dueAt, stoppedAt, fired, coming }: Marked): Mark[] {
  const mark = (is: Mark['is'], at: string | null, level = ''): Mark[] =>
    at === null ? [] : [{ is, at: Date.parse(at), level }]
  return [
    ...mark('cut-off', cutOff),
    ...mark('began', startedAt),
    ...mark('due', dueAt),
    ...fired.flatMap(({ firedAt, level }) => mark('fired', firedAt, level)),
    ...coming.flatMap(({ at, level }) => mark('coming', at, level)),
    ...mark('stopped', stoppedAt),
  ].toSorted((a, b) => a.at - b.at)
}

type Day = Pick<DrawnDay, 'from' | 'to'>

export const isIn = ({ from, to }: Day, ms: number): boolean => ms >= Date.parse(from) && ms < Date.parse(to)

/** What is due at midnight is due on the day that ends then; what happens then, on the one that begins. */
export const isOn = (day: Day, { is, at }: Mark): boolean => isIn(day, is === 'due' || is === 'coming' ? at - 1 : at)

/** Where an instant stands in its day, which may have 23 or 25 hours: 0 to 1. */
export function placeIn({ from, to }: Day, ms: number): number {
  const begin = Date.parse(from)
  return (ms - begin) / (Date.parse(to) - begin)
}

/** Steps that are nearer to each other than this are drawn beside each other. */
const BESIDE_MS = 15 * 60_000

/** How many steps of the same day stand before it, almost at its instant. */
export function besides(marks: readonly Mark[], mark: Mark): number {
  const isStep = ({ is }: Mark) => is === 'fired' || is === 'coming'
  const before = marks.slice(0, marks.indexOf(mark))
  return isStep(mark) ? before.filter(each => isStep(each) && mark.at - each.at < BESIDE_MS).length : 0
}

export interface Stretch {
  from: number
  to: number
  /** It is not over. */
  lasts: boolean
}

/** When it stood still on the day, until it stopped, or now. */
export function pausesOn(
  day: Day,
  { pauses, stoppedAt }: Pick<ClockDetail, 'pauses' | 'stoppedAt'>,
  nowMs: number,
): Stretch[] {
  const until = stoppedAt === null ? nowMs : Date.parse(stoppedAt)
  return pauses
    .map(({ from, to }) => ({
      from: Math.max(Date.parse(from), Date.parse(day.from)),
      to: Math.min(to === null ? until : Date.parse(to), Date.parse(day.to)),
      lasts: to === null && stoppedAt === null && isIn(day, nowMs),
    }))
    .filter(({ from, to }) => to > from)
}

/** Those of the days that a page shows: the ones ahead once they have begun. */
export const daysUntil = ({ days, ahead }: Pick<ClockDetail, 'days' | 'ahead'>, nowMs: number): DrawnDay[] => [
  ...days,
  ...ahead.filter(({ from }) => Date.parse(from) <= nowMs),
]
