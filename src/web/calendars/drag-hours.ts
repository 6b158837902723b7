// What dragging over a day does to its hours: opened, moved, made longer or shorter, always in quarters of an hour. Pure.
import { minutesOf } from '../../kernel/time.ts'

export interface Opening {
  open: string
  close: string
}

/** What people set hours in; the typed fields take any minute. */
export const STEP_MINUTES = 15
const DAY_MINUTES = 1440
export const OPENINGS_MAX = 8

/** Hours of one day as they are drawn: what goes on past midnight to the day's end. */
export interface Block {
  /** Its place among the openings. */
  at: number
  from: number
  to: number
  overnight: boolean
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)

/** Those that can be read, in the order of the day. */
export const blocksOf = (openings: readonly Opening[]): Block[] =>
  openings
    .flatMap(({ open, close }, at) => {
      if (!isTime(open) || !isTime(close)) return []
      const overnight = close <= open
      return [{ at, from: minutesOf(open), to: overnight ? DAY_MINUTES : minutesOf(close), overnight }]
    })
    .toSorted((a, b) => a.from - b.from)

export const snapped = (minute: number): number =>
  Math.min(DAY_MINUTES, Math.max(0, Math.round(minute / STEP_MINUTES) * STEP_MINUTES))

export function timeOf(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60]
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Hours over which one dragged are open, in one piece with those that they reach; nothing where none were. */
export function opened(openings: readonly Opening[], a: number, b: number): Opening[] {
  let [from, to] = [Math.min(a, b), Math.max(a, b)]
  if (to - from < STEP_MINUTES) return [...openings]
  const reached = blocksOf(openings).filter(block => block.from <= to && block.to >= from)
  const night = reached.find(({ overnight }) => overnight)
  from = Math.min(from, ...reached.map(block => block.from))
  to = Math.max(to, ...reached.map(block => block.to))
  const close = night ? openings[night.at]?.close : undefined
  const rest = openings.filter((_, at) => reached.every(block => block.at !== at))
  if (rest.length >= OPENINGS_MAX) return [...openings]
  const whole = { open: timeOf(from), close: close ?? timeOf(to) }
  const place = rest.findIndex(({ open }) => isTime(open) && minutesOf(open) > from)
  return place < 0 ? [...rest, whole] : rest.toSpliced(place, 0, whole)
}

/** As far as its neighbours and the day leave room. What goes on past midnight keeps its length. */
export function moved(openings: readonly Opening[], at: number, by: number): Opening[] {
  const { block, before, after } = around(openings, at)
  const opening = openings[at]
  if (!block || !opening) return [...openings]
  const room = block.overnight ? DAY_MINUTES - STEP_MINUTES - block.from : after - block.to
  const shift = Math.max(before - block.from, Math.min(room, by))
  const end = minutesOf(opening.close) + shift
  const to = block.overnight ? (end + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES : end
  return replaced(openings, at, { open: timeOf(block.from + shift), close: timeOf(to) })
}

/** An edge to another minute. What goes on past midnight ends on the next day: its end is typed. */
export function resized(openings: readonly Opening[], at: number, edge: 'from' | 'to', minute: number): Opening[] {
  const { block, before, after } = around(openings, at)
  const opening = openings[at]
  if (!block || !opening || (edge === 'to' && block.overnight)) return [...openings]
  if (edge === 'to')
    return replaced(openings, at, {
      ...opening,
      close: timeOf(Math.min(after, Math.max(block.from + STEP_MINUTES, minute))),
    })
  return replaced(openings, at, {
    ...opening,
    open: timeOf(Math.max(before, Math.min(block.to - STEP_MINUTES, minute))),
  })
}

/** Where the day's other hours end before it, and begin after it. */
function around(openings: readonly Opening[], at: number) {
  const blocks = blocksOf(openings)
  const place = blocks.findIndex(block => block.at === at)
  return { block: blocks[place], before: blocks[place - 1]?.to ?? 0, after: blocks[place + 1]?.from ?? DAY_MINUTES }
}

const replaced = (openings: readonly Opening[], at: number, opening: Opening): Opening[] =>
  openings.map((each, i) => (i === at ? opening : each))
