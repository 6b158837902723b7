// A list as a table; long ones draw only the rows in sight.
import { Checkbox } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { m } from '../../i18n/index.ts'
import { part } from '../../parts.ts'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'
import { type ListState, nextSort } from './list-state.ts'
import type * as Long from './long-lists.tsx'
import { TableRow } from './TableRow.tsx'
import type { ListColumn } from './types.ts'

/** Up to this many rows all are drawn: find-in-page and printing see them. */
export const drawAllMax = 120

/** `lazy` forgets that the component is generic. */
const LongRows = lazy(
  part(() => import('./long-lists.tsx').then(x => ({ default: x.LongRows }))),
) as unknown as typeof Long.LongRows

export function RowsTable<T extends RowData>({ view, list }: { view: RowsView<T>; list: ListState }) {
  const { rows, columns, label } = view
  const place = useRef<HTMLTableElement>(null)
  const draw = (index: number) => <TableRow key={rows[index]?.id ?? index} view={view} index={index} />
  return (
    <div className={classes.scroll}>
      <table ref={place} className={classes.table} aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {view.onPick ? (
              <th className={classes.pick}>
                <Checkbox
                  size="xs"
                  aria-label={m.ui_list_pick_all()}
                  checked={view.pickedCount > 0 && view.pickedCount === rows.length}
                  indeterminate={view.pickedCount > 0 && view.pickedCount < rows.length}
                  onChange={view.onPickAll}
                />
              </th>
            ) : null}
            {columns.map(column => (
              <Header key={column.id} column={column} list={list} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length <= drawAllMax ? (
            rows.map((_, index) => draw(index))
          ) : (
            <Suspense fallback={rows.slice(0, drawAllMax / 2).map((_, index) => draw(index))}>
              <LongRows view={view} place={place} />
            </Suspense>
          )}
        </tbody>
      </table>
    </div>
  )
}

function Header<T>({ column, list }: { column: ListColumn<T>; list: ListState }) {
  const sorted = list.sort?.column === column.id ? (list.sort.down ? 'descending' : 'ascending') : undefined
  const style = { width: column.width, textAlign: column.align ?? 'left' }
  if (!column.sortBy) {
    return (
      <th scope="col" style={style}>
        {column.label}
      </th>
    )
  }
  const Icon = sorted === undefined ? ChevronsUpDown : sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" style={style} aria-sort={sorted ?? 'none'}>
      <button
        type="button"
        className={classes.sort}
        data-sorted={sorted}
        onClick={() => list.setSort(nextSort(list.sort, column.id))}
      >
        {column.label}
        <Icon size={13} aria-hidden />
      </button>
    </th>
  )
}
