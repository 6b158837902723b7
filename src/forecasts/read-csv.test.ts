// How large a forecast file may be, and what is said of one that is larger.
import { expect, test } from 'vitest'
import { addDays } from '../kernel/time.ts'
import { CSV_CHARS_MAX, LINES_MAX } from './forecast.ts'
import { readForecast } from './read-csv.ts'

const today = '2027-03-01'
const weeks = Array.from({ length: 52 }, (_, i) => addDays(today, 7 * i))
const items = (count: number) => Array.from({ length: count }, (_, i) => `ITEM-${100_000 + i},10042,PLANT1`)

test('10,000 lines with a year of weeks are read', () => {
  const quantities = weeks.map(() => '123456').join(',')
  const csv = [`item,supplier,ship_to,${weeks.join(',')}`, ...items(LINES_MAX).map(row => `${row},${quantities}`)].join(
    '\r\n',
  )
  expect(csv.length).toBeLessThan(CSV_CHARS_MAX)
  const read = readForecast(csv, today)
  expect([read.errors, read.lines.length, read.lines.at(-1)?.line.buckets.length]).toEqual([[], LINES_MAX, 52])
})

test('one line more is refused, with how to split the file without ending demand', () => {
  const wide = [`item,supplier,ship_to,${weeks[0]}`, ...items(LINES_MAX + 1).map(row => `${row},1`)].join('\n')
  const long = ['item,supplier,ship_to,week,quantity', ...items(LINES_MAX + 1).map(row => `${row},${today},1`)].join(
    '\n',
  )
  for (const csv of [wide, long]) {
    const read = readForecast(csv, today)
    expect(read.lines).toEqual([])
    expect(read.errors).toMatchObject([
      { problem: expect.stringMatching(/10000|10001/), remedy: expect.stringContaining('Split it by supplier') },
    ])
  }
})

test('what is said of a wrong week leads to one that is right', () => {
  const [long] = readForecast('item,week,quantity\nA-1,KW51,5', today).errors
  expect(long?.remedy).toBe('Write the Monday of the week as year-month-day, such as 2027-03-15.')
  expect(readForecast('item,week,quantity\nA-1,2027-03-15,5', today).errors).toEqual([])
  const wide = readForecast('item,2027-03-16,colour\nA-1,5,red', today).errors
  expect(wide.map(({ column }) => column)).toEqual(['2027-03-16', 'colour'])
  expect(wide[1]?.remedy).toBe(
    'Remove the column, or name it one of: item, supplier, ship_to, or the Monday of its week, such as 2027-03-15.',
  )
})
