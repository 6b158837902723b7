// Judges a clock's life by what was done to it and by what fired: each step once, never early, none forgotten, none after
// the end, none in a pause, no repeat after it was taken on, none while an answer in time lies unread.
import { type Expected, expectedOf, type Terms } from './expected.ts'
import type { Stretch } from './hours.ts'

/** What was done, with the instants at which it was committed. */
export interface Told {
  name: string
  terms: Terms
  /** `committed`: from then on nothing may fire, until `resumed` is committed. */
  pauses: { from: number; committed: number; to: number | undefined; resumed: number | undefined }[]
  /** Terms as they were when it was let go on; its steps were laid out anew. */
  acknowledged: number | undefined
  ended: { at: number; committed: number; how: 'answered' | 'cancelled' } | undefined
}

export interface FiredStep {
  level: string
  /** By the true clock. */
  at: number
  unread: boolean
}

/** An interchange of the relationship, by when it was there and when it was read. */
export interface Unread {
  received: number
  there: number
  read: number
}

const MINUTE = 60_000
const WAIT = 15 * MINUTE
/** Crashes, restarts, a frozen worker, a lost queue: each costs less than this. */
const SLACK = 5 * MINUTE
/** What ends or begins in the same moment may have come first. */
const SAME = 1_000

interface Judged {
  told: Told
  fired: readonly FiredStep[]
  unread: readonly Unread[]
  state: string
  /** Until when it is judged. */
  until: number
  complain: (what: string) => void
}

/** Says everything that is wrong. */
export function judge(
  told: Told,
  fired: readonly FiredStep[],
  unread: readonly Unread[],
  state: string,
  until: number,
): string[] {
  const wrong: string[] = []
  const complain = (what: string) => void wrong.push(`${told.name}: ${what}`)
  const judged = { told, fired, unread, state, until, complain }
  const levels = fired.map(({ level }) => level)
  if (new Set(levels).size < levels.length) complain(`fired twice: ${levels.join(' ')}`)
  for (const step of fired) judgeOne(judged, step)
  judgeMissing(judged)
  judgeState(judged)
  return wrong
}

/** The pauses that were over, or begun, by then. */
function pausesBy({ told }: Judged, at: number): Stretch[] {
  return told.pauses.flatMap(({ from, to, resumed }) =>
    to !== undefined && resumed !== undefined && resumed <= at ? [{ from, to }] : [],
  )
}

function judgeOne(judged: Judged, step: FiredStep): void {
  const { told, complain, unread } = judged
  const expected = expectedOf(told.terms, pausesBy(judged, step.at))
  const instant = instantOf(judged, expected, step.level)
  const say = (what: string) =>
    complain(`${step.level} ${what}, at ${iso(step.at)}${instant === undefined ? '' : `, due ${iso(instant)}`}`)
  if (instant === undefined) {
    say('is no step of it')
    return
  }
  if (step.at < instant - 2) say(`fired ${instant - step.at} ms early`)
  if (told.ended && step.at > told.ended.committed) say(`fired after it was ${told.ended.how}`)
  if (told.acknowledged !== undefined && step.level.startsWith('repeat') && step.at > told.acknowledged)
    say('was repeated though taken on')
  for (const pause of told.pauses)
    if (step.at > pause.committed && step.at < (pause.to ?? Number.POSITIVE_INFINITY)) say('fired in a pause')
  const waiting = unread.some(
    ({ received, there, read }) => received <= expected.due && there < step.at - SAME && read > step.at + SAME,
  )
  if (waiting && step.at < instant + WAIT) say('fired though an answer may lie unread')
  if (waiting !== step.unread && !nearly(judged, step))
    say(`says ${step.unread ? '' : 'not '}that an answer lies unread`)
}

/** Something was received or read in the very moment in which it fired. */
const nearly = ({ unread }: Judged, { at }: FiredStep) =>
  unread.some(({ there, read, received }) => [there, read, received].some(each => Math.abs(each - at) <= SAME * 2))

/** Of a repeat without end: so long after the one before, counted from when that fired where its own time was over. */
function instantOf({ told, fired }: Judged, expected: Expected, level: string): number | undefined {
  const laid = expected.steps.get(level)
  if (laid !== undefined || !level.startsWith('repeat-') || told.terms.repeatMax !== null) return laid
  let at = expected.steps.get('repeat-1') ?? Number.POSITIVE_INFINITY
  const last = Number(level.slice('repeat-'.length))
  for (let n = 1; n < last; n++) {
    const before = fired.find(each => each.level === `repeat-${n}`)
    if (!before) return undefined
    at = following(told.terms, at, before.at)
  }
  return at
}

function following({ hours, repeatEvery }: Terms, instant: number, firedAt: number): number {
  const next = hours.after(instant, repeatEvery * MINUTE)
  return next > firedAt ? next : hours.after(firedAt, repeatEvery * MINUTE)
}

function judgeMissing(judged: Judged): void {
  const { told, fired, until, complain } = judged
  const paused = told.pauses.find(({ resumed }) => resumed === undefined)
  const end = Math.min(until, told.ended?.committed ?? until, paused?.committed ?? until)
  const expected = expectedOf(told.terms, pausesBy(judged, end))
  const has = new Set(fired.map(({ level }) => level))
  const wanted = [...expected.steps.keys()]
  const repeats = fired.filter(({ level }) => level.startsWith('repeat-')).length
  if (told.terms.repeatMax === null && told.terms.kind !== 'acknowledgment') wanted.push(`repeat-${repeats + 1}`)
  for (const level of wanted) {
    if (has.has(level)) continue
    if (level.startsWith('repeat-') && told.acknowledged !== undefined) continue
    const instant = instantOf(judged, expected, level)
    if (instant === undefined || instant + patience(judged, instant, expected.due) >= end) continue
    complain(`${level} was forgotten, due ${iso(instant)}, not fired by ${iso(end)}`)
  }
}

/** Longer where something lay unread that may have been the answer. */
function patience({ unread }: Judged, instant: number, due: number): number {
  const waited = unread.some(
    ({ received, there, read }) => received <= due && there <= instant + WAIT + SLACK && read >= instant - SAME,
  )
  return waited ? 2 * WAIT + SLACK : SLACK
}

function judgeState(judged: Judged): void {
  const { told, state, complain } = judged
  const { ended } = told
  if (!ended) return
  const { due } = expectedOf(told.terms, pausesBy(judged, ended.committed))
  const paused = told.pauses.find(({ resumed }) => resumed === undefined)
  // While it stands still no deadline passes.
  const inTime = paused ? paused.from <= due : ended.at <= due
  const right = ended.how === 'cancelled' ? 'cancelled' : inTime ? 'met' : 'met-late'
  if (state !== right) complain(`is ${state} and should be ${right}: ended ${iso(ended.at)}, due ${iso(due)}`)
}

const iso = (ms: number) => new Date(ms).toISOString()
