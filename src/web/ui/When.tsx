// An instant in the reader's own zone; the contract's zone and UTC on hover or focus. And a local date as it is.
import { Text } from '@mantine/core'
import { dateText, fullInstantText, hereZone, instantText, timeText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { serverClock } from '../server-clock.ts'
import { hideTip, showTip } from './tip.ts'
import classes from './When.module.css'

interface WhenProps {
  /** Instant as ISO text. */
  at: string | Date
  /** The zone the parties agreed to count in, when it is not the reader's. */
  contractZone?: string | undefined
  /** `time`: only the hour, where it is of today. */
  show?: 'instant' | 'time'
}

export function When({ at, contractZone, show = 'instant' }: WhenProps) {
  const instant = typeof at === 'string' ? new Date(at) : at
  // The words are put together when somebody looks: a long list has thousands of these.
  const tell = (node: HTMLElement) => showTip(node, zoneLines(instant, contractZone))
  return (
    <time
      className={classes.when}
      dateTime={instant.toISOString()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what hovering shows
      tabIndex={0}
      onMouseEnter={event => tell(event.currentTarget)}
      onMouseLeave={hideTip}
      onFocus={event => tell(event.currentTarget)}
      onBlur={hideTip}
    >
      {show === 'time' && isToday(instant) ? timeText(instant) : instantText(instant, serverClock.now())}
    </time>
  )
}

const isToday = (instant: Date) => instant.toDateString() === new Date(serverClock.now()).toDateString()

/** The instant in full: the reader's zone, the contract's, UTC; each once. */
export function zoneLines(instant: Date, contractZone: string | undefined): string[] {
  const lines = [m.ui_when_yours({ time: fullInstantText(instant) })]
  if (contractZone && contractZone !== hereZone) {
    lines.push(m.ui_when_contract({ zone: contractZone, time: fullInstantText(instant, contractZone) }))
  }
  if (hereZone !== 'UTC' && contractZone !== 'UTC') lines.push(m.ui_when_utc({ time: fullInstantText(instant, 'UTC') }))
  return lines
}

/** In which zone a list says its instants, where the parties count in another than the reader's: once for each list. */
export function ZoneNote({ contractZone, said = hereZone }: { contractZone: string; said?: string }) {
  if (contractZone === hereZone) return null
  return (
    <Text size="xs" c="dimmed" mb={4}>
      {said === hereZone ? m.ui_zone_yours({ zone: said }) : m.ui_zone_contract({ zone: said })}
    </Text>
  )
}

/** A day of the calendar (`2026-11-30`), the same for every reader. */
export function Day({ date }: { date: string }) {
  return <time dateTime={date}>{dateText(date, serverClock.now())}</time>
}
