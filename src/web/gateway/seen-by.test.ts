// Which way a document goes, as each side sees it.
import { expect, test } from 'vitest'
import { directionText } from './words.ts'

test('what comes in at the buyer is what the supplier sent, and the other way round', () => {
  expect([directionText('in', 'buyer'), directionText('out', 'buyer')]).toEqual(['In', 'Out'])
  expect([directionText('in', 'supplier'), directionText('out', 'supplier')]).toEqual(['Out', 'In'])
})
