// What is said of a pause before it is one: what it really does to the clocks that are meant.
import { expect, it } from 'vitest'
import { pauseWhatText } from './words.ts'

const [order, notice] = [{ kind: 'order' as const }, { kind: 'ship-notice' as const }]

it.each([
  ['an answer', [order], 'What is due moves by the working time of the pause.'],
  ['a ship notice', [notice, notice], 'What is due does not move, for it is bound to the delivery'],
  ['both together', [order, notice], 'but no ship notice: those stay due before their deliveries'],
])('of %s', (_, clocks, said) => {
  expect(pauseWhatText(clocks, true)).toContain(said)
  expect(pauseWhatText([notice], false)).toContain('does not move')
})
