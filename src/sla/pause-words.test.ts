// What the buyer reads of a pause by the supplier: whether what is due moves.
import { expect, it } from 'vitest'
import { goesOnWords, pausedWords } from './pause-words.ts'

const clock = (kind: 'order' | 'ship-notice') => ({
  ...{ kind, label: 'CO-4711', lines: [2], dueAt: new Date('2027-03-09T15:00:00Z'), zone: 'Europe/Berlin' },
})
const pause = {
  ...{ from: '2027-03-08T09:00:00Z', to: null, reason: 'force-majeure' as const, note: 'Flood', by: 'Ole Hansen' },
}

it('moves what is due of an answer, and nothing of a ship notice, which is bound to its delivery', () => {
  expect(pausedWords(clock('order'), pause).text).toContain('what is due moves by the pause')
  const { text } = pausedWords(clock('ship-notice'), pause)
  expect(text).toContain('and stays so, for it is bound to the delivery')
  expect(text).not.toMatch(/moves|answer/)
  expect(goesOnWords(clock('ship-notice'), pause, 'Jonas').text).toContain('It is due')
})
