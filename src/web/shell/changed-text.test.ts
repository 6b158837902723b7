// What a screen reader says of the live feed's changes.
import { expect, it } from 'vitest'
import { changedText } from './changed-text.ts'

const said = (counts: Record<string, number>) => changedText(new Map(Object.entries(counts)))

it('a forecast is called a forecast, as a release and as the share of a supplier', () => {
  expect(said({ 'forecast-release': 1 })).toBe('1 forecast changed.')
  expect(said({ 'supplier-release': 2 })).toBe('2 forecasts changed.')
  expect(said({ 'forecast-release': 1, 'supplier-release': 2 })).toBe('3 forecasts changed.')
})

it('each kind is named once, in the order in which it first changed', () => {
  expect(said({ order: 1, clock: 2, document: 1, interchange: 1, item: 3 })).toBe(
    '1 order changed. 2 due times changed. 2 messages changed. 3 entries changed.',
  )
})
