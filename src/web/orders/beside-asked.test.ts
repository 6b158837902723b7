// What both sides read of a proposal's quantity beside the quantity asked for.
import { expect, test } from 'vitest'
import { besideAsked } from './beside-asked.ts'

const asked = { quantity: '40', unit: 'EA' }
const beside = (...quantities: string[]) =>
  besideAsked(
    asked,
    quantities.map(quantity => ({ quantity })),
  )

test('says how much less or more all deliveries together are than asked', () => {
  expect(beside('20')).toBe('20 EA less than asked')
  expect(beside('20', '17.5')).toBe('2.5 EA less than asked')
  expect(beside('41')).toBe('1 EA more than asked')
})

test('says nothing of as much as asked, nor of what is not typed to its end', () => {
  expect(beside('20', '20.0')).toBeUndefined()
  expect(beside('20', '')).toBeUndefined()
})
