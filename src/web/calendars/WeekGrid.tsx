// The weekly pattern: a row a day, its openings as two times, and the whole week drawn beside it, to be dragged over.
import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { CopyPlus, Plus, X } from 'lucide-react'
import { useId } from 'react'
import { weekdayText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { DayBar, HoursOfDay } from './DayBar.tsx'
import { OPENINGS_MAX, type Opening } from './drag-hours.ts'
import { readWallTime, WallTimeField } from './WallTimeField.tsx'
import classes from './WeekGrid.module.css'

export type { Opening } from './drag-hours.ts'
export type Week = Record<string, Opening[]>

const days = ['1', '2', '3', '4', '5', '6', '7'] as const

export function WeekGrid({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  const set = (day: string, openings: Opening[]) => onChange({ ...week, [day]: openings })
  const copy = () =>
    onChange({ ...week, ...Object.fromEntries(['2', '3', '4', '5'].map(day => [day, week['1'] ?? []])) })
  const hintId = useId()
  return (
    <div>
      <Text id={hintId} size="sm" c="dimmed" mb="xs">
        {m.calendars_drag_what()}
      </Text>
      {days.map(day => (
        <DayRow
          key={day}
          day={day}
          hintId={hintId}
          openings={week[day] ?? []}
          onChange={openings => set(day, openings)}
        />
      ))}
      <Button mt="xs" size="xs" variant="default" leftSection={<CopyPlus size={14} aria-hidden />} onClick={copy}>
        {m.calendars_copy()}
      </Button>
    </div>
  )
}

interface DayRowProps {
  day: string
  hintId: string
  openings: Opening[]
  onChange: (openings: Opening[]) => void
}

function DayRow({ day, hintId, openings, onChange }: DayRowProps) {
  const name = weekdayText(Number(day))
  const last = openings.at(-1)?.close
  const next = last && last < '18:00' ? { open: last, close: '18:00' } : { open: '08:00', close: '17:00' }
  return (
    <fieldset className={classes.day} aria-label={name}>
      <span className={classes.name}>{name}</span>
      <OpeningsEdit label={name} openings={openings} onChange={onChange} />
      <ActionIcon
        variant="subtle"
        aria-label={m.calendars_opening_add({ day: name })}
        disabled={openings.length >= OPENINGS_MAX}
        onClick={() => onChange([...openings, next])}
      >
        <Plus size={16} />
      </ActionIcon>
      <DayBar day={name} hintId={hintId} openings={openings} onChange={onChange} />
      <HoursOfDay />
    </fieldset>
  )
}

export function OpeningsEdit({
  label,
  openings,
  onChange,
}: {
  label: string
  openings: Opening[]
  onChange: (openings: Opening[]) => void
}) {
  if (openings.length === 0)
    return (
      <Text size="sm" c="dimmed" className={classes.times}>
        {m.calendars_closed()}
      </Text>
    )
  const change = (at: number, part: Partial<Opening>) =>
    onChange(openings.map((opening, i) => (i === at ? { ...opening, ...part } : opening)))
  return (
    <div className={classes.times}>
      {openings.map((opening, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an opening is known by its place only
        <Group key={at} gap={6} wrap="nowrap">
          <WallTimeField
            aria-label={m.calendars_open_at({ day: label })}
            value={opening.open}
            onChange={open => change(at, { open })}
          />
          <span aria-hidden>{m.calendars_to()}</span>
          <WallTimeField
            aria-label={m.calendars_close_at({ day: label })}
            value={opening.close}
            onChange={close => change(at, { close })}
          />
          {isNight(opening) ? (
            <Text size="xs" c="dimmed">
              {m.calendars_next_day()}
            </Text>
          ) : null}
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={m.calendars_opening_remove({ ...opening, day: label })}
            onClick={() => onChange(openings.filter((_, i) => i !== at))}
          >
            <X size={15} />
          </ActionIcon>
        </Group>
      ))}
    </div>
  )
}

/** Both times are readable, and the second is on the next day. */
const isNight = ({ open, close }: Opening): boolean =>
  readWallTime(open) === open && readWallTime(close) === close && close < open
