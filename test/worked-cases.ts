// Reads the worked cases of working time: one a line, its columns apart by bars, as test/facts/README.md tells.
import type { Opening, WorkCalendar } from '../src/calendars/calendar.ts'
import type { Pause, Target } from '../src/calendars/working-time.ts'

interface WorkedCase {
  name: string
  calendar: WorkCalendar
  options: { documentType: string; pauses: Pause[] }
  start: Date
  target: Target
  due: Date
}

const DAY_MS = 24 * 60 * 60_000

export function readCases(text: string): WorkedCase[] {
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))
  return lines.map(readCase)
}

function readCase(line: string): WorkedCase {
  const columns = line.split('|').map(column => column.trim())
  const [name = '', zone = '', week = '', days = '', cutOff = '', pauses = '', start = '', target = '', due = ''] =
    columns
  const type = cutOff.split(' ')
  return {
    name: `${name}: ${target} from ${start}`,
    calendar: {
      id: 'case',
      version: 1,
      name,
      zone,
      week: readWeek(week),
      ...readDays(days),
      cutOff: cutOff === '-' ? {} : { [type.length > 1 ? (type[0] ?? '') : 'order']: type.at(-1) ?? '' },
      always: week === 'always',
    },
    options: { documentType: 'order', pauses: readPauses(pauses) },
    start: instant(start),
    target: readTarget(target),
    due: instant(due),
  }
}

/** '1-5 08:00-12:00 13:00-17:00; 6 09:00-12:00' */
function readWeek(text: string): WorkCalendar['week'] {
  const week: Record<string, Opening[]> = {}
  if (text === 'always') return week
  for (const part of parts(text)) {
    const [range = '', ...openings] = part.split(' ')
    const [first, last = first] = range.split('-').map(Number)
    for (let day = first ?? 1; day <= (last ?? 0); day++) week[day] = openings.map(readOpening)
  }
  return week
}

/** 'off 2026-12-21; shut 2026-12-22..2027-01-03; half 2026-12-24 08:00-12:00; on 2026-12-28 10:00-11:00' */
function readDays(text: string): Pick<WorkCalendar, 'holidays' | 'extra' | 'halfDays' | 'shutdowns'> {
  const days = { holidays: [], extra: [], halfDays: [], shutdowns: [] } as {
    holidays: { date: string; name: string }[]
    extra: { date: string; openings: Opening[] }[]
    halfDays: { date: string; name: string; openings: Opening[] }[]
    shutdowns: { from: string; to: string; name: string }[]
  }
  for (const part of parts(text)) {
    const [what, range = '', ...times] = part.split(' ')
    const [first = '', last = first] = range.split('..')
    const openings = times.map(readOpening)
    if (what === 'on') days.extra.push({ date: first, openings })
    if (what === 'half') days.halfDays.push({ date: first, name: 'half day', openings })
    if (what === 'shut') days.shutdowns.push({ from: first, to: last, name: 'shutdown' })
    for (let ms = Date.parse(first); what === 'off' && ms <= Date.parse(last); ms += DAY_MS)
      days.holidays.push({ date: new Date(ms).toISOString().slice(0, 10), name: 'holiday' })
  }
  return days
}

function readOpening(text: string): Opening {
  const [open = '', close = ''] = text.split('-')
  return { open, close }
}

function readPauses(text: string): Pause[] {
  return parts(text).map(part => {
    const [from = '', to = ''] = part.split(' to ')
    return { from: instant(from), to: instant(to), why: 'question' }
  })
}

/** '240 min', '2 days by 12:00', '3 dates by 12:00', '240 elapsed', '4 weekly by 12:00' */
function readTarget(text: string): Target {
  const [count = '', kind, , by = ''] = text.split(' ')
  if (kind === 'days') return { kind: 'business-days', days: Number(count), by }
  if (kind === 'weekly') return { kind: 'weekly', weekday: Number(count), by }
  if (kind === 'dates') return { kind: 'calendar-days', days: Number(count), by }
  return { kind: kind === 'elapsed' ? 'elapsed' : 'business-minutes', minutes: Number(count) }
}

/** '2026-11-23 09:00+01:00': the wall time and how far it is ahead of UTC, so that nothing has to be looked up. */
function instant(text: string): Date {
  const at = new Date(text.replace(' ', 'T'))
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${text}" is not like 2026-11-23 09:00+01:00`)
  return at
}

function parts(text: string): string[] {
  return text === '-' ? [] : text.split(';').map(part => part.trim())
}
