// Lists too long to draw whole: only what is in sight is drawn. Loaded when the first such list is shown.
import type { RowData } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useRef } from 'react'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'
import { RowCard } from './RowCard.tsx'
import { TableRow } from './TableRow.tsx'
import { useScrollMargin } from './use-scroll-margin.ts'

const rowHeightPx = 36
const cardHeightPx = 132

interface LongRowsProps<T extends RowData> {
  view: RowsView<T>
  /** The table they stand in. */
  place: RefObject<HTMLElement | null>
}

export function LongRows<T extends RowData>({ view, place }: LongRowsProps<T>) {
  const { rows, columns } = view
  const top = useScrollMargin(place)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    scrollMargin: top,
    getItemKey: index => rows[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const before = (items[0]?.start ?? top) - top
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  const span = columns.length + (view.onPick ? 1 : 0)
  return (
    <>
      {before > 0 ? <Spacer height={before} span={span} /> : null}
      {items.map(item => (
        <TableRow key={item.key} view={view} index={item.index} measure={virtual.measureElement} />
      ))}
      {after > 0 ? <Spacer height={after} span={span} /> : null}
    </>
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

export function LongCards<T extends RowData>({ view }: { view: RowsView<T> }) {
  const place = useRef<HTMLUListElement>(null)
  const top = useScrollMargin(place)
  const virtual = useWindowVirtualizer({
    count: view.rows.length,
    estimateSize: () => cardHeightPx,
    overscan: 6,
    scrollMargin: top,
    getItemKey: index => view.rows[index]?.id ?? index,
  })
  return (
    <ul ref={place} className={classes.cards} aria-label={view.label} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(item => (
        <li
          key={item.key}
          ref={virtual.measureElement}
          data-index={item.index}
          className={`${classes.cardPlace} ${classes.floating}`}
          style={{ transform: `translateY(${item.start - top}px)` }}
        >
          <RowCard view={view} index={item.index} />
        </li>
      ))}
    </ul>
  )
}
