// How long until something is due, at the edges where a second matters.
import { describe, expect, it } from 'vitest'
import { countdown, spanOf, spanText } from './countdown-text.ts'

const due = Date.parse('2026-11-23T12:00:00Z')
const soon = due - 3_600_000

describe('a countdown', () => {
  it('is late at the due instant and not a millisecond before', () => {
    expect(countdown(due, soon, due - 1)).toMatchObject({ state: 'soon', span: { totalSeconds: 1 } })
    expect(countdown(due, soon, due)).toMatchObject({ state: 'late', span: { totalSeconds: 0 } })
    expect(countdown(due, soon, due + 999)).toMatchObject({ state: 'late', span: { totalSeconds: 0 } })
  })

  it('turns soon at its own instant', () => {
    expect(countdown(due, soon, soon - 1).state).toBe('far')
    expect(countdown(due, soon, soon).state).toBe('soon')
  })

  it('counts elapsed time, whatever the clocks on the wall do that night', () => {
    // Berlin, 29 March 2026: 01:30 to 03:30 on the wall is one hour.
    const from = Date.parse('2026-03-29T00:30:00Z')
    const to = Date.parse('2026-03-29T01:30:00Z')
    expect(spanText(countdown(to, from, from).span)).toBe('1 h 0 min')
  })
})

describe('a span in words', () => {
  it('says two units at most, and seconds only below ten minutes', () => {
    const words = (ms: number) => spanText(spanOf(ms))
    expect(words(2 * 3_600_000 + 10 * 60_000)).toBe('2 h 10 min')
    expect(words(76 * 3_600_000)).toBe('3 d 4 h')
    expect(words(600_000)).toBe('10 min')
    expect(words(599_000)).toBe('9 min 59 s')
    expect(words(12_400)).toBe('12 s')
    expect(words(-61_000)).toBe('1 min 1 s')
  })
})
