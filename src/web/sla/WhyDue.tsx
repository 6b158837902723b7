// Why something is due then: its days drawn until it was due and has stopped, and sentences that add up to the target.
import { Paper } from '@mantine/core'
import type { ClockDetail, DrawnDay } from '../../sla/api.ts'
import { daysUntil, isIn, isOn, marksOf, pausesOn } from '../../sla/day-marks.ts'
import { m } from '../i18n/index.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { ZoneNote } from '../ui/When.tsx'
import { DrawnDays } from './DrawnDays.tsx'
import { minutesText, stepsAfter } from './day-words.ts'
import classes from './WhyDue.module.css'

export function WhyDue({ clock }: { clock: ClockDetail }) {
  const { countedMinutes, target } = clock
  const days = daysUntil(
    clock,
    useServerNow(ms => Date.parse(daysUntil(clock, ms).at(-1)?.from ?? '')),
  )
  const later = stepsAfter(days, marksOf(clock))
  return (
    <Paper>
      <ZoneNote contractZone={clock.zone} said={clock.zone} />
      <Legend clock={clock} days={days} />
      <DrawnDays clock={clock} days={days} />
      <Hours />
      {later > 0 ? <p className={classes.later}>{m.sla_steps_later({ n: later })}</p> : null}
      <ul className={classes.sentences}>
        {clock.explanation.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
        {clock.note ? <li>{clock.note}</li> : null}
      </ul>
      <p className={classes.sum}>
        {countedMinutes > 0
          ? m.sla_why_sum({ minutes: minutesText(countedMinutes), target })
          : m.sla_why_days({ target })}
      </p>
    </Paper>
  )
}

/** Of what is drawn, and nothing else. */
function Legend({ clock, days }: { clock: ClockDetail; days: readonly DrawnDay[] }) {
  const isPaused = useServerNow(ms => days.some(day => pausesOn(day, clock, ms).length > 0))
  const isNow = useServerNow(ms => clock.stoppedAt === null && days.some(day => isIn(day, ms)))
  const marked = new Set(
    marksOf(clock)
      .filter(mark => days.some(day => isOn(day, mark)))
      .map(({ is }) => is),
  )
  const entries = [
    { is: 'open', label: m.sla_legend_open(), shown: days.some(({ open }) => open.length > 0) },
    { is: 'closed', label: m.sla_legend_closed(), shown: days.some(({ closed }) => closed.length > 0) },
    { is: 'counted', label: m.sla_legend_counted(), shown: days.some(({ counted }) => counted.length > 0) },
    { is: 'holiday', label: m.sla_legend_holiday(), shown: days.some(({ holiday }) => holiday !== null) },
    { is: 'paused', label: m.sla_legend_paused(), shown: isPaused },
    { is: 'began', label: m.sla_legend_start(), shown: marked.has('began') },
    { is: 'cut-off', label: m.sla_legend_cut_off(), shown: marked.has('cut-off') },
    { is: 'due', label: m.sla_legend_due(), shown: marked.has('due') },
    { is: 'fired', label: m.sla_legend_fired(), shown: marked.has('fired') },
    { is: 'coming', label: m.sla_legend_coming(), shown: marked.has('coming') },
    { is: 'stopped', label: m.sla_legend_stopped(), shown: marked.has('stopped') },
    { is: 'now', label: m.sla_legend_now(), shown: isNow },
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
