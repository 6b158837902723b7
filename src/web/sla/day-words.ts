// The words for what is drawn of a clock's days: the same for who sees it, hears it, or asks with the keyboard.
import type { ClockDetail, DrawnDay } from '../../sla/api.ts'
import { isOn, type Mark, type Stretch } from '../../sla/day-marks.ts'
import { isOwn } from '../../sla/whose.ts'
import { dateText, timeText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { spanOf, spanText } from '../ui/countdown-text.ts'
import { levelText } from './told-words.ts'

const MINUTE_MS = 60_000

/** Never in days: a working day has not 24 hours. */
export function minutesText(minutes: number): string {
  const whole = Math.round(minutes)
  if (whole < 60) return spanText(spanOf(Math.round(minutes * MINUTE_MS)))
  if (whole % 60 === 0) return m.sla_hours({ n: whole / 60 })
  return m.ui_span_hours({ hours: Math.floor(whole / 60), minutes: whole % 60 })
}

export function stoppedText(clock: ClockDetail): string {
  if (clock.state === 'cancelled') return m.sla_state_cancelled()
  if (clock.cancelledWhy !== null) return m.sla_fact_not_needed()
  return isOwn(clock) ? m.sla_fact_stopped_own() : m.sla_fact_stopped()
}

/** Everything on one day. */
export interface OnDay {
  day: DrawnDay
  clock: ClockDetail
  marks: readonly Mark[]
  pauses: readonly Stretch[]
  /** Of a clock that has not stopped, where it is now on this day. */
  now: number | undefined
}

/** What stands beside the day: how much counts, what kind of day it is, and what it is about. */
export function asideText({ day, clock, marks, pauses }: OnDay): string {
  const counted = day.counted.reduce((sum, { minutes }) => sum + minutes, 0)
  return [
    counted > 0 ? minutesText(counted) : '',
    kindOfDay(day),
    pauses.length > 0 ? m.sla_legend_paused() : '',
    ...marks.filter(({ level }) => level === '').map(mark => markText(mark, { day, clock })),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Line by line, all of what is drawn, in order of time. */
export function linesOf({ day, clock, marks, pauses, now }: OnDay): string[] {
  const counted = day.counted.reduce((sum, { minutes }) => sum + minutes, 0)
  const date = dateText(day.date)
  const head = counted > 0 ? m.sla_day_label({ date, minutes: minutesText(counted) }) : date
  return [
    [head, kindOfDay(day)].filter(Boolean).join(', '),
    ...day.closed.map(closed => closedText(closed, day, clock.zone)),
    ...pauses.map(pause => pauseText(pause, day, clock.zone)),
    ...marks.filter(({ at }) => now === undefined || at <= now).map(mark => markText(mark, { day, clock })),
    ...(now === undefined ? [] : [m.sla_legend_now()]),
    ...marks.filter(({ at }) => now !== undefined && at > now).map(mark => markText(mark, { day, clock })),
  ]
}

function kindOfDay({ holiday, number, open }: DrawnDay): string {
  if (holiday !== null) return holiday
  if (number !== null) return m.sla_day_number({ n: number })
  return open.length === 0 ? m.sla_day_closed() : ''
}

/** The midnight that ends the day is its 24:00. */
const timeOn = (day: DrawnDay, ms: number, zone: string): string =>
  ms === Date.parse(day.to) ? '24:00' : timeText(new Date(ms), zone)

/** Of two calendars, whose closure it is. */
const closedText = ({ from, to, calendar }: DrawnDay['closed'][number], day: DrawnDay, zone: string): string =>
  m.sla_day_only({ from: timeOn(day, Date.parse(from), zone), to: timeOn(day, Date.parse(to), zone), calendar })

function pauseText({ from, to, lasts }: Stretch, day: DrawnDay, zone: string): string {
  const since = timeOn(day, from, zone)
  return lasts ? m.sla_day_paused_since({ from: since }) : m.sla_day_paused({ from: since, to: timeOn(day, to, zone) })
}

function markText({ is, at, level }: Mark, { day, clock }: Pick<OnDay, 'day' | 'clock'>): string {
  const time = timeOn(day, at, clock.zone)
  switch (is) {
    case 'began':
      return m.sla_mark_began({ time })
    case 'cut-off':
      return m.sla_mark_cut_off({ time })
    case 'due':
      return m.sla_mark_due({ time })
    case 'stopped':
      return m.sla_mark_stopped({ what: stoppedText(clock), time })
    case 'fired':
      return m.sla_mark_fired({ level: levelText(level), time })
    case 'coming':
      return m.sla_mark_coming({ level: levelText(level), time })
  }
}

/** Of days that are not drawn: how many, what counts in them, and which steps were taken. */
export function skippedText({ days, minutes }: NonNullable<DrawnDay['skipped']>, steps: number): string {
  return [
    m.sla_skipped({ n: days }),
    minutes > 0 ? m.sla_skipped_counted({ minutes: minutesText(minutes) }) : '',
    steps > 0 ? m.sla_skipped_steps({ n: steps }) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The steps between two days that are drawn. */
export const stepsBetween = (before: DrawnDay, after: DrawnDay, marks: readonly Mark[]): number =>
  marks.filter(mark => mark.level !== '' && isOn({ from: before.to, to: after.from }, mark)).length

/** The steps that come after the last day that is drawn. */
export const stepsAfter = (days: readonly DrawnDay[], marks: readonly Mark[]): number =>
  marks.filter(mark => mark.level !== '' && days.every(day => mark.at >= Date.parse(day.to) && !isOn(day, mark))).length
