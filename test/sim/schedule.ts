// Simulated time: what happens next is the earliest of what has been put down, and nothing happens in between.
import { type Random, randomOf } from '../fuzz/random.ts'

interface Event {
  at: number
  turn: number
  act: () => void
}

export class Schedule {
  now: number
  readonly #heap: Event[] = []
  #turn = 0
  constructor(start: number) {
    this.now = start
  }

  /** At this instant, or now when it has passed. */
  at(at: number, act: () => void): void {
    const event = { at: Math.max(at, this.now), turn: this.#turn++, act }
    const heap = this.#heap
    let place = heap.push(event) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!isBefore(event, heap[above] as Event)) break
      heap[place] = heap[above] as Event
      place = above
    }
    heap[place] = event
  }

  in(ms: number, act: () => void): void {
    this.at(this.now + ms, act)
  }

  sleep(ms: number): Promise<void> {
    return new Promise(resolve => this.in(ms, resolve))
  }

  /** The earliest that is put down for no later than this. */
  take(until: number): Event | undefined {
    const heap = this.#heap
    const [first] = heap
    if (!first || first.at > until) return undefined
    const last = heap.pop() as Event
    if (heap.length > 0) sink(heap, last)
    return first
  }
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.turn < b.turn)

function sink(heap: Event[], event: Event): void {
  let place = 0
  for (;;) {
    let below = 2 * place + 1
    const other = heap[below + 1]
    if (other && isBefore(other, heap[below] as Event)) below++
    const least = heap[below]
    if (!least || isBefore(event, least)) break
    heap[place] = least
    place = below
  }
  heap[place] = event
}

/**
 * Gives the product's code the simulation's chance, ids and intervals for as long as `act` takes. They are the process's
 * own globals: that is what the code, and the packages that it calls, ask.
 */
export async function withChance<T>(seed: number, schedule: Schedule, act: () => Promise<T>): Promise<T> {
  const random = randomOf(seed, 7)
  const before = {
    random: Math.random,
    now: Date.now,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  }
  const bytes = crypto.getRandomValues
  Math.random = () => random.int(2 ** 32) / 2 ** 32
  Date.now = () => schedule.now
  crypto.getRandomValues = array => fill(array, random)
  const intervals = intervalsOn(schedule)
  Object.assign(globalThis, intervals)
  try {
    return await act()
  } finally {
    Object.assign(globalThis, { setInterval: before.setInterval, clearInterval: before.clearInterval })
    Object.assign(Math, { random: before.random })
    Object.assign(Date, { now: before.now })
    crypto.getRandomValues = bytes
  }
}

function fill<T extends ArrayBufferView | null>(array: T, random: Random): T {
  if (array instanceof Uint8Array) for (let i = 0; i < array.length; i++) array[i] = random.int(256)
  return array
}

/** An interval of a process that has died is never cleared: it ends after a day. */
function intervalsOn(schedule: Schedule) {
  const alive = new Set<object>()
  return {
    setInterval: (act: () => void, ms: number) => {
      const handle = {}
      const end = schedule.now + 86_400_000
      alive.add(handle)
      const tick = () => {
        if (!alive.has(handle) || schedule.now > end) return void alive.delete(handle)
        act()
        schedule.in(ms, tick)
      }
      schedule.in(ms, tick)
      return handle
    },
    clearInterval: (handle: object) => void alive.delete(handle),
  }
}
