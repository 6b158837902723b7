// A working calendar to be read by whoever is measured by it: its hours, its cut-offs, and the next days without work.
import { List, Stack, Text } from '@mantine/core'
import { type Calendar, calendarsApi } from '../../calendars/api.ts'
import { localDateOf } from '../../kernel/time.ts'
import { dateText, weekdayText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { documentTypes, typeText } from './calendar-draft.ts'

/** So many days to come are named one by one. */
const daysMax = 8

export function CalendarHours({ calendarId }: { calendarId: string }) {
  const asked = useEndpoint(calendarsApi.get, { params: { calendarId } }, { watch: [`calendar:${calendarId}`] })
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  return asked.data ? <Hours calendar={asked.data} /> : null
}

function Hours({ calendar }: { calendar: Calendar }) {
  const days = daysToCome(calendar)
  return (
    <Stack gap={4}>
      <Text size="sm">{m.calendars_read_zone({ name: calendar.name, zone: calendar.zone })}</Text>
      <List size="sm">
        {hoursOf(calendar).map(line => (
          <List.Item key={line}>{line}</List.Item>
        ))}
        {documentTypes.flatMap(type => {
          const time = calendar.cutOff[type]
          return time
            ? [<List.Item key={type}>{m.calendars_read_cut_off({ type: typeText(type), time })}</List.Item>]
            : []
        })}
        {days.slice(0, daysMax).map(line => (
          <List.Item key={line}>{line}</List.Item>
        ))}
        {days.length > daysMax ? <List.Item>{m.calendars_read_more({ n: days.length - daysMax })}</List.Item> : null}
      </List>
    </Stack>
  )
}

type Openings = readonly { open: string; close: string }[]
const openingsText = (openings: Openings): string => openings.map(({ open, close }) => `${open}–${close}`).join(', ')

/** Days in a row that have the same hours stand in one line. */
function hoursOf({ always, week }: Calendar): string[] {
  if (always) return [m.calendars_always()]
  const runs: { first: string; last: string; hours: string }[] = []
  for (const day of ['1', '2', '3', '4', '5', '6', '7']) {
    const hours = openingsText(week[day] ?? [])
    const run = runs.at(-1)
    if (run?.hours === hours) run.last = day
    else runs.push({ first: day, last: day, hours })
  }
  const nameOf = (day: string): string => weekdayText(Number(day))
  return runs.map(({ first, last, hours }) => {
    const days = first === last ? nameOf(first) : `${nameOf(first)} – ${nameOf(last)}`
    return m.calendars_read_day({ days, hours: hours || m.calendars_read_closed() })
  })
}

/** Holidays, days with hours of their own, shutdowns and extra shifts from today on, in their order. */
function daysToCome({ always, zone, holidays, halfDays, shutdowns, extra }: Calendar): string[] {
  if (always) return []
  const nowMs = serverClock.now()
  const today = localDateOf(new Date(nowMs), zone)
  const said = (date: string) => dateText(date, nowMs)
  const named = (name: string, hours: string) => `${name}, ${hours}`
  const closed = m.calendars_read_closed()
  return [
    ...holidays.map(({ date, name }) => ({ date, until: date, days: said(date), hours: named(name, closed) })),
    ...halfDays.map(({ date, name, openings }) => ({
      ...{ date, until: date, days: said(date) },
      hours: named(name, openingsText(openings) || closed),
    })),
    ...shutdowns.map(({ from, to, name }) => ({
      ...{ date: from, until: to, days: `${said(from)} – ${said(to)}` },
      hours: named(name, closed),
    })),
    ...extra.map(({ date, openings }) => ({ date, until: date, days: said(date), hours: openingsText(openings) })),
  ]
    .filter(({ until }) => until >= today)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ days, hours }) => m.calendars_read_day({ days, hours }))
}
