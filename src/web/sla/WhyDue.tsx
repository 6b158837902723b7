// Why something is due then: the days drawn with what was open and what counted, and sentences that add up to the target.
import { Paper } from '@mantine/core'
import type { CSSProperties } from 'react'
import type { ClockDetail, DrawnDay, Span } from '../../sla/api.ts'
import { dateText, timeText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { spanOf, spanText } from '../ui/countdown-text.ts'
import { ZoneNote } from '../ui/When.tsx'
import classes from './WhyDue.module.css'

const MINUTE_MS = 60_000

export function WhyDue({ clock }: { clock: ClockDetail }) {
  const minutes = clock.days.flatMap(day => day.counted).reduce((sum, span) => sum + span.minutes, 0)
  const hasPause = clock.days.some(day => day.paused.length > 0)
  return (
    <Paper>
      <ZoneNote contractZone={clock.zone} said={clock.zone} />
      <Legend clock={clock} hasPause={hasPause} />
      <ol className={classes.days}>
        {clock.days.map(day => (
          <Day key={day.date} day={day} clock={clock} />
        ))}
      </ol>
      <Hours />
      <ul className={classes.sentences}>
        {clock.explanation.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        {clock.note ? <li>{clock.note}</li> : null}
      </ul>
      <p className={classes.sum}>
        {minutes > 0
          ? m.sla_why_sum({ minutes: minutesText(minutes), target: clock.target })
          : m.sla_why_days({ target: clock.target })}
      </p>
    </Paper>
  )
}

const minutesText = (minutes: number): string => spanText(spanOf(Math.round(minutes * MINUTE_MS)))

/** Where an instant stands in its day, which may have 23 or 25 hours. */
function placeIn(day: DrawnDay, at: string | number): number {
  const from = Date.parse(day.from)
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return (100 * (ms - from)) / (Date.parse(day.to) - from)
}

const isIn = (day: DrawnDay, ms: number): boolean => ms >= Date.parse(day.from) && ms < Date.parse(day.to)

function stretchStyle(day: DrawnDay, { from, to }: Span): CSSProperties {
  const left = placeIn(day, from)
  return { left: `${left}%`, width: `${placeIn(day, to) - left}%` }
}

function Day({ day, clock }: { day: DrawnDay; clock: ClockDetail }) {
  const now = useServerNow(ms => (isIn(day, ms) ? Math.floor(placeIn(day, ms) * 10) / 10 : -1))
  const counted = day.counted.reduce((sum, span) => sum + span.minutes, 0)
  // What ends a day at midnight is that day's, not the next one's.
  const dueMs = Date.parse(clock.dueAt)
  const due = isIn(day, dueMs) || (dueMs === Date.parse(day.to) && day === clock.days.at(-1))
  return (
    <li className={classes.day}>
      <span className={classes.date}>{dateText(day.date)}</span>
      <div
        className={classes.track}
        role="img"
        aria-label={[
          m.sla_day_label({ date: dateText(day.date), minutes: minutesText(counted) }),
          aside(day),
          ...day.closed.map(span => closedText(span, clock.zone)),
        ].join(' ')}
        data-holiday={day.holiday !== null || undefined}
      >
        {day.open.map(span => (
          <span key={`o${span.from}`} className={classes.open} style={stretchStyle(day, span)} />
        ))}
        {day.closed.map(span => (
          <span
            key={`x${span.from}`}
            className={classes.closed}
            style={stretchStyle(day, span)}
            title={closedText(span, clock.zone)}
          />
        ))}
        {day.counted.map(span => (
          <span
            key={`c${span.from}`}
            className={classes.counted}
            style={stretchStyle(day, span)}
            title={`${timeText(new Date(span.from), clock.zone)}–${timeText(new Date(span.to), clock.zone)}`}
          />
        ))}
        {day.paused.map(span => (
          <span key={`p${span.from}`} className={classes.paused} style={stretchStyle(day, span)} />
        ))}
        {isIn(day, Date.parse(clock.startedAt)) ? (
          <span className={classes.began} style={{ left: `${placeIn(day, clock.startedAt)}%` }} />
        ) : null}
        {due ? <span className={classes.due} style={{ left: `${placeIn(day, clock.dueAt)}%` }} /> : null}
        {now >= 0 ? <span className={classes.now} style={{ left: `${now}%` }} /> : null}
      </div>
      <span className={classes.aside}>
        {counted > 0 ? `${minutesText(counted)} ` : ''}
        {aside(day)}
      </span>
    </li>
  )
}

/** Of two calendars, whose closure it is. */
const closedText = ({ from, to, calendar }: DrawnDay['closed'][number], zone: string): string =>
  m.sla_day_only({ from: timeText(new Date(from), zone), to: timeText(new Date(to), zone), calendar })

function aside(day: DrawnDay): string {
  if (day.holiday !== null) return day.holiday
  if (day.number !== null) return m.sla_day_number({ n: day.number })
  return day.open.length === 0 ? m.sla_day_closed() : ''
}

function Legend({ clock, hasPause }: { clock: ClockDetail; hasPause: boolean }) {
  const hasHoliday = clock.days.some(day => day.holiday !== null)
  const entries = [
    { is: 'open', label: m.sla_legend_open(), shown: true },
    { is: 'closed', label: m.sla_legend_closed(), shown: clock.days.some(day => day.closed.length > 0) },
    { is: 'counted', label: m.sla_legend_counted(), shown: clock.days.some(day => day.counted.length > 0) },
    { is: 'holiday', label: m.sla_legend_holiday(), shown: hasHoliday },
    { is: 'paused', label: m.sla_legend_paused(), shown: hasPause },
    { is: 'began', label: m.sla_legend_start(), shown: true },
    { is: 'due', label: m.sla_legend_due(), shown: true },
    { is: 'now', label: m.sla_legend_now(), shown: true },
  ]
  return (
    <ul className={classes.legend} aria-hidden="true">
      {entries
        .filter(({ shown }) => shown)
        .map(({ is, label }) => (
          <li key={is}>
            <span className={classes.sample} data-is={is} />
            {label}
          </li>
        ))}
    </ul>
  )
}

/** The hours under the days; on a day when the clocks change they are about right. */
function Hours() {
  return (
    <div className={classes.day} aria-hidden="true">
      <span />
      <div className={classes.hours}>
        {[0, 6, 12, 18, 24].map(hour => (
          <span key={hour} style={{ left: `${(100 * hour) / 24}%` }}>
            {hour}
          </span>
        ))}
      </div>
      <span />
    </div>
  )
}
