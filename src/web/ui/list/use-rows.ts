// The rows of a list as TanStack Table sees them: filtered here where the page says how, ordered, and which are picked.
import {
  createSortedRowModel,
  type Row,
  type RowData,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useCallback, useMemo, useState } from 'react'
import type { ListState } from './list-state.ts'
import type { ListColumn, ListFilter } from './types.ts'

const features = tableFeatures({ rowSelectionFeature, rowSortingFeature, sortedRowModel: createSortedRowModel() })
export type ListFeatures = typeof features
export type ListRow<T extends RowData> = Row<ListFeatures, T>

type Comparable = string | number | null | undefined

/** Numbers by value, text as people order it (`PO-9` before `PO-10`). Missing values are placed last by the table. */
export function compare(a: Comparable, b: Comparable): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' })
}

/** Applies the filters that the page judges itself. */
export function filtered<T>(rows: readonly T[], filters: readonly ListFilter<T>[], list: ListState): readonly T[] {
  const tests = filters.flatMap(filter => {
    const value = list.value(filter.id)
    if (!value || !filter.match) return []
    if (filter.kind === 'choices') {
      const { match } = filter
      const values = list.values(filter.id)
      return [(row: T) => match(row, values)]
    }
    const { match } = filter
    return [(row: T) => match(row, value)]
  })
  return tests.length === 0 ? rows : rows.filter(row => tests.every(test => test(row)))
}

interface RowsOptions<T> {
  rows: readonly T[]
  columns: readonly ListColumn<T>[]
  filters: readonly ListFilter<T>[]
  rowKey: (row: T) => string
  list: ListState
  sortedByServer: boolean
}

export function useRows<T extends RowData>({ rows, columns, filters, rowKey, list, sortedByServer }: RowsOptions<T>) {
  const [picked, setPicked] = useState<RowSelectionState>({})
  const shown = useMemo(() => filtered(rows, filters, list), [rows, filters, list])
  const defs = useMemo(
    () =>
      columns.map(({ id, sortBy }) => ({
        id,
        accessorFn: (row: T) => sortBy?.(row) ?? undefined,
        enableSorting: sortBy !== undefined,
        sortUndefined: 'last' as const,
        sortFn: (a: ListRow<T>, b: ListRow<T>, column: string) => compare(a.getValue(column), b.getValue(column)),
      })),
    [columns],
  )
  const sorting = useMemo(
    () =>
      list.sort && defs.some(def => def.id === list.sort?.column)
        ? [{ id: list.sort.column, desc: list.sort.down }]
        : [],
    [list.sort, defs],
  )
  const table = useTable({
    features,
    columns: defs,
    data: shown,
    getRowId: rowKey,
    state: { rowSelection: picked, sorting },
    onRowSelectionChange: setPicked,
    manualSorting: sortedByServer,
  })
  const clear = useCallback(
    (keep: readonly string[] = []) => setPicked(Object.fromEntries(keep.map(id => [id, true as const]))),
    [],
  )
  // Picked rows that a filter hides or that are gone are not acted upon: what one sees is what is done.
  const ordered = table.getRowModel().rows
  const pickedRows = useMemo(() => ordered.filter(row => picked[row.id]).map(row => row.original), [ordered, picked])
  return { rows: ordered, picked, setPicked, pickedRows, clear }
}
