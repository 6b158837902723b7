// CSV: rows that know their line, errors that say how to mend them, cells that do nothing.
import { expect, test } from 'vitest'
import {
  choiceCell,
  csvLimits,
  dateCell,
  optional,
  quantityCell,
  quantityOrZeroCell,
  readCsv,
  required,
  textCell,
  wholeCell,
  writeCsv,
} from './csv.ts'

const columns = {
  item: required(textCell(10)),
  quantity: required(quantityCell, 'qty'),
  needBy: required(dateCell),
  note: optional(textCell(20)),
}

test('columns are found by header in any order and spelling, cells are typed, rows know their line', () => {
  const { rows, errors } = readCsv(
    '\uFEFFNeed by;QTY;Item;note\r\n2027-03-14;12.50;A-1;\r\n\r\n2027-03-15;3;A-2;"two\nlines"\r\n2027-03-16;1;A-3;x\r\n',
    columns,
  )
  expect(errors).toEqual([])
  expect(rows).toEqual([
    { line: 2, values: { item: 'A-1', quantity: '12.5', needBy: '2027-03-14', note: undefined } },
    { line: 4, values: { item: 'A-2', quantity: '3', needBy: '2027-03-15', note: 'two\nlines' } },
    { line: 6, values: { item: 'A-3', quantity: '1', needBy: '2027-03-16', note: 'x' } },
  ])
})

test('every wrong cell is named with line, column and remedy; clean rows stand', () => {
  const { rows, errors } = readCsv(
    'item,quantity,needBy\nA-1,1,2027-03-14\nA-2,"1,000",2027-02-30\n,-3,2027-03-14\nfar too long a name,1,2027-03-14',
    columns,
  )
  expect(rows.map(row => row.line)).toEqual([2])
  expect(errors.map(({ line, column }) => [line, column])).toEqual([
    [3, 'quantity'],
    [3, 'needBy'],
    [4, 'item'],
    [4, 'quantity'],
    [5, 'item'],
  ])
  expect(errors.every(({ problem, remedy }) => problem !== '' && remedy !== '')).toBe(true)
  expect(errors[0]?.remedy).toContain('without thousands separators')
})

test('a point that may group thousands is asked about where columns are parted by semicolons', () => {
  const asked = (csv: string) => readCsv(csv, columns).errors.map(({ problem, remedy }) => `${problem} ${remedy}`)
  expect(asked('item;quantity;needBy\nA-1;1.250;2027-03-14')).toEqual([
    '"1.250" can be read as 1250 or 1.25. Write 1250 or 1.25.',
  ])
  expect(asked('item;quantity;needBy\nA-1;1.250.000;2027-03-14')).toEqual([
    '"1.250.000" can be read as 1250000. Write 1250000.',
  ])
  expect(asked('item;quantity;needBy\nA-1;0.125;2027-03-14\nA-2;12.5;2027-03-14')).toEqual([])
  expect(asked('item,quantity,needBy\nA-1,1.250,2027-03-14')).toEqual([])
})

test('a header that is missing, unknown or doubled is said once, and no row counts', () => {
  const { rows, errors } = readCsv('item,quantity,item,colour\nA-1,1,A-1,red', columns)
  expect(rows).toEqual([])
  expect(errors.map(({ column, problem }) => `${column}: ${problem}`)).toEqual([
    'item: The column is there twice.',
    'colour: There is no such column.',
    'needBy: The column is missing.',
  ])
})

test('what else is wrong with the rows is said along with a wrong header', () => {
  const { rows, all, errors } = readCsv('item,quantity,needs\nA-1,none,2027-03-14\nA-2,2,2027-03-14', columns)
  expect(rows).toEqual([])
  expect(errors.map(({ line, column }) => [line, column])).toEqual([
    [1, 'needs'],
    [1, 'needBy'],
    [2, 'quantity'],
  ])
  expect(all).toContainEqual({ line: 3, values: { item: 'A-2', quantity: '2', note: undefined } })
})

test('an empty file, an open quote, too many cells and control characters are said in words', () => {
  expect(readCsv('\n\n', columns).errors[0]?.remedy).toContain('item,quantity,needBy,note')
  expect(readCsv('item,quantity,needBy\n"A-1,1,2027-03-14', columns).errors[0]?.problem).toContain('not closed')
  expect(readCsv('item,quantity,needBy\nA-1,1,2027-03-14,x', columns).errors[0]?.problem).toContain('4 cells')
  expect(readCsv('item,quantity,needBy\nA\u0000,1,2027-03-14', columns).errors[0]?.column).toBe('item')
})

test('a file too long, with too many rows, or with endless errors stays bounded', () => {
  expect(readCsv('x'.repeat(11), columns, { chars: 10 }).errors[0]?.problem).toContain('10 characters')
  const many = `item,quantity,needBy\n${'A-1,1,2027-03-14\n'.repeat(30)}`
  expect(readCsv(many, columns, { rows: 20 }).errors[0]?.problem).toContain('20 rows')
  const wrong = readCsv(`item,quantity,needBy\n${'A-1,x,2027-03-14\n'.repeat(600)}`, columns)
  expect(wrong.errors).toHaveLength(csvLimits.errors + 1)
  expect(wrong.errors.at(-1)?.problem).toBe('100 more errors follow.')
})

test('whole numbers, choices and zeros', () => {
  expect(wholeCell(0, 10)('7')).toBe(7)
  expect(wholeCell(0, 10)('11')).toMatchObject({ code: 'not-whole' })
  expect(wholeCell(0, 10)('1.5')).toMatchObject({ code: 'not-whole' })
  expect(choiceCell(['firm', 'planning'])('Firm')).toBe('firm')
  expect(choiceCell(['firm', 'planning'])('maybe')).toMatchObject({ remedy: 'Write one of: firm, planning.' })
  expect(quantityOrZeroCell('0')).toBe('0')
  expect(quantityOrZeroCell('-1')).toMatchObject({ code: 'negative' })
})

test('what is written runs no formula, keeps numbers, and reads back as it was', () => {
  const cells = ['=1+1', '+A', '-5', '-5.25', '@x', '＝1', 'a,"b"', "'plain", 'Ω']
  const csv = writeCsv(
    ['text'],
    cells.map(cell => [cell]),
  )
  expect(csv).toContain("'=1+1\r\n'+A\r\n-5\r\n-5.25\r\n'@x\r\n'＝1\r\n")
  const { rows } = readCsv(csv, { text: required(textCell(50)) })
  expect(rows.map(row => row.values.text)).toEqual(cells)
})
