// The live connection against a wire and a clock that the test holds.
import { describe, expect, it } from 'vitest'
import { type Change, cutAfterMs, LiveSocket, type LiveState, retryDelayMs, type WireEvents } from './live-socket.ts'

/** A world in which time passes only when told, and every dialled wire is kept. */
function world(heads: Record<string, number> = {}) {
  let nowMs = Date.parse('2026-11-23T10:42:00Z')
  const timers: { at: number; run: () => void }[] = []
  const wires: { events: WireEvents; sent: string[]; closed: boolean }[] = []
  const states: LiveState[] = []
  const changes: Change[] = []
  const said = { resyncs: 0, signedOut: 0, times: [] as string[] }
  const live = new LiveSocket({
    heads,
    dial(events) {
      const wire = { events, sent: [] as string[], closed: false }
      wires.push(wire)
      return { send: text => void wire.sent.push(text), close: () => Object.assign(wire, { closed: true }) }
    },
    nowMs: () => nowMs,
    chance: () => 1,
    after(ms, run) {
      const timer = { at: nowMs + ms, run }
      timers.push(timer)
      return () => {
        const place = timers.indexOf(timer)
        if (place >= 0) timers.splice(place, 1)
      }
    },
    onState: state => states.push(state),
    onChange: change => changes.push(change),
    onResync: () => void said.resyncs++,
    onSignedOut: () => void said.signedOut++,
    onTime: now => said.times.push(now),
  })
  const pass = (ms: number) => {
    const end = nowMs + ms
    for (;;) {
      const next = timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers.splice(timers.indexOf(next), 1)
      nowMs = next.at
      next.run()
    }
    nowMs = end
  }
  const wire = () => {
    const last = wires.at(-1)
    if (!last) throw new Error('nothing was dialled')
    return last
  }
  const hear = (frame: object) => wire().events.heard(JSON.stringify(frame))
  return { live, wires, states, changes, said, pass, wire, hear, now: () => nowMs }
}

const change = (n: number, id = 'o1') => ({
  org: 'acme',
  n,
  type: 'order.answered',
  subject: { kind: 'order', id },
  at: '2026-11-23T10:42:00Z',
})

describe('the live connection', () => {
  it('asks to be caught up from the last number it heard', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    expect(w.wire().sent).toEqual(['{"resume":{}}'])
    w.hear({ heads: { acme: 7 } })
    w.hear(change(8))
    w.hear(change(9))
    w.wire().events.closed(1006)
    w.pass(400)
    expect(w.wires).toHaveLength(2)
    w.wire().events.open()
    expect(w.wire().sent).toEqual(['{"resume":{"acme":9}}'])
  })

  it('asks to be told all since the page asked who we are, also when its first line was cut before a word', () => {
    const w = world({ acme: 7 })
    w.live.start()
    w.wire().events.open()
    w.wire().events.closed(1006)
    w.pass(400)
    w.wire().events.open()
    expect(w.wires.map(wire => wire.sent)).toEqual([['{"resume":{"acme":7}}'], ['{"resume":{"acme":7}}']])
    w.hear(change(8))
    w.hear({ heads: { acme: 8 } })
    expect(w.changes.map(one => one.n)).toEqual([8])
    expect(w.said.resyncs).toBe(0)
  })

  it('fetches everything anew when it cannot know what changed before the first number it hears', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.hear({ heads: { acme: 7 } })
    expect(w.said.resyncs).toBe(1)
    w.hear({ heads: { acme: 7 } })
    expect(w.said.resyncs).toBe(1)
  })

  it('takes a repeated number for the repeat that it is', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.hear(change(3))
    w.hear(change(3))
    w.hear(change(2))
    expect(w.changes.map(one => one.n)).toEqual([3])
  })

  it('fetches everything anew when the server will not replay', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.hear(change(3))
    w.hear({ resync: true, heads: { acme: 4_000 } })
    expect(w.said.resyncs).toBe(1)
    w.hear(change(4_000))
    w.hear(change(4_001))
    expect(w.changes.map(one => one.n)).toEqual([3, 4_001])
  })

  it('notices a silent cut within twelve seconds, and is offline since it last heard something', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.pass(30)
    w.hear({ beat: '2026-11-23T10:42:00.030Z' })
    const heard = w.now()
    w.pass(12_000)
    expect(w.states.at(-1)).toEqual({ at: 'cut', sinceMs: heard })
    expect(w.wires[0]?.closed).toBe(true)
    expect(w.wires[0]?.sent).toContain('{"ping":true}')
  })

  it('stays online while the server beats', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    for (let n = 0; n < 30; n++) {
      w.pass(4_000)
      w.hear({ beat: new Date(w.now()).toISOString() })
    }
    expect(w.states).toEqual([{ at: 'online' }])
    expect(w.said.times).toHaveLength(30)
  })

  it('keeps saying since when it is offline while attempts fail, and forgets it once connected', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    const since = w.now()
    for (let n = 0; n < 6; n++) {
      w.wire().events.closed(1006)
      w.pass(10_000)
    }
    expect(w.states.filter(state => state.at === 'cut')).toEqual([{ at: 'cut', sinceMs: since }])
    w.wire().events.open()
    expect(w.states.at(-1)).toEqual({ at: 'online' })
  })

  it('gives up an attempt that neither opens nor fails', () => {
    const w = world()
    w.live.start()
    w.pass(cutAfterMs + 11_000)
    expect(w.wires.length).toBeGreaterThan(1)
  })

  it('does not come back by itself when the session is over, but does when told', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.wire().events.closed(4401)
    w.pass(60_000)
    expect(w.said.signedOut).toBe(1)
    expect(w.wires).toHaveLength(1)
    w.live.start()
    expect(w.wires).toHaveLength(2)
  })

  it('does not listen to the last words of a wire it has given up', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    const old = w.wires[0]
    w.wire().events.closed(1006)
    w.pass(400)
    old?.events.heard(JSON.stringify(change(5)))
    old?.events.closed(1006)
    expect(w.changes).toEqual([])
    expect(w.wires).toHaveLength(2)
  })

  it('says and dials nothing after it was stopped', () => {
    const w = world()
    w.live.start()
    w.wire().events.open()
    w.live.stop()
    w.wire().events.heard(JSON.stringify(change(5)))
    w.pass(60_000)
    expect(w.changes).toEqual([])
    expect(w.wires).toHaveLength(1)
  })
})

describe('the wait before another attempt', () => {
  it('doubles up to ten seconds and is spread, so that a restarted server is not met by all at once', () => {
    expect([0, 1, 2, 3].map(attempt => retryDelayMs(attempt, 1))).toEqual([300, 600, 1_200, 2_400])
    expect(retryDelayMs(50, 1)).toBe(10_000)
    expect(retryDelayMs(50, 0)).toBe(2_500)
  })
})
