// Judges a clock's life by what was done to it and by what fired: each step once, never early, none forgotten, none after
// the end, none in a pause or while it is excused, no repeat after it was taken on, none while an answer in time lies unread.
import { asLaidOut, givenBy } from './anew.ts'
import { type Expected, expectedOf } from './expected.ts'
import type { Stretch } from './hours.ts'
import { hoursOf, type Terms } from './terms.ts'
import { type FiredStep, pausesBy, type Told, termsAt, termsNow, type Unread } from './told.ts'

const MINUTE = 60_000
const WAIT = 15 * MINUTE
/** Crashes, restarts, a frozen worker, a lost queue: each costs less than this. */
const SLACK = 5 * MINUTE
/** A worker that stands still in the midst of firing has looked at the clock so long before. */
const FROZEN = 40_000
/** What ends or begins in the same moment may have come first. */
const SAME = 1_000

export interface Judged {
  told: Told
  fired: readonly FiredStep[]
  /** What may have held its answer. */
  unread: readonly Unread[]
  state: string
  /** Until when it is judged. */
  until: number
}

type Complain = (what: string) => void

/** Says everything that is wrong. */
export function judge(judged: Judged): string[] {
  const { told, fired } = judged
  const wrong: string[] = []
  const complain = (what: string) => void wrong.push(`${told.name}: ${what}`)
  const levels = fired.map(({ level }) => level)
  if (new Set(levels).size < levels.length) complain(`fired twice: ${levels.join(' ')}`)
  for (const step of asLaidOut(told, fired)) for (const what of wrongWith(judged, step)) complain(what)
  judgeMissing(judged, complain)
  judgeState(judged, complain)
  return wrong
}

/** By what it was timed by then; around a change by either. */
function wrongWith(judged: Judged, step: FiredStep): string[] {
  const each = termsAt(judged.told, step.at, SAME).map(terms => wrongUnder(judged, step, terms))
  return each.find(wrong => wrong.length === 0) ?? each.at(-1) ?? ['fired though nothing timed it']
}

function wrongUnder(judged: Judged, step: FiredStep, terms: Terms): string[] {
  const { told } = judged
  const expected = expectedOf(terms, pausesBy(told, step.at))
  const instant = instantOf(judged, terms, { expected, level: step.level, ahead: FROZEN })
  if (instant === undefined) return [`${step.level} is no step of it, at ${iso(step.at)}`]
  const wrong: string[] = []
  if (step.at < instant - 2) wrong.push(`fired ${instant - step.at} ms early`)
  if (told.ended && step.at > told.ended.committed) wrong.push(`fired after it was ${told.ended.how}`)
  if (told.answered.some(stretch => isWithin(stretch, step.at))) wrong.push('fired though it was answered')
  if (told.hushes.some(hush => isHushed(hush, step.level, terms) && isWithin(hush, step.at)))
    wrong.push('was repeated though taken on, disputed or seen')
  if (told.excuses.some(excuse => isWithin(excuse, step.at))) wrong.push('fired though the breach is excused')
  if (told.pauses.some(({ committed, to }) => isWithin({ from: committed, to }, step.at)))
    wrong.push('fired in a pause')
  wrong.push(...wrongAboutUnread(judged, step, instant, expected.due))
  return wrong.map(what => `${step.level} ${what}, at ${iso(step.at)}, due ${iso(instant)}`)
}

const isWithin = ({ from, to = Number.POSITIVE_INFINITY }: { from: number; to: number | undefined }, at: number) =>
  from < at && at < to

const isHushed = ({ why }: Told['hushes'][number], level: string, { repeat }: Terms) =>
  level.startsWith('repeat-') && (why === 'taken-on' || repeat?.toSupplier === true)

function wrongAboutUnread({ unread }: Judged, step: FiredStep, instant: number, due: number): string[] {
  const waiting = unread.some(
    ({ received, there, read }) => received <= due && there < step.at - SAME && read > step.at + SAME,
  )
  const wrong = waiting && step.at < instant + WAIT ? ['fired though an answer may lie unread'] : []
  // Something was received or read in the very moment in which it fired.
  const nearly = unread.some(({ there, read, received }) =>
    [there, read, received].some(each => Math.abs(each - step.at) <= SAME * 2),
  )
  if (waiting !== step.unread && !nearly) wrong.push(`says ${step.unread ? '' : 'not '}that an answer lies unread`)
  return wrong
}

interface Asked {
  expected: Expected
  level: string
  /** So long before a step fired somebody may have looked at the clock. */
  ahead: number
}

/** Of a repeat without end: so long after the one before, counted from when that fired where its own time was over. */
function instantOf({ fired }: Judged, terms: Terms, { expected, level, ahead }: Asked): number | undefined {
  const laid = expected.steps.get(level)
  if (laid !== undefined || !level.startsWith('repeat-') || terms.repeat?.times !== null) return laid
  let at = expected.steps.get('repeat-1') ?? Number.POSITIVE_INFINITY
  const last = Number(level.slice('repeat-'.length))
  for (let n = 1; n < last; n++) {
    const before = fired.find(each => each.level === `repeat-${n}`)
    if (!before) return undefined
    at = following(terms, terms.repeat.minutes * MINUTE, at, { firedAt: before.at, ahead })
  }
  return at
}

function following(
  terms: Terms,
  every: number,
  instant: number,
  { firedAt, ahead }: { firedAt: number; ahead: number },
): number {
  const hours = hoursOf(terms)
  const next = hours.after(instant, every)
  return next > firedAt ? next : hours.after(Math.max(instant, firedAt - ahead), every)
}

function judgeMissing(judged: Judged, complain: Complain): void {
  const { told, fired, until } = judged
  const paused = told.pauses.find(({ resumed }) => resumed === undefined)
  const excused = told.excuses.find(({ to }) => to === undefined)
  const end = Math.min(
    until,
    ...[told.ended?.committed, paused?.committed, excused?.from].filter(each => each !== undefined),
  )
  const terms = termsNow(told)
  const expected = expectedOf(terms, pausesBy(told, end))
  const has = new Set(givenBy(told, fired))
  const wanted = [...expected.steps.keys()]
  const repeats = fired.filter(({ level }) => level.startsWith('repeat-')).length
  if (terms.repeat?.times === null) wanted.push(`repeat-${repeats + 1}`)
  // Put back on its ladder, or laid out anew, it takes up from then on what had come due before.
  const goesOn = [
    ...[...told.excuses, ...told.answered].map(({ to }) => to),
    told.terms.at(-1)?.committed,
    ...told.pauses.map(each => each.resumed),
  ]
  for (const level of wanted) {
    if (has.has(level)) continue
    const hushes = told.hushes.filter(hush => isHushed(hush, level, terms))
    if (hushes.some(({ to }) => to === undefined)) continue
    // Seconds of what was counted may lie behind a weekend: forgotten is what is late by the latest that is right.
    const instant = instantOf(judged, terms, { expected, level, ahead: 0 })
    if (instant === undefined) continue
    const from = Math.max(instant, ...[...goesOn, ...hushes.map(({ to }) => to)].filter(each => each !== undefined))
    if (from + patience(judged, from, expected.due) >= end) continue
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

function judgeState(judged: Judged, complain: Complain): void {
  const { told, state } = judged
  const { ended } = told
  if (!ended) return
  const paused = told.pauses.find(({ resumed }) => resumed === undefined)
  const right = termsAt(told, ended.committed, SAME).flatMap(terms => {
    const { due } = expectedOf(terms, pausesBy(told, ended.committed))
    // While it stands still no deadline passes.
    const inTime = paused ? paused.from <= due : ended.at <= due
    const good = ended.how === 'cancelled' ? 'cancelled' : 'met'
    // Whether what is asked no more was late by then, the database's clock says while the clock is held.
    const isOnTheDot = ended.how === 'cancelled' && inTime && !paused && ended.committed > due
    const late = inTime && !isOnTheDot ? [] : onceLate(judged, ended, { from: terms.start, to: due })
    return [...(inTime ? [good] : []), ...late].map(each => ({ state: each, due }))
  })
  if (right.some(each => each.state === state)) return
  const last = right.at(-1)
  complain(`is ${state} and should be ${last?.state}: ended ${iso(ended.at)}, due ${iso(last?.due ?? 0)}`)
}

/**
 * What becomes of one that ended late. An answer that had come in time lay here, and was applied after all: it makes met what
 * was asked no more meanwhile (016), and excuses what was answered late another way (012), as soon as that is weighed. A ship
 * notice speaks of some lines: one that came in time and fills a delivery of them answered it, so that it excuses only what
 * was asked no more.
 */
function onceLate({ told, until }: Judged, { how, at, committed }: Ended, { from, to: due }: Stretch): string[] {
  const { line } = told
  // A ship notice may have been applied, for another delivery, before one that came before that was.
  const lay = told.documents.filter(({ received, applied, notice }) =>
    line === undefined
      ? received <= due && applied > committed
      : received <= due && applied > at && how === 'cancelled' && notice?.lines.includes(line),
  )
  if (how === 'cancelled' && line === undefined && lay.length > 0) return ['met']
  if (told.excuses.some(({ to }) => to === undefined)) return ['excused']
  const excusing = lay.filter(({ received }) => received >= from)
  const late = how === 'cancelled' ? 'cancelled-late' : 'met-late'
  if (excusing.length === 0) return [late]
  const isWeighed = excusing.some(
    ({ applied, notice }) => !notice?.isBack && Math.max(applied, committed) + SLACK < until,
  )
  return isWeighed ? ['excused'] : [late, 'excused']
}

type Ended = NonNullable<Told['ended']>

const iso = (ms: number) => new Date(ms).toISOString()
