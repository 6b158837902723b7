// What a page knows of the server's time.
import { describe, expect, it } from 'vitest'
import { narrow } from './server-clock.ts'

describe('the server clock', () => {
  it('narrows with every answer, below the whole second of a Date header', () => {
    // True difference: 1 000 250 ms. Answers take 40 ms; headers are cut to seconds.
    const answer = (sentMs: number) => Math.floor((sentMs + 20 + 1_000_250) / 1000) * 1000
    let known: ReturnType<typeof narrow> | undefined
    for (const sentMs of [0, 300, 900, 1_450, 2_730]) known = narrow(known, answer(sentMs), 1000, sentMs, sentMs + 40)
    const width = (known?.high ?? 0) - (known?.low ?? 0)
    expect(width).toBeLessThan(600)
    expect(known?.low).toBeLessThanOrEqual(1_000_250)
    expect(known?.high).toBeGreaterThanOrEqual(1_000_250)
  })

  it('believes the newest answer when a clock was set', () => {
    const before = narrow(undefined, 10_000, 1, 0, 40)
    expect(narrow(before, 500_000, 1, 100, 140)).toEqual({ low: 499_860, high: 499_901 })
  })
})
