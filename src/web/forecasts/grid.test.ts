// The grid without a browser: where keys lead, what a spreadsheet copied, what would be published.
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../forecasts/api.ts'
import {
  countEdits,
  type Edits,
  editCell,
  editKey,
  firmUntilIn,
  firmWeeksOf,
  linesOf,
  noEdits,
  suppliersIn,
  takeOver,
  toPublish,
  weeksOf,
  zonedWeeks,
} from './edit-draft.ts'
import { stepOf, tableOf } from './grid-keys.ts'
import { editsKey, olderEdits, readEdits } from './kept-edits.ts'

describe('keys', () => {
  const from = { row: 5, week: 3 }
  const size = { rows: 40, weeks: 26 }
  const press = (key: string, ctrlKey = false) => stepOf({ key, ctrlKey, metaKey: false }, from, size)
  test('move by one, by ten, or to the end', () => {
    expect(press('ArrowDown')).toEqual({ row: 6, week: 3 })
    expect(press('PageUp')).toEqual({ row: -5, week: 3 })
    expect(press('ArrowRight', true)).toEqual({ row: 5, week: 25 })
    expect(press('End', true)).toEqual({ row: 39, week: 25 })
    expect(press('a')).toBeUndefined()
  })
})

describe('a pasted table', () => {
  test('has rows by line and cells by tab, empty ones too', () => {
    expect(tableOf('1\t2\r\n3\t\t4\r\n')).toEqual([
      ['1', '2'],
      ['3', '', '4'],
    ])
    expect(tableOf('7')).toEqual([['7']])
    expect(tableOf('"a\nb"\t"say ""hi"""')).toEqual([['a\nb', 'say "hi"']])
  })
})

describe('an edited forecast', () => {
  const line = (item: string, supplier: string, quantities: (string | null)[]): Draft['lines'][number] => ({
    item,
    description: '',
    unit: 'EA',
    supplier,
    supplierName: supplier,
    shipTo: 'STR1',
    quantities,
  })
  const draft: Draft = {
    basedOn: 4,
    firmUntil: null,
    weeks: ['2027-03-01', '2027-03-08'],
    lines: [line('A', '1', ['10', '20']), line('B', '1', ['5', null]), line('C', '2', ['7', '7'])],
    sites: ['STR1'],
  }
  const [a, b, c] = linesOf(draft, noEdits)
  const edits = (more: Partial<Edits>): Edits => ({ ...noEdits, ...more })

  test('sends whole lines of the suppliers that a change concerns, and of no others', () => {
    if (!a || !b || !c) throw new Error('no lines')
    const typed = edits({ cells: { [editKey(a, '2027-03-08')]: '25' }, out: [b.key], weeksAdded: 1 })
    const lines = linesOf(draft, typed)
    const counts = countEdits(lines, typed)
    expect([...counts.suppliers]).toEqual(['1'])
    expect(toPublish(lines, weeksOf(draft, typed), typed, counts.suppliers)).toEqual({
      lines: [
        {
          item: 'A',
          supplier: '1',
          shipTo: 'STR1',
          buckets: [
            { start: '2027-03-01', quantity: '10' },
            { start: '2027-03-08', quantity: '25' },
          ],
        },
      ],
      ended: [],
      gone: [b],
    })
    expect(toPublish(lines, draft.weeks, typed, 'all').lines).toHaveLength(2)
  })
  test('says that all demand of a supplier ends when no line of it is left', () => {
    if (!a || !b || !c) throw new Error('no lines')
    const typed = edits({ out: [a.key, b.key] })
    const lines = linesOf(draft, typed)
    expect(toPublish(lines, draft.weeks, typed, countEdits(lines, typed).suppliers)).toEqual({
      lines: [],
      ended: ['1'],
      gone: [a, b],
    })
    expect(suppliersIn(toPublish(lines, draft.weeks, typed, 'all'))).toBe(2)
  })
  test('ends nothing of a supplier that had no line before', () => {
    const typed = edits({ added: [{ ...line('D', '3', []), key: 'D\t3\tSTR1', added: true }] })
    const ready = toPublish(linesOf(draft, typed), draft.weeks, typed, new Set(['3']))
    expect(ready).toEqual({ lines: [], ended: [], gone: [] })
    expect(suppliersIn(ready)).toBe(0)
  })
  test('goes on with the firm zone of the release before, and publishes the one that it shows', () => {
    const weeks = weeksOf(draft, edits({ weeksAdded: 6 }))
    const firmWeeks = firmWeeksOf({ ...draft, firmUntil: '2027-04-12' })
    expect(firmWeeks).toBe(6)
    expect(firmUntilIn(weeks, firmWeeks)).toBe('2027-04-12')
    expect(zonedWeeks(weeks, firmWeeks).map(({ zone }) => zone)).toEqual([
      ...Array(6).fill('firm'),
      'planning',
      'planning',
    ])
    expect(firmWeeksOf({ ...draft, firmUntil: '2027-03-01' })).toBe(0)
    expect(firmWeeksOf(draft)).toBe(4)
  })
  test('made to an older release is taken over as far as its lines and weeks still stand', () => {
    if (!a || !b || !c) throw new Error('no lines')
    const gone = { key: 'Z\t9\tSTR1' }
    const older = edits({
      cells: {
        [editKey(a, '2027-03-01')]: '11',
        [editKey(a, '2027-02-22')]: '9',
        [editKey(b, '2027-03-22')]: '8',
        [editKey(gone, '2027-03-01')]: '1',
      },
      out: [c.key, gone.key],
      added: [{ ...c, added: true }],
    })
    const typed = edits({ cells: { [editKey(a, '2027-03-01')]: '12' } })
    expect(takeOver(draft, typed, older)).toEqual({
      cells: { [editKey(a, '2027-03-01')]: '12', [editKey(b, '2027-03-22')]: '8' },
      out: [c.key],
      added: [],
      weeksAdded: 2,
    })
  })
  test('tells a cell that is no quantity, and says nothing of an emptied week', () => {
    if (!c) throw new Error('no lines')
    const typed = edits({ cells: { [editKey(c, '2027-03-01')]: 'many', [editKey(c, '2027-03-08')]: '' } })
    expect(editCell(c, 0, '2027-03-01', typed)).toMatchObject({ tone: 'wrong', mark: '!' })
    expect(countEdits([c], typed)).toMatchObject({ cells: 2, wrong: 1 })
    expect(toPublish([c], draft.weeks, typed, 'all').lines).toEqual([])
  })
})

describe('edits kept in the browser', () => {
  const kept = (entries: Record<string, Edits>) => {
    const keys = Object.keys(entries)
    return {
      length: keys.length,
      key: (at: number) => keys[at] ?? null,
      getItem: (key: string) => (entries[key] ? JSON.stringify(entries[key]) : null),
    }
  }
  const typed = (text: string): Edits => ({ ...noEdits, cells: { 'A\t1\tSTR1\t2027-03-01': text } })
  const storage = kept({
    [editsKey('ours', 3)]: typed('3'),
    [editsKey('ours', 5)]: typed('5'),
    [editsKey('theirs', 6)]: typed('6'),
  })
  test('are found again by their own organization only', () => {
    expect(readEdits(storage, editsKey('ours', 5))).toEqual(typed('5'))
    expect(readEdits(storage, editsKey('ours', 6))).toBeUndefined()
  })
  test('of a release that was replaced are offered, the newest of them', () => {
    expect(olderEdits(storage, 'ours', 7)).toEqual({ basedOn: 5, edits: typed('5') })
    expect(olderEdits(storage, 'ours', 3)).toBeUndefined()
    expect(olderEdits(undefined, 'ours', 7)).toBeUndefined()
  })
})
