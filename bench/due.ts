// Due dates a second on one core: working minutes and business days of up to ten days, three years of holidays loaded; on
// one calendar, and in the hours in which two of different zones are open.
import { bothOpen, type CountedOn } from '#product/calendars/both-open'
import { officeWeek, type WorkCalendar, weekdays } from '#product/calendars/calendar'
import { dueAt, type Target } from '#product/calendars/working-time'
import { isRefusal } from '#product/kernel/errors'
import { addDays, DAY_MS, MINUTE_MS } from '#product/kernel/time'
import { type Claim, summed } from './measure.ts'

const FIRST = '2026-01-01'
const YEARS = 3
const HOLIDAYS_A_YEAR = 20
const DUES = 50_000
const DAYS_MAX = 10
/** Rounds that are not counted: the days of the calendars are remembered by then. */
const WARM_UPS = 2
const TARGET = 100_000

const holidays = Array.from({ length: YEARS * HOLIDAYS_A_YEAR }, (_, n) => ({
  date: addDays(FIRST, Math.floor((n * 365) / HOLIDAYS_A_YEAR)),
  name: `Holiday ${n + 1}`,
}))
const shared = { id: 'bench', version: 1, name: 'Bench', holidays, extra: [], cutOff: { order: '15:00' } }
const shifts = weekdays({ open: '06:00', close: '12:00' }, { open: '12:30', close: '18:00' })
const berlin: WorkCalendar = { ...shared, zone: 'Europe/Berlin', week: officeWeek }
const newYork: WorkCalendar = { ...shared, zone: 'America/New_York', week: shifts }
const kolkata: WorkCalendar = { ...shared, zone: 'Asia/Kolkata', week: officeWeek }
const alone = [berlin, newYork, kolkata]
const both = [bothOpen(berlin, newYork), bothOpen(newYork, berlin), bothOpen(kolkata, berlin)]

const works: Record<string, (n: number) => Target> = {
  'business minutes': n => ({ kind: 'business-minutes', minutes: 1 + ((n * 37) % (DAYS_MAX * 540)) }),
  'business days': n => ({ kind: 'business-days', days: n % (DAYS_MAX + 1), by: '12:00' }),
  'a day of the week': n => ({ kind: 'weekly', weekday: 1 + (n % 7), by: '12:00' }),
}

/** A second of processor time: the machine is shared, and its clock on the wall says little. */
function speed(targetOf: (n: number) => Target, calendars: readonly CountedOn[]): number {
  const since = process.cpuUsage()
  for (let n = 0; n < DUES; n++) {
    const calendar = calendars[n % calendars.length]
    if (!calendar) break
    // A step without a common divisor with the span: starts fall on every day and minute of the three years.
    const start = new Date(Date.parse(FIRST) + ((n * 7919 * MINUTE_MS) % (YEARS * 365 * DAY_MS)))
    const due = dueAt(start, targetOf(n), calendar, { documentType: 'order' })
    if (isRefusal(due)) throw new Error(due.detail)
  }
  const { user, system } = process.cpuUsage(since)
  return (DUES * 1e6) / (user + system)
}

function measured(runs: number, calendars: readonly CountedOn[]): [string, number[]][] {
  const figures = new Map(Object.keys(works).map(name => [name, [] as number[]]))
  for (let run = -WARM_UPS; run < runs; run++) {
    for (const [name, targetOf] of Object.entries(works)) {
      const figure = speed(targetOf, calendars)
      if (run >= 0) figures.get(name)?.push(figure)
    }
  }
  return [...figures]
}

export const due: Claim = async ({ runs, say }) => {
  say(`${DUES} due dates of each kind, ${runs} times`)
  return [
    ...measured(runs, alone).map(([name, list]) =>
      summed(`due dates in ${name}, one core`, '/s', list, { target: TARGET }),
    ),
    ...measured(runs, both).map(([name, list]) => summed(`due dates in ${name}, both open, one core`, '/s', list)),
  ]
}
