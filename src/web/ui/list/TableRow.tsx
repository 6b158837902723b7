// One row of a list's table.
import { Checkbox } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import { type MouseEvent, memo } from 'react'
import { Go } from '../../go.tsx'
import { m } from '../../i18n/index.ts'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'

/** A click that means the row, not something in it and not the end of selecting text. */
export function meansRow(event: MouseEvent): boolean {
  const clicked = event.target as Element
  if (event.defaultPrevented || clicked.closest('a, button, input, label, [role=button]')) return false
  // What a dialog of the row is clicked on comes here, too, though it stands elsewhere in the page.
  if (!event.currentTarget.contains(clicked)) return false
  return !window.getSelection()?.toString()
}

interface TableRowProps<T extends RowData> {
  view: RowsView<T>
  index: number
  measure?: ((node: Element | null) => void) | undefined
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
          <td key={column.id} style={{ textAlign: column.align, whiteSpace: column.nowrap ? 'nowrap' : undefined }}>
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
export const TableRow = memo(PlainRow) as typeof PlainRow
