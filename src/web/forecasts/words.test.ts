// The words that pages of forecasts use.
import { expect, test } from 'vitest'
import { documentWords } from './words.ts'

const document: Parameters<typeof documentWords>[0] = {
  id: '',
  setId: '830',
  status: 'written',
  validated: 'with-warnings',
  delivery: 'delivered',
  deliveredAt: null,
  acknowledgment: 'rejected',
  acknowledgedAt: null,
  reason: null,
  interchangeId: null,
  createdAt: '',
}
const said = (of: typeof document) => documentWords(of).map(({ label, word }) => `${label}: ${word.text}`)

test('an 830 that was delivered and rejected says both, and that it was valid', () => {
  expect(said(document)).toEqual(['Validated: Valid, with warnings', 'Delivery: Delivered', 'Acknowledged: Rejected'])
})

test('an 830 that waits for a person says so before its three statuses', () => {
  const stuck = {
    ...document,
    status: 'needs-attention',
    validated: 'waiting',
    delivery: null,
    acknowledgment: 'none',
  } as const
  expect(said(stuck)).toEqual([
    'Status: Needs attention',
    'Validated: Not yet',
    'Delivery: Not yet',
    'Acknowledged: Not wanted',
  ])
})
