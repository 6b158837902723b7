// The next ten deadlines of the calendar as it stands on the page, each drawn over its opening hours, with the reasons.
import { Group, NumberInput, Select, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { type CalendarBody, calendarsApi, type Deadline, type DocumentType } from '../../calendars/api.ts'
import { fullInstantText, instantText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { documentTypes, typeText } from './calendar-draft.ts'
import classes from './DeadlinePreview.module.css'

/** While somebody types, the server is not asked at every key. */
const settleMs = 400

export function DeadlinePreview({ calendar }: { calendar: CalendarBody }) {
  const [minutes, setMinutes] = useState(240)
  const [documentType, setDocumentType] = useState<DocumentType>('call-off')
  const [settled] = useDebouncedValue(
    { calendar: { ...calendar, name: calendar.name || '-' }, minutes, documentType },
    settleMs,
  )
  const preview = useEndpoint(calendarsApi.preview, {
    body: {
      calendar: settled.calendar,
      target: { kind: 'business-minutes', minutes: settled.minutes },
      documentType: settled.documentType,
    },
  })
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h3">
          {m.calendars_preview()}
        </Title>
        <Text size="sm" c="dimmed">
          {m.calendars_preview_what()}
        </Text>
      </div>
      <Group align="flex-end">
        <Select
          label={m.calendars_preview_type()}
          data={documentTypes.map(type => ({ value: type, label: typeText(type) }))}
          value={documentType}
          allowDeselect={false}
          onChange={type => type && setDocumentType(type)}
        />
        <NumberInput
          label={m.calendars_preview_target()}
          min={1}
          max={527_040}
          allowDecimal={false}
          w="14rem"
          value={minutes}
          onChange={value => typeof value === 'number' && value >= 1 && setMinutes(value)}
        />
      </Group>
      <ProblemAlert problem={preview.error} onRetry={() => void preview.refetch()} />
      {preview.data && !preview.error ? (
        <Deadlines rows={preview.data.rows} zone={settled.calendar.zone} />
      ) : preview.isPending ? (
        <ListSkeleton />
      ) : null}
    </Stack>
  )
}

function Deadlines({ rows, zone }: { rows: readonly Deadline[]; zone: string }) {
  const now = serverClock.now()
  const text = (at: string) => instantText(new Date(at), now, zone)
  return (
    <ol className={classes.list}>
      {rows.map(row => (
        <li key={row.startedAt} className={classes.row}>
          <div className={classes.times}>
            <span title={fullInstantText(new Date(row.startedAt), zone)}>{text(row.startedAt)}</span>
            <span aria-hidden>→</span>
            <strong title={fullInstantText(new Date(row.dueAt), zone)}>{text(row.dueAt)}</strong>
          </div>
          <Strip row={row} label={m.calendars_strip({ start: text(row.startedAt), due: text(row.dueAt) })} />
          <details className={classes.why}>
            <summary>{m.calendars_preview_why()}</summary>
            {row.explanation.map(sentence => (
              <div key={sentence}>{sentence}</div>
            ))}
          </details>
        </li>
      ))}
    </ol>
  )
}

/** From the first hour shown to the last: opening hours, what of them counts, arrival and due. */
function Strip({ row, label }: { row: Deadline; label: string }) {
  const start = Date.parse(row.startedAt)
  const counting = Date.parse(row.countingFrom)
  const due = Date.parse(row.dueAt)
  const open = row.openings.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
  const first = Math.min(start, ...open.map(({ from }) => from))
  const last = Math.max(due, ...open.map(({ to }) => to))
  const at = (ms: number) => `${((ms - first) / (last - first)) * 100}%`
  const span = (from: number, to: number) => ({ left: at(from), width: `${((to - from) / (last - first)) * 100}%` })
  const counted = open
    .map(({ from, to }) => ({ from: Math.max(from, counting), to: Math.min(to, due) }))
    .filter(({ from, to }) => to > from)
  return (
    <div className={classes.strip} role="img" aria-label={label}>
      {open.map(({ from, to }) => (
        <span key={`open ${from}`} className={classes.open} style={span(from, to)} />
      ))}
      {counted.map(({ from, to }) => (
        <span key={`counted ${from}`} className={classes.counted} style={span(from, to)} />
      ))}
      <span className={classes.start} style={{ left: at(start) }} />
      <span className={classes.due} style={{ left: at(due) }} />
    </div>
  )
}
