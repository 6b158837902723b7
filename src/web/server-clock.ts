// What time it is at the server: countdowns tick by its clock, not by the wrong one of a phone.

/** Half-open bounds of (server time − local time), narrowed by every answer that carries a time. */
export interface Bounds {
  low: number
  high: number
}

/**
 * Narrows the bounds by one answer. A `Date` header is cut to whole seconds, so the true instant lies within
 * [stamp, stamp + resolution) and was taken somewhere between sending and hearing.
 */
export function narrow(
  known: Bounds | undefined,
  stampMs: number,
  resolutionMs: number,
  sentMs: number,
  heardMs: number,
): Bounds {
  const fresh = { low: stampMs - heardMs, high: stampMs + resolutionMs - sentMs }
  if (!known) return fresh
  const both = { low: Math.max(known.low, fresh.low), high: Math.min(known.high, fresh.high) }
  // Bounds that contradict each other mean a clock was set: believe the newest.
  return both.low > both.high ? fresh : both
}

/** A beat that was longer under way would be a line that counts as cut. */
const beatTravelMsMax = 2_000

/** Local time here is `performance.now()`: it never jumps when somebody sets the clock of the machine. */
class ServerClock {
  #bounds: Bounds | undefined

  /** Takes a `Date` header (`Mon, 23 Nov 2026 …`) or an ISO instant with milliseconds. */
  learn(stamp: string | null, sentMs: number, heardMs: number): void {
    if (!stamp) return
    const at = Date.parse(stamp)
    if (Number.isNaN(at)) return
    const exact = /\.\d{3}/.test(stamp)
    this.#bounds = narrow(this.#bounds, at, exact ? 1 : 1000, sentMs, heardMs)
  }

  /** Takes the instant of a live beat: it was sent before it was heard, and not long before. */
  learnBeat(stamp: string, heardMs: number): void {
    const at = Date.parse(stamp)
    if (!Number.isNaN(at)) this.#bounds = narrow(this.#bounds, at, 1, heardMs - beatTravelMsMax, heardMs)
  }

  /** Milliseconds since the epoch by the server's clock; the device's own clock until the server has been heard. */
  now(): number {
    const bounds = this.#bounds
    return bounds ? performance.now() + (bounds.low + bounds.high) / 2 : Date.now()
  }
}

export const serverClock = new ServerClock()
