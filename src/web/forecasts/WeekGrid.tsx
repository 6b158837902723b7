// Weeks across, items down: a grid for keyboard and pasted cells. However large, only what is in sight is drawn.
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { CellInput } from './CellInput.tsx'
import { GridHead, GridLine, headPx, type Pick } from './GridLine.tsx'
import type { GridCell, GridChange, GridRow, GridWeek } from './grid-cell.ts'
import { type Place, stepOf, tableOf } from './grid-keys.ts'
import classes from './WeekGrid.module.css'

interface WeekGridProps {
  label: string
  weeks: readonly GridWeek[]
  rows: readonly GridRow[]
  cell: (row: number, week: number) => GridCell
  /** Left out: the grid is only read. */
  onChange?: ((changes: GridChange[]) => void) | undefined
}

const rowPx = 42
const weekPx = 84

export function WeekGrid(props: WeekGridProps) {
  const { label, weeks, rows, cell, onChange } = props
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const narrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false })
  const namePx = narrow ? 128 : 248
  const { down, across } = useSight(props, frame, namePx)
  const { active, typing, pick, leave, onKeyDown, onPaste } = useTypingIn(props, frame, place => {
    down.scrollToIndex(place.row)
    across.scrollToIndex(place.week)
  })
  const width = across.getTotalSize()
  const shown = across.getVirtualItems()
  const parts = { weeks, shown, width, namePx }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part both ways and keep its head in place */}
      <div
        ref={frame}
        className={classes.frame}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={weeks.length + 1}
        aria-readonly={!onChange}
        aria-activedescendant={rows.length > 0 ? `${id}-${active.row}-${active.week}` : undefined}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <div className={classes.inner} style={{ width: width + namePx, height: down.getTotalSize() + headPx }}>
          <GridHead {...parts} />
          {down.getVirtualItems().map(line => {
            const row = rows[line.index]
            if (!row) return null
            const isActive = active.row === line.index
            return (
              <GridLine
                key={row.key}
                {...parts}
                row={row}
                line={line}
                cell={week => cell(line.index, week)}
                cellId={week => `${id}-${line.index}-${week}`}
                activeWeek={isActive ? active.week : undefined}
                onPick={(week, how) => pick({ row: line.index, week }, how)}
                typing={
                  isActive && typing !== undefined ? (
                    <CellInput {...typing} onLeave={leave} at={active} name={row.name} />
                  ) : null
                }
              />
            )
          })}
        </div>
      </div>
      <ActiveWords
        row={rows[active.row]}
        week={weeks[active.week]}
        cell={rows.length > 0 ? cell(active.row, active.week) : undefined}
      />
    </>
  )
}

interface ActiveWordsProps {
  row: GridRow | undefined
  week: GridWeek | undefined
  cell: GridCell | undefined
}

/** The active cell in words, its reason too: what a pointer resting on it would read, for fingers and keys. */
function ActiveWords({ row, week, cell }: ActiveWordsProps) {
  if (!row || !week || !cell) return null
  // Screen readers hear it from the cell itself.
  return (
    <div className={classes.activeWords} aria-hidden="true">
      {m.forecasts_cell_week({ item: row.name, week: dateText(week.start) })}: {cell.words}
    </div>
  )
}

/** The rows and weeks in sight. */
function useSight({ rows, weeks }: WeekGridProps, frame: RefObject<HTMLDivElement | null>, namePx: number) {
  const getScrollElement = () => frame.current
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollPaddingStart: headPx,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: weeks.length,
    getScrollElement,
    estimateSize: () => weekPx,
    overscan: 3,
    scrollPaddingStart: namePx,
  })
  return { down, across }
}

/** What stands in the cell that is typed into, and whether it was typed just now. */
interface Typing {
  text: string
  typed: boolean
}

/** Which cell is active, what is typed into it, and what keys and the clipboard do. */
function useTypingIn(
  { rows, weeks, cell, onChange }: WeekGridProps,
  frame: RefObject<HTMLDivElement | null>,
  show: (place: Place) => void,
) {
  const [active, setActive] = useState<Place>({ row: 0, week: 0 })
  const [typing, setTyping] = useState<Typing | undefined>()
  const textAt = ({ row, week }: Place) => cell(row, week).text
  const goTo = (place: Place) => {
    const row = Math.max(0, Math.min(rows.length - 1, place.row))
    const week = Math.max(0, Math.min(weeks.length - 1, place.week))
    setActive({ row, week })
    show({ row, week })
  }
  const pick = (place: Place, how: Pick) => {
    const again = place.row === active.row && place.week === active.week
    // A phone has no keys that begin to type: there the second tap does, like a double click.
    if (onChange && (how === 'twice' || (how === 'tap' && again))) {
      setActive(place)
      setTyping({ text: textAt(place), typed: false })
    } else setActive(place)
  }
  const leave = (text: string | undefined, then?: Place) => {
    setTyping(undefined)
    if (text !== undefined && text !== textAt(active)) onChange?.([{ ...active, text }])
    if (!then) return
    frame.current?.focus({ preventScroll: true })
    goTo(then)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // A button beside a name has keys of its own.
    if (typing !== undefined || event.target !== frame.current || rows.length === 0) return
    const step = stepOf(event, active, { rows: rows.length, weeks: weeks.length })
    if (step) goTo(step)
    else if (!onChange || event.ctrlKey || event.metaKey || event.altKey) return
    else if (event.key === 'Enter' || event.key === 'F2') setTyping({ text: textAt(active), typed: false })
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange([{ ...active, text: '' }])
    else if (/^[-−\d.,]$/.test(event.key)) setTyping({ text: event.key, typed: true })
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    if (!onChange || typing !== undefined) return
    event.preventDefault()
    const changes = tableOf(event.clipboardData.getData('text/plain')).flatMap((cells, r) =>
      cells.map((text, c) => ({ row: active.row + r, week: active.week + c, text })),
    )
    onChange(changes.filter(({ row, week }) => row < rows.length && week < weeks.length))
  }
  return { active, typing, pick, leave, onKeyDown, onPaste }
}
