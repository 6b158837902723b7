// Which way a document goes as each side sees it, and who has to act when it went wrong.
import { expect, test } from 'vitest'
import { directionText, whoActsText } from './words.ts'

test('what comes in at the buyer is what the supplier sent, and the other way round', () => {
  expect([directionText('in', 'buyer'), directionText('out', 'buyer')]).toEqual(['In', 'Out'])
  expect([directionText('in', 'supplier'), directionText('out', 'supplier')]).toEqual(['Out', 'In'])
})

test('a supplier is told what it has to do itself, and what its customer settles', () => {
  const partner = { buyerId: 'b', supplierId: 's', relationshipId: 'r', name: 'Velowerk' }
  const told = (status: string) => whoActsText({ status, partner })
  expect(told('held')).toBe('You: send it anew')
  expect(told('failed')).toBe('You: mend what receives it, or collect it')
  expect(told('needs-attention')).toBe('Velowerk: nothing for you to do')
})
