// How long the hatched part of a bar is: it grows with the lateness, whatever the target was.
import { expect, it } from 'vitest'
import { overPart } from './TargetBar.tsx'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

it('what is later is drawn longer, until a week fills the room', () => {
  const parts = [0, 8 * MINUTE, 10 * HOUR, 15 * HOUR, 34 * HOUR, 7 * 24 * HOUR].map(overPart)
  expect(parts).toEqual(parts.toSorted((a, b) => a - b))
  expect(new Set(parts).size).toBe(parts.length)
  expect([parts[0], parts.at(-1), overPart(30 * 24 * HOUR)]).toEqual([0, 1, 1])
})
