// Hours of a day dragged: opened, moved, made longer or shorter, without ever overlapping.
import { expect, test } from 'vitest'
import { blocksOf, moved, OPENINGS_MAX, type Opening, opened, resized } from './drag-hours.ts'

const hours = (...words: string[]): Opening[] =>
  words.map(word => {
    const [open = '', close = ''] = word.split('-')
    return { open, close }
  })
const said = (openings: readonly Opening[]) => openings.map(({ open, close }) => `${open}-${close}`)
const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

test.each([
  ['a closed day opens', [], '08:00', '12:00', ['08:00-12:00']],
  ['backwards is the same', [], '12:00', '08:00', ['08:00-12:00']],
  ['a second piece stands after the first', ['08:00-12:00'], '13:00', '17:00', ['08:00-12:00', '13:00-17:00']],
  ['and before it', ['13:00-17:00'], '08:00', '12:00', ['08:00-12:00', '13:00-17:00']],
  ['over the break both become one', ['08:00-12:00', '13:00-17:00'], '12:00', '13:00', ['08:00-17:00']],
  ['to the end of the day', [], '22:00', '24:00', ['22:00-24:00']],
  ['into a night it begins sooner and ends as it did', ['22:00-06:00'], '20:00', '23:00', ['20:00-06:00']],
  ['less than a quarter of an hour opens nothing', [], '08:00', '08:00', []],
  ['what is being typed stays', ['8-'], '09:00', '10:00', ['8-', '09:00-10:00']],
])('dragging over a day: %s', (_, before, from, to, after) => {
  expect(said(opened(hours(...before), at(from), at(to)))).toEqual(after)
})

test('a day has no more pieces than the server takes', () => {
  const full = hours(...Array.from({ length: OPENINGS_MAX }, (_, i) => `0${i}:00-0${i}:30`))
  expect(opened(full, at('20:00'), at('21:00'))).toEqual(full)
  expect(said(opened(full, at('07:15'), at('09:00'))).at(-1)).toBe('07:00-09:00')
})

test.each([
  ['by as much', ['08:00-12:00'], 45, ['08:45-12:45']],
  ['up to its neighbour', ['08:00-12:00', '13:00-17:00'], 120, ['09:00-13:00', '13:00-17:00']],
  ['within the day', ['20:00-23:00'], 300, ['21:00-24:00']],
  ['a night keeps its length', ['22:00-06:00'], -60, ['21:00-05:00']],
  ['a night that fits into the day again', ['22:00-00:30'], -60, ['21:00-23:30']],
  ['a night that then ends at midnight', ['22:00-01:00'], -60, ['21:00-24:00']],
])('moving a piece: %s', (_, before, by, after) => {
  expect(said(moved(hours(...before), 0, by))).toEqual(after)
})

test.each([
  ['its end', ['08:00-12:00'], 'to', '14:15', ['08:00-14:15']],
  ['its end up to the neighbour', ['08:00-12:00', '13:00-17:00'], 'to', '15:00', ['08:00-13:00', '13:00-17:00']],
  ['its start', ['08:00-12:00'], 'from', '06:30', ['06:30-12:00']],
  ['never to nothing', ['08:00-12:00'], 'from', '13:00', ['11:45-12:00']],
  ['the start of a night', ['22:00-06:00'], 'from', '20:00', ['20:00-06:00']],
  ['the end of a night is on another day', ['22:00-06:00'], 'to', '23:00', ['22:00-06:00']],
] as const)('an edge: %s', (_, before, edge, to, after) => {
  expect(said(resized(hours(...before), 0, edge, at(to)))).toEqual(after)
})

test('what cannot be read is not drawn, and what goes on past midnight is drawn to its end', () => {
  expect(blocksOf(hours('8-12', '22:00-06:00', '08:00-12:00'))).toEqual([
    { at: 2, from: 480, to: 720, overnight: false },
    { at: 1, from: 1320, to: 1440, overnight: true },
  ])
})
