// The words that the pages of orders use.
import { describe, expect, test } from 'vitest'
import { confirmedAt, deliveryWord, directionText, wasOffered } from './words.ts'

type Order = Parameters<typeof wasOffered>[0]
const sent = { setId: '850', direction: 'out' as const, deliveredAt: null }
const order: Order = { document: '850', deliveredAt: '2026-03-02T14:53:00.000Z', documents: [sent] }

describe('an 850 that the partner’s system collects', () => {
  test('is ready to collect, and not delivered, until its system confirms it', () => {
    expect([wasOffered(order), confirmedAt(order)]).toEqual([true, null])
    const confirmed = { ...order, documents: [{ ...sent, deliveredAt: '2026-03-02T15:10:00.000Z' }] }
    expect([wasOffered(confirmed), confirmedAt(confirmed)]).toEqual([true, '2026-03-02T15:10:00.000Z'])
  })

  test('is delivered at once where it was pushed, and a later copy changes nothing of it', () => {
    const pushed = { ...sent, deliveredAt: order.deliveredAt }
    const anew = { ...sent, deliveredAt: '2026-03-03T09:00:00.000Z' }
    expect(wasOffered({ ...order, documents: [anew, pushed] })).toBe(false)
    expect(confirmedAt({ ...order, documents: [anew, pushed] })).toBe(order.deliveredAt)
  })

  test('is not called sent before it left', () => {
    expect(directionText({ direction: 'out', interchangeId: null })).toBe('not sent yet')
    expect(directionText({ direction: 'out', interchangeId: 'i' })).toBe('sent')
    const stuck = { direction: 'out', delivery: null, status: 'needs-attention' } as const
    expect(deliveryWord(stuck).text).toBe('no')
    expect(deliveryWord({ ...stuck, status: 'queued' }).text).toBe('queued')
  })
})

test('an order in the portal reaches the people there, and is collected by nobody', () => {
  expect(wasOffered({ ...order, document: 'portal', documents: [] })).toBe(false)
})
