// Which clock stands for which delivery of an order, and what becomes of each after a word on its lines or on what is on
// its way: decision 021, for the oracle. Shares no code with the engine.
import { expectedOf } from './expected.ts'
import type { Terms } from './terms.ts'
import { begun, pausesBy, type Told, termsNow } from './told.ts'

/** An order whose deliveries are agreed. */
export interface Deal {
  lines: Line[]
  shipments: Shipment[]
  /** What is still to be done with it. */
  deeds: number
}

export interface Line {
  id: string
  number: number
  /** By their days. Empty once it is cancelled. */
  deliveries: { day: string; pieces: number }[]
}

/** A ship notice that stands. */
export interface Shipment {
  id: string
  line: number
  pieces: number
  received: number
}

export interface Word {
  at: number
  committed: number
  /** Of which lines it speaks; undefined: of what is on its way. */
  lines: readonly number[] | undefined
  /** What begins now is timed by; undefined where nothing is agreed. */
  termsFor: (day: string) => Terms | undefined
  /** The same clock, for another day. */
  movedTo: (terms: Terms, day: string) => Terms
  /** What the clock of a round is at after this: where two things happened in one moment, it says which came first. */
  stateOf: (round: number) => string
}

interface Asked {
  name: string
  told: Told[]
}

/** Lateness is judged anew by whoever holds the clock: for so long either may come first. */
const HELD = 40_000

export function afterWord(asked: Asked, deal: Deal, word: Word): void {
  for (const line of deal.lines) afterWordOn(line, { asked, deal, word })
}

function afterWordOn(line: Line, { asked, deal, word }: { asked: Asked; deal: Deal; word: Word }): void {
  const own = asked.told.filter(told => told.line === line.number && told.ended?.how !== 'cancelled')
  const without = new Set(own.filter(({ ended }) => !ended))
  const untimed: string[] = []
  for (const { day, filled } of filledOf(line, deal.shipments)) {
    const itsOwn = own.filter(told => dayOf(told) === day)
    const waiting = itsOwn.findLast(({ ended }) => !ended)
    const answered = itsOwn.findLast(({ ended }) => ended)
    if (waiting) without.delete(waiting)
    // That less is wanted now makes nobody punctual.
    if (waiting && filled !== undefined && word.lines && isLate(asked, waiting, word))
      end(waiting, 'cancelled', word.at, word)
    else if (waiting && filled !== undefined) end(waiting, 'answered', filled, word)
    else if (!waiting && answered && !word.lines) restate(asked, answered, filled, word)
    else if (!waiting && filled === undefined) untimed.push(day)
  }
  const fresh: string[] = []
  for (const told of [...without].toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1))) {
    const day = untimed.shift()
    if (day !== undefined && !isLate(asked, told, word) && reaches(told, day, word)) move(told, day, word)
    else {
      end(told, 'cancelled', word.at, word)
      if (day !== undefined) fresh.push(day)
    }
  }
  const begins = word.lines ? word.lines.includes(line.number) : own.length > 0
  for (const day of begins ? [...fresh, ...untimed] : []) begin(asked, line.number, day, word)
}

const dayOf = (told: Told): string => termsNow(told).delivery?.day ?? ''

/** What left first serves what is to arrive first; when each delivery was filled, if it is. */
function filledOf({ number, deliveries }: Line, shipments: readonly Shipment[]) {
  const left = shipments.filter(({ line }) => line === number).toSorted((a, b) => a.received - b.received)
  const instants = left.flatMap(({ pieces, received }) => Array.from({ length: pieces }, () => received))
  let upTo = 0
  return deliveries.map(({ day, pieces }) => {
    upTo += pieces
    return { day, filled: instants[upTo - 1] }
  })
}

function begin({ name, told }: Asked, line: number, day: string, word: Word): void {
  const terms = word.termsFor(day)
  if (terms) told.push({ ...begun(`${name} round ${told.length + 1}, line ${line}`, terms.start, terms), line })
}

function end(told: Told, how: 'answered' | 'cancelled', at: number, { committed }: Word): void {
  told.ended = { at, committed, how }
}

/** By what it is timed by it can be said when it is due for that day. */
const reaches = (told: Told, day: string, { movedTo }: Word): boolean =>
  Number.isFinite(expectedOf(movedTo(termsNow(told), day), []).due)

function move(told: Told, day: string, { at, committed, movedTo }: Word): void {
  const terms = movedTo(termsNow(told), day)
  told.terms.push({ from: at, committed, terms })
  told.moves.push({ at, committed, terms })
  // Nobody has seen the new day.
  for (const hush of told.hushes) if (hush.why === 'seen') hush.to ??= committed
}

/** What is late, or excused for that, is not moved; what stands still is not late. */
function isLate({ told: all }: Asked, told: Told, { at, stateOf }: Word): boolean {
  if (told.excuses.some(({ to }) => to === undefined)) return true
  if (told.pauses.some(({ resumed }) => resumed === undefined)) return false
  const { due } = expectedOf(termsNow(told), pausesBy(told, at))
  if (at > due - HELD && at <= due) return stateOf(all.indexOf(told) + 1).startsWith('cancelled')
  return at > due
}

/** What answered it was taken back, or another notice is now the one that filled its delivery. */
function restate({ told: all }: Asked, told: Told, filled: number | undefined, word: Word): void {
  const { ended } = told
  if (!ended || ended.at === filled) return
  const { due } = expectedOf(termsNow(told), pausesBy(told, ended.committed))
  const wasInTime = ended.at <= due
  // In time there is nothing to excuse or to dispute; answered, nobody has it on any more. Seen it stays.
  for (const hush of told.hushes)
    if (hush.why === 'taken-on' || (hush.why === 'disputed' && wasInTime)) hush.to ??= ended.committed
  if (wasInTime) for (const excuse of told.excuses) excuse.to ??= ended.committed
  told.answered.push({ from: ended.committed, to: word.at })
  told.ended = undefined
  if (filled !== undefined) end(told, 'answered', filled, word)
  // As an answer that lay here had it excused by itself meanwhile.
  else if (word.stateOf(all.indexOf(told) + 1) === 'excused' && told.excuses.every(({ to }) => to !== undefined))
    told.excuses.push({ from: ended.committed, to: undefined })
}
