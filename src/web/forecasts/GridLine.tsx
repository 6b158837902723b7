// The parts of a grid of weeks that are drawn: its head, a line, a cell.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn in part both ways and keep its head in place
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are heard by the grid
import type { VirtualItem } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { GridCell, GridRow, GridWeek } from './grid-cell.ts'
import classes from './WeekGrid.module.css'

export const headPx = 34

interface Across {
  weeks: readonly GridWeek[]
  /** The weeks in sight. */
  shown: readonly VirtualItem[]
  width: number
  namePx: number
}

const weekText = (week: GridWeek | undefined): string => dateText(week?.start ?? '1970-01-05')

export function GridHead({ weeks, shown, width, namePx }: Across) {
  return (
    <div className={classes.head} role="row" aria-rowindex={1} style={{ height: headPx }}>
      <div className={classes.corner} role="columnheader" aria-colindex={1} style={{ width: namePx }}>
        {m.forecasts_col_item()}
      </div>
      <div className={classes.cells} style={{ width }} role="presentation">
        {shown.map(item => (
          <div
            key={item.key}
            role="columnheader"
            aria-colindex={item.index + 2}
            className={classes.week}
            data-firm={weeks[item.index]?.zone === 'firm' || undefined}
            style={{ left: item.start, width: item.size }}
          >
            {weekText(weeks[item.index]).replace(/^[^ ]+ /, '')}
          </div>
        ))}
      </div>
    </div>
  )
}

/** How a cell was picked: a click, a tap of a finger, a double click. */
export type Pick = 'once' | 'tap' | 'twice'

interface GridLineProps extends Across {
  row: GridRow
  /** Its place and height. */
  line: VirtualItem
  cell: (week: number) => GridCell
  cellId: (week: number) => string
  activeWeek: number | undefined
  onPick: (week: number, how: Pick) => void
  /** What is being typed into the active cell. */
  typing: ReactNode
}

export function GridLine({ row, line, cell, cellId, activeWeek, onPick, typing, ...across }: GridLineProps) {
  const { weeks, shown, width, namePx } = across
  return (
    <div
      role="row"
      aria-rowindex={line.index + 2}
      className={row.out ? `${classes.row} ${classes.out}` : classes.row}
      style={{ top: line.start + headPx, height: line.size, width: width + namePx }}
    >
      <div className={classes.name} role="rowheader" aria-colindex={1} style={{ width: namePx }}>
        <div className={classes.nameWords}>
          <div title={row.name}>{row.name}</div>
          <div className={classes.nameDetail} title={row.detail}>
            {row.detail}
          </div>
        </div>
        {row.tool}
      </div>
      <div className={classes.cells} style={{ width }} role="presentation">
        {shown.map(item => (
          <Cell
            key={item.key}
            id={cellId(item.index)}
            cell={cell(item.index)}
            name={m.forecasts_cell_week({ item: row.name, week: weekText(weeks[item.index]) })}
            column={item.index + 2}
            active={activeWeek === item.index}
            style={{ left: item.start, width: item.size }}
            onPick={how => onPick(item.index, how)}
          >
            {activeWeek === item.index ? typing : null}
          </Cell>
        ))}
      </div>
    </div>
  )
}

interface CellProps {
  id: string
  cell: GridCell
  name: string
  column: number
  active: boolean
  style: { left: number; width: number }
  onPick: (how: Pick) => void
  children: ReactNode
}

function Cell({ id, cell, name, column, active, style, onPick, children }: CellProps) {
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={column}
      aria-label={`${name}: ${cell.words}`}
      aria-selected={active}
      title={cell.words}
      className={classes.cell}
      data-tone={cell.tone}
      data-active={active || undefined}
      style={style}
      onClick={({ nativeEvent }) => onPick((nativeEvent as PointerEvent).pointerType === 'touch' ? 'tap' : 'once')}
      onDoubleClick={() => onPick('twice')}
    >
      {cell.mark ? (
        <span className={classes.mark} aria-hidden="true">
          {cell.mark}
        </span>
      ) : null}
      {cell.shown || '\u00a0'}
      {cell.below ? <div className={classes.below}>{cell.below}</div> : null}
      {children}
    </div>
  )
}
