// The days of a clock, drawn: what was open, what counted and what stood still, with marks that tell when what happened.
import { type CSSProperties, Fragment } from 'react'
import type { ClockDetail, DrawnDay } from '../../sla/api.ts'
import { besides, isOn, type Mark, marksOf, pausesOn, placeIn } from '../../sla/day-marks.ts'
import { dateText } from '../i18n/format.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { hideTip, showTip } from '../ui/tip.ts'
import { asideText, linesOf, skippedText, stepsBetween } from './day-words.ts'
import classes from './WhyDue.module.css'

export function DrawnDays({ clock, days }: { clock: ClockDetail; days: readonly DrawnDay[] }) {
  const marks = marksOf(clock)
  return (
    <ol className={classes.days}>
      {days.map((day, i) => (
        <Fragment key={day.date}>
          <Skipped before={days[i - 1]} day={day} marks={marks} />
          <Day day={day} clock={clock} marks={marks.filter(mark => isOn(day, mark))} />
        </Fragment>
      ))}
    </ol>
  )
}

interface SkippedProps {
  before: DrawnDay | undefined
  day: DrawnDay
  marks: readonly Mark[]
}

function Skipped({ before, day, marks }: SkippedProps) {
  if (!before || !day.skipped) return null
  return <li className={classes.skipped}>{skippedText(day.skipped, stepsBetween(before, day, marks))}</li>
}

interface DayProps {
  day: DrawnDay
  clock: ClockDetail
  marks: readonly Mark[]
}

function Day({ day, clock, marks }: DayProps) {
  const now = useServerNow(ms => nowOn(day, ms))
  const isNow = Number.isFinite(now) && clock.stoppedAt === null
  const pauses = pausesOn(day, clock, now)
  const onDay = { day, clock, marks, pauses, now: isNow ? now : undefined }
  const lines = linesOf(onDay)
  // What is not said beside it is told to who points at it, or comes by with the keyboard.
  const tells = lines.length > 1
  return (
    <li className={classes.day}>
      <span className={classes.date}>{dateText(day.date)}</span>
      <div
        className={classes.track}
        role="img"
        aria-label={lines.join('; ')}
        data-holiday={day.holiday !== null || undefined}
        // The keyboard must reach what hovering shows.
        tabIndex={tells ? 0 : undefined}
        onMouseEnter={tells ? event => showTip(event.currentTarget, lines) : undefined}
        onMouseLeave={hideTip}
        onFocus={tells ? event => showTip(event.currentTarget, lines) : undefined}
        onBlur={hideTip}
      >
        <Stretches is="open" day={day} spans={day.open.map(instants)} />
        <Stretches is="closed" day={day} spans={day.closed.map(instants)} />
        <Stretches is="counted" day={day} spans={day.counted.map(instants)} />
        <Stretches is="paused" day={day} spans={pauses} />
        {marks.map(mark => (
          <span
            key={`${mark.is} ${mark.level}`}
            className={classes.mark}
            data-is={mark.is}
            style={{ left: percent(placeIn(day, mark.at)), '--beside': besides(marks, mark) } as CSSProperties}
          />
        ))}
        {isNow ? <span className={classes.mark} data-is="now" style={{ left: percent(placeIn(day, now)) }} /> : null}
      </div>
      <span className={classes.aside}>{asideText(onDay)}</span>
    </li>
  )
}

/** To a thousandth of the day, so that it is drawn again only when something moves; before the day and after it without end. */
function nowOn(day: DrawnDay, ms: number): number {
  const place = placeIn(day, ms)
  if (place < 0) return Number.NEGATIVE_INFINITY
  if (place >= 1) return Number.POSITIVE_INFINITY
  const begin = Date.parse(day.from)
  return begin + ((Date.parse(day.to) - begin) * Math.floor(place * 1000)) / 1000
}

const percent = (place: number): string => `${100 * place}%`
const instants = ({ from, to }: { from: string; to: string }) => ({ from: Date.parse(from), to: Date.parse(to) })

interface StretchesProps {
  is: 'open' | 'closed' | 'counted' | 'paused'
  day: DrawnDay
  spans: readonly { from: number; to: number }[]
}

function Stretches({ is, day, spans }: StretchesProps) {
  return spans.map(({ from, to }) => {
    const left = placeIn(day, from)
    const style = { left: percent(left), width: percent(placeIn(day, to) - left) }
    return <span key={from} className={classes.stretch} data-is={is} style={style} />
  })
}
