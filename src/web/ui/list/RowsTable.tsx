// A list as a table; long ones draw only the rows in sight.
import { Checkbox } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type MouseEvent, memo, useRef } from 'react'
import { Go } from '../../go.tsx'
import { m } from '../../i18n/index.ts'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'
import { type ListState, nextSort } from './list-state.ts'
import type { ListColumn } from './types.ts'
import { useScrollMargin } from './use-scroll-margin.ts'

/** Below this many rows all are drawn: find-in-page and printing see them. */
const drawAllMax = 120
const rowHeightPx = 36

export function RowsTable<T extends RowData>({ view, list }: { view: RowsView<T>; list: ListState }) {
  const { rows, columns, label } = view
  const place = useRef<HTMLTableElement>(null)
  const top = useScrollMargin(place)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    scrollMargin: top,
    getItemKey: index => rows[index]?.id ?? index,
    enabled: rows.length > drawAllMax,
  })
  const all = rows.length <= drawAllMax
  const items = all ? rows.map((_, index) => ({ index, start: 0, end: 0 })) : virtual.getVirtualItems()
  const before = all ? 0 : (items[0]?.start ?? top) - top
  const after = all ? 0 : virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  const width = columns.length + (view.onPick ? 1 : 0)
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
          {before > 0 ? <Spacer height={before} span={width} /> : null}
          {items.map(item => (
            <TableRow
              key={rows[item.index]?.id ?? item.index}
              view={view}
              index={item.index}
              measure={all ? undefined : virtual.measureElement}
            />
          ))}
          {after > 0 ? <Spacer height={after} span={width} /> : null}
        </tbody>
      </table>
    </div>
  )
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row holds nothing that could be focused
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
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

/** A click that means the row, not something in it and not the end of selecting text. */
export function meansRow(event: MouseEvent): boolean {
  if (event.defaultPrevented || (event.target as Element).closest('a, button, input, label, [role=button]'))
    return false
  return !window.getSelection()?.toString()
}

interface TableRowProps<T extends RowData> {
  view: RowsView<T>
  index: number
  measure: ((node: Element | null) => void) | undefined
}

function PlainRow<T extends RowData>({ view, index, measure }: TableRowProps<T>) {
  const row = view.rows[index]
  if (!row) return null
  const picked = view.isPicked(row.id)
  const href = view.rowHref?.(row.original)
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={row.id}
      data-at={view.at === index || undefined}
      data-picked={picked || undefined}
      aria-rowindex={index + 2}
      className={href ? classes.opens : undefined}
      onClick={event => {
        view.setAt(index)
        if (href && meansRow(event)) view.open(index)
      }}
    >
      {view.onPick ? (
        <td className={classes.pick}>
          <Checkbox
            size="xs"
            aria-label={m.ui_list_pick({ name: view.rowName(row.original) })}
            checked={picked}
            onChange={event => view.onPick?.(index, (event.nativeEvent as PointerEvent).shiftKey)}
          />
        </td>
      ) : null}
      {view.columns.map((column, place) => {
        const cell = column.cell(row.original)
        const link = href && (view.linkColumn === column.id || (!view.linkColumn && place === 0))
        return (
          <td key={column.id} style={{ textAlign: column.align }}>
            {link ? (
              <Go to={href} fw={600}>
                {cell}
              </Go>
            ) : (
              cell
            )}
          </td>
        )
      })}
    </tr>
  )
}

/** While one scrolls, rows that stay in sight are not drawn again. */
const TableRow = memo(PlainRow) as typeof PlainRow
