// The picked rows as a file.
import { expect, test } from 'vitest'
import { csvOfRows } from './export-picked.ts'
import type { ListColumn } from './types.ts'

const column = (id: string, text?: (row: string) => string): ListColumn<string> => ({
  id,
  label: id,
  cell: row => row,
  ...(text ? { text } : {}),
})

test('picked rows are written as the list reads, nothing in them runs, and columns that are buttons stay out', () => {
  const columns = [column('number', row => row), column('acts'), column('length', row => String(row.length))]
  expect(csvOfRows(columns, ['PO-1', '=cmd()'])).toBe("\uFEFFnumber,length\r\nPO-1,4\r\n'=cmd(),6\r\n")
})
