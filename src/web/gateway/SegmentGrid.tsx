// All segments of an interchange in one grid of which only what is in sight is drawn; the arrow keys walk it.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { FindingAtLine } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { roles } from './grid-roles.ts'
import classes from './Inspector.module.css'
import { SegmentRow } from './SegmentRow.tsx'
import { useSegments } from './use-segments.ts'

/** No browser scrolls a box higher than some ten million pixels: longer interchanges are shown in parts. */
export const partLines = 100_000
const rowHeightPx = 52
/** A short one is shown whole, as far down as it goes; the page scrolls, not a box in it. */
const shortLines = 40
const pageStep = 20

export interface SegmentGridProps {
  interchangeId: string
  total: number
  /** The segment that is picked, counted from 0 over all parts. */
  current: number
  onPick: (line: number) => void
  findingsAt: ReadonlyMap<number, readonly FindingAtLine[]>
  sought: string
}

export function SegmentGrid({ interchangeId, total, current, onPick, findingsAt, sought }: SegmentGridProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const part = Math.floor(current / partLines) * partLines
  const rows = useVirtualizer({
    count: Math.min(partLines, total - part),
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
    getItemKey: index => part + index,
  })
  const items = rows.getVirtualItems()
  const segments = useSegments(
    interchangeId,
    items.map(item => part + item.index),
  )
  // Drawn at another place once its height is known; the row that is picked stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves when another is picked, not when rows are measured
  useEffect(() => rows.scrollToIndex(current - part, { align: 'auto' }), [current, part])
  const whole = total <= shortLines
  useFollowed(whole, current, `${id}-${current}`)

  const walk = (event: KeyboardEvent) => {
    const next = nextOf(event.key, current, total)
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onPick(next)
  }
  const nameOf = (line: number) => `${id}-${line}`
  const isDrawn = items.some(item => part + item.index === current)
  const grid = {
    ...roles.grid,
    'aria-label': m.gateway_contents(),
    'aria-rowcount': total + 1,
    'aria-colcount': 3,
    'aria-activedescendant': isDrawn ? nameOf(current) : undefined,
    onKeyDown: walk,
  }
  return (
    <>
      {segments.problem ? <ProblemAlert problem={segments.problem} onRetry={segments.retry} /> : null}
      <div ref={box} className={classes.grid} data-whole={whole || undefined} {...grid}>
        <Head />
        <div {...roles.rows} className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {items.map(({ key, index, start }) => (
            <SegmentRow
              key={key}
              id={nameOf(part + index)}
              line={part + index}
              index={index}
              measure={rows.measureElement}
              style={{ transform: `translateY(${start}px)` }}
              segment={segments.at(part + index)}
              findings={findingsAt.get(part + index) ?? []}
              separators={segments.separators}
              sought={sought}
              current={part + index === current}
              onPick={() => onPick(part + index)}
            />
          ))}
        </div>
      </div>
    </>
  )
}

/** Shown whole, the page is scrolled to the row that is picked; as it opens nobody picked one yet, and it stays at its top. */
function useFollowed(whole: boolean, current: number, name: string) {
  const shown = useRef(current)
  useEffect(() => {
    if (whole && shown.current !== current) document.getElementById(name)?.scrollIntoView({ block: 'nearest' })
    shown.current = current
  }, [whole, current, name])
}

const headRow = { ...roles.row, 'aria-rowindex': 1 }

function Head() {
  return (
    <div {...roles.rows} className={classes.head}>
      <div {...headRow} className={classes.headRow}>
        {[m.gateway_col_place(), m.gateway_col_raw(), m.gateway_col_words()].map(label => (
          <div key={label} {...roles.head}>
            {label}
          </div>
        ))}
      </div>
    </div>
  )
}

function nextOf(key: string, at: number, total: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: pageStep,
    PageUp: -pageStep,
    Home: -total,
    End: total,
  }
  const step = steps[key]
  return step === undefined ? undefined : Math.min(total - 1, Math.max(0, at + step))
}
