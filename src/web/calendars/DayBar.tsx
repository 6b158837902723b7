// A day from midnight to midnight, its hours filled: dragged over to open them, by an edge to change them, or moved by the keys.
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { m } from '../i18n/index.ts'
import classes from './DayBar.module.css'
import {
  type Block,
  blocksOf,
  moved,
  type Opening,
  opened,
  resized,
  STEP_MINUTES,
  snapped,
  timeOf,
} from './drag-hours.ts'

interface DayBarProps {
  day: string
  /** Where it stands how this is used. */
  hintId: string
  openings: Opening[]
  onChange: (openings: Opening[]) => void
}

/** What is dragged, and since which minute. */
interface Drag {
  what: { kind: 'open' } | { kind: 'move' | 'from' | 'to'; at: number }
  since: number
  now: number
}

const DAY_MINUTES = 1440
const percent = (minute: number): string => `${(minute / DAY_MINUTES) * 100}%`

/** Hours of the day, written under a bar. */
const written = [0, 6, 12, 18, 24]

export function HoursOfDay() {
  return (
    <div className={classes.axis} aria-hidden>
      {written.map(hour => (
        <span key={hour} style={{ left: percent(hour * 60) }}>
          {hour}
        </span>
      ))}
    </div>
  )
}

export function DayBar({ day, hintId, openings, onChange }: DayBarProps) {
  const [drag, setDrag] = useState<Drag>()
  const shown = drag ? dragged(openings, drag) : openings
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    const at = minuteAt(event)
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ what: heldBy(event.target), since: at, now: at })
  }
  const go = (event: PointerEvent<HTMLDivElement>) => drag && setDrag({ ...drag, now: minuteAt(event) })
  const end = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag) return
    setDrag(undefined)
    const became = dragged(openings, { ...drag, now: minuteAt(event) })
    if (!isSame(became, openings)) onChange(became)
  }
  return (
    <div
      className={classes.bar}
      data-bar
      data-dragging={drag !== undefined || undefined}
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
    >
      {blocksOf(shown).map(block => (
        <Hours
          key={block.at}
          block={block}
          name={nameOf(day, shown[block.at])}
          hintId={hintId}
          onKey={event => {
            const became = byKey(openings, block, event)
            if (!became) return
            event.preventDefault()
            onChange(became)
          }}
        />
      ))}
      {drag && !isSame(shown, openings) ? <span className={classes.said}>{saidOf(shown)}</span> : null}
    </div>
  )
}

interface HoursProps {
  block: Block
  name: string
  hintId: string
  onKey: (event: KeyboardEvent) => void
}

function Hours({ block, name, hintId, onKey }: HoursProps) {
  const { at, from, to, overnight } = block
  return (
    <button
      type="button"
      className={classes.hours}
      style={{ left: percent(from), width: percent(to - from) }}
      aria-label={name}
      aria-describedby={hintId}
      data-hold="move"
      data-at={at}
      onKeyDown={onKey}
    >
      <span className={classes.edge} data-hold="from" data-at={at} />
      {overnight ? null : <span className={classes.edge} data-hold="to" data-at={at} />}
    </button>
  )
}

function heldBy(target: EventTarget): Drag['what'] {
  const { hold, at } = target instanceof HTMLElement ? target.dataset : {}
  return hold === 'move' || hold === 'from' || hold === 'to' ? { kind: hold, at: Number(at) } : { kind: 'open' }
}

/** Unrounded: what is moved goes by how far the pointer went. */
function minuteAt({ currentTarget, clientX }: PointerEvent<HTMLDivElement>): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return ((clientX - left) / width) * DAY_MINUTES
}

function dragged(openings: Opening[], { what, since, now }: Drag): Opening[] {
  const by = Math.round((now - since) / STEP_MINUTES) * STEP_MINUTES
  // Pressed and not dragged: only the block in focus changes.
  if (by === 0) return openings
  switch (what.kind) {
    case 'open':
      return opened(openings, snapped(since), snapped(now))
    case 'move':
      return moved(openings, what.at, by)
    case 'from':
    case 'to':
      return resized(openings, what.at, what.kind, snapped(now))
  }
}

/** What a key does to the block in focus; undefined: it is not for us. */
function byKey(openings: Opening[], { at, to }: Block, { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent) {
  if (altKey || ctrlKey || metaKey) return undefined
  if (key === 'Delete' || key === 'Backspace') return openings.filter((_, i) => i !== at)
  const by = key === 'ArrowLeft' || key === 'ArrowDown' ? -1 : key === 'ArrowRight' || key === 'ArrowUp' ? 1 : 0
  if (by === 0) return undefined
  return shiftKey ? resized(openings, at, 'to', to + by * STEP_MINUTES) : moved(openings, at, by * STEP_MINUTES)
}

const isSame = (a: readonly Opening[], b: readonly Opening[]): boolean => saidOf(a) === saidOf(b)

const saidOf = (openings: readonly Opening[]): string =>
  blocksOf(openings)
    .map(({ at, from }) => `${timeOf(from)}–${openings[at]?.close ?? ''}`)
    .join(', ')

const nameOf = (day: string, opening: Opening | undefined): string =>
  m.calendars_hours_block({ day, open: opening?.open ?? '', close: opening?.close ?? '' })
