// The live connection: what it last heard, when it counts as cut, when it tries again. Time and sockets come in from outside.

export interface Change {
  org: string
  n: number
  type: string
  subject: { kind: string; id: string }
  at: string
}

export type LiveState = { at: 'connecting' } | { at: 'online' } | { at: 'cut'; sinceMs: number }

/** The little of WebSocket that is used here. */
export interface Wire {
  send(text: string): void
  close(): void
}

export interface WireEvents {
  open(): void
  heard(text: string): void
  closed(code: number): void
}

export interface LiveOptions {
  /** Numbers known already, per organization: all that the page has fetched is at least so new. */
  heads: Readonly<Record<string, number>>
  dial(events: WireEvents): Wire
  nowMs(): number
  /** Between 0 and 1. */
  chance(): number
  /** Runs once after `ms`; answers how to call it off. */
  after(ms: number, run: () => void): () => void
  onState(state: LiveState): void
  onChange(change: Change): void
  /** More was missed than the server will replay: everything shown may be old. */
  onResync(): void
  /** The session is over, or acts for another organization now (4401): reconnecting as we are would not help. */
  onSignedOut(): void
  /** The server said what time it is, as ISO text. */
  onTime(now: string): void
}

/** The server beats every 4 s. Silence after which we ask "are you there?", and after which the line counts as cut. The banner is owed within 12 s of a cut. */
export const pingAfterMs = 5_000
export const cutAfterMs = 10_000
const retryFirstMs = 300
const retryLongestMs = 10_000
/** Close code of a socket whose session ended. */
const signedOut = 4401

/** Wait before the next attempt: doubling, with full jitter so that a restarted server is not met by all at once. */
export function retryDelayMs(attempt: number, chance: number): number {
  const ceiling = Math.min(retryLongestMs, retryFirstMs * 2 ** Math.min(attempt, 10))
  return Math.round(ceiling * (0.25 + 0.75 * chance))
}

export class LiveSocket {
  readonly #options: LiveOptions
  /** Last number heard, per organization. What a reconnect asks to be caught up from. */
  readonly #heads: Map<string, number>
  #wire: Wire | undefined
  /** Grows with each dial, so that the last words of an old wire are not taken for those of the new one. */
  #generation = 0
  #heardMs = 0
  #attempt = 0
  #stopped = false
  #state: LiveState = { at: 'connecting' }
  #callOff: () => void = () => undefined

  constructor(options: LiveOptions) {
    this.#options = options
    this.#heads = new Map(Object.entries(options.heads))
  }

  start(): void {
    this.#stopped = false
    this.#dial()
  }

  stop(): void {
    this.#stopped = true
    this.#hangUp()
  }

  /** Something suggests that the network changed (device woke, `online` event): look now instead of at the next tick. */
  nudge(): void {
    if (this.#stopped) return
    if (this.#state.at === 'online') this.#wire?.send('{"ping":true}')
    else this.#dial()
  }

  #hangUp(): void {
    this.#generation++
    this.#callOff()
    this.#wire?.close()
    this.#wire = undefined
  }

  #dial(): void {
    this.#hangUp()
    const generation = this.#generation
    const mine = (run: () => void) => () => {
      if (generation === this.#generation && !this.#stopped) run()
    }
    this.#heardMs = this.#options.nowMs()
    this.#wire = this.#options.dial({
      open: mine(() => {
        this.#heardMs = this.#options.nowMs()
        this.#wire?.send(JSON.stringify({ resume: Object.fromEntries(this.#heads) }))
        this.#become({ at: 'online' })
      }),
      heard: text => mine(() => this.#hear(text))(),
      closed: code => mine(() => this.#lost(code))(),
    })
    this.#watch(generation)
  }

  /** Looks at the silence once a second, as long as this wire is the one in use. */
  #watch(generation: number): void {
    this.#callOff = this.#options.after(1_000, () => {
      if (generation !== this.#generation || this.#stopped) return
      const silentMs = this.#options.nowMs() - this.#heardMs
      if (silentMs >= cutAfterMs) {
        this.#lost(0)
        return
      }
      if (silentMs >= pingAfterMs && this.#state.at === 'online') this.#wire?.send('{"ping":true}')
      this.#watch(generation)
    })
  }

  #lost(code: number): void {
    this.#hangUp()
    if (code === signedOut) {
      this.#stopped = true
      this.#options.onSignedOut()
      return
    }
    // "Offline since" is when we last heard something, not when we noticed; and it stays so over failed attempts.
    if (this.#state.at !== 'cut') this.#become({ at: 'cut', sinceMs: this.#heardMs })
    const waitMs = retryDelayMs(this.#attempt++, this.#options.chance())
    this.#callOff = this.#options.after(waitMs, () => {
      if (!this.#stopped) this.#dial()
    })
  }

  #hear(text: string): void {
    this.#heardMs = this.#options.nowMs()
    this.#attempt = 0
    const frame: unknown = JSON.parse(text)
    if (typeof frame !== 'object' || frame === null) return
    if (isChange(frame)) {
      const head = this.#heads.get(frame.org)
      // A number heard before is a repeat. A hole cannot be: the server sends densely or says resync.
      if (head !== undefined && frame.n <= head) return
      this.#heads.set(frame.org, frame.n)
      this.#options.onChange(frame)
      return
    }
    const lost = 'heads' in frame && this.#learn(frame.heads)
    const now = 'beat' in frame ? frame.beat : 'now' in frame ? frame.now : undefined
    if (typeof now === 'string') this.#options.onTime(now)
    if (lost || ('resync' in frame && frame.resync)) this.#options.onResync()
  }

  /** Says whether one of them was unknown: then nobody can tell what changed between the first fetch and this frame. */
  #learn(heads: unknown): boolean {
    let unknown = false
    for (const [org, n] of Object.entries(heads ?? {})) {
      if (typeof n !== 'number') continue
      unknown ||= !this.#heads.has(org)
      this.#heads.set(org, n)
    }
    return unknown
  }

  #become(state: LiveState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function isChange(frame: object): frame is Change {
  return 'org' in frame && 'n' in frame && typeof frame.n === 'number' && 'subject' in frame
}
