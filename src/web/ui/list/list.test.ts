// A list's address, order and export.
import { describe, expect, it } from 'vitest'
import { listOf, parseSearch, readSearch, stringifySearch } from '../../search.ts'
import { csvOf, guarded } from './csv.ts'
import { listStateOf, nextSort, readSort, writeSort } from './list-state.ts'
import { compare } from './use-rows.ts'

describe("a list's address", () => {
  it('can be read by a person and comes back as it was', () => {
    const search = { status: 'late,waiting', search: 'Müller & Co', sort: '-needBy', empty: undefined }
    const text = stringifySearch(search)
    expect(text).toBe('?status=late,waiting&search=M%C3%BCller+%26+Co&sort=-needBy')
    expect(parseSearch(text)).toEqual({ status: 'late,waiting', search: 'Müller & Co', sort: '-needBy' })
    expect(listOf(parseSearch(text).status)).toEqual(['late', 'waiting'])
  })

  it('keeps the lists of one page apart', () => {
    const search = { sort: '-difference', 'suppliers.sort': 'coverage', 'suppliers.commit': 'short,awaiting' }
    let changed: Record<string, string | undefined> = {}
    const list = listStateOf(
      search,
      change => {
        changed = change
      },
      { sortAtFirst: 'supplier', under: 'suppliers' },
    )
    expect([list.sortText, list.values('commit'), list.value('search')]).toEqual([
      'coverage',
      ['short', 'awaiting'],
      undefined,
    ])
    list.setSort(readSort('-coverage'))
    expect(changed).toEqual({ 'suppliers.sort': '-coverage' })
    expect(listStateOf(search, () => {}, {}).sortText).toBe('-difference')
  })

  it('leaves out what is longer than anybody types', () => {
    expect(readSearch({ a: 'x'.repeat(5_000), b: 'ok', c: 3 })).toEqual({ b: 'ok' })
  })

  it('turns a header from up to down to unsorted', () => {
    const up = nextSort(undefined, 'needBy')
    const down = nextSort(up, 'needBy')
    expect([writeSort(up), writeSort(down), writeSort(nextSort(down, 'needBy'))]).toEqual([
      'needBy',
      '-needBy',
      undefined,
    ])
    expect(nextSort(readSort('-needBy'), 'number')).toEqual({ column: 'number', down: false })
  })

  it('orders numbers in names as people do', () => {
    expect(['PO-10', 'PO-9', 'po-8'].sort(compare)).toEqual(['po-8', 'PO-9', 'PO-10'])
    expect([10, 9].sort(compare)).toEqual([9, 10])
  })
})

describe('a list as CSV', () => {
  it('never lets a cell be taken for a formula, and leaves numbers alone', () => {
    expect(['=1+1', '+cmd', '-12.5', '@sum', '\tx', 'plain'].map(guarded)).toEqual([
      "'=1+1",
      "'+cmd",
      '-12.5',
      "'@sum",
      "'\tx",
      'plain',
    ])
  })

  it('quotes what would break a line, and begins with the mark that Excel needs', () => {
    expect(csvOf(['a', 'b'], [['x,y', 'say "no"']])).toBe('\uFEFFa,b\r\n"x,y","say ""no"""\r\n')
  })
})
