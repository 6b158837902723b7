// Days that have hours of their own: half days instead of the week's, extra shifts on top of them.
import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { m } from '../i18n/index.ts'
import { DateField } from '../ui/fields.tsx'
import type { CalendarDraft } from './calendar-draft.ts'
import { type Opening, OpeningsEdit } from './WeekGrid.tsx'

interface Dated {
  date: string
  name?: string
  openings: Opening[]
}

interface DatedHoursProps<T extends Dated> {
  days: T[]
  onChange: (days: T[]) => void
  /** What an added row begins with. */
  fresh: T
  addLabel: string
  title: string
  nameLabel?: string
}

export const HalfDays = ({
  days,
  onChange,
}: Pick<DatedHoursProps<CalendarDraft['halfDays'][number]>, 'days' | 'onChange'>) => (
  <DatedHours
    days={days}
    onChange={onChange}
    fresh={{ date: '', name: '', openings: [{ open: '08:00', close: '12:00' }] }}
    addLabel={m.calendars_half_day_add()}
    title={m.calendars_half_days()}
    nameLabel={m.calendars_half_day_name()}
  />
)

export const ExtraShifts = ({
  days,
  onChange,
}: Pick<DatedHoursProps<CalendarDraft['extra'][number]>, 'days' | 'onChange'>) => (
  <DatedHours
    days={days}
    onChange={onChange}
    fresh={{ date: '', openings: [{ open: '08:00', close: '12:00' }] }}
    addLabel={m.calendars_extra_add()}
    title={m.calendars_extra()}
  />
)

function DatedHours<T extends Dated>({ days, onChange, fresh, addLabel, title, nameLabel }: DatedHoursProps<T>) {
  const change = (at: number, part: Partial<Dated>) =>
    onChange(days.map((day, i) => (i === at ? { ...day, ...part } : day)))
  return (
    <Stack gap="xs">
      {days.map((day, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed is known by its place only
        <Group key={at} gap="xs" align="flex-start">
          <DateField
            aria-label={m.calendars_holiday_date()}
            w="10rem"
            value={day.date}
            onChange={date => change(at, { date })}
          />
          {nameLabel ? (
            <TextInput
              aria-label={nameLabel}
              flex={1}
              miw="8rem"
              maxLength={80}
              value={day.name ?? ''}
              onChange={event => change(at, { name: event.currentTarget.value })}
            />
          ) : null}
          <OpeningsEdit
            label={day.date || title}
            openings={day.openings}
            onChange={openings =>
              openings.length > 0 ? change(at, { openings }) : onChange(days.filter((_, i) => i !== at))
            }
          />
          <ActionIcon
            variant="subtle"
            mt={4}
            aria-label={m.calendars_hours_add({ day: day.date || title })}
            onClick={() => change(at, { openings: [...day.openings, { open: '13:00', close: '17:00' }] })}
          >
            <Plus size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...days, fresh])}
        >
          {addLabel}
        </Button>
      </Group>
    </Stack>
  )
}

export function Shutdowns({
  shutdowns,
  onChange,
}: {
  shutdowns: CalendarDraft['shutdowns']
  onChange: (shutdowns: CalendarDraft['shutdowns']) => void
}) {
  const change = (at: number, part: Partial<CalendarDraft['shutdowns'][number]>) =>
    onChange(shutdowns.map((each, i) => (i === at ? { ...each, ...part } : each)))
  return (
    <Stack gap="xs">
      {shutdowns.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed is known by its place only
        <Group key={at} gap="xs">
          <DateField
            aria-label={m.calendars_shutdown_from()}
            w="10rem"
            value={each.from}
            onChange={from => change(at, { from, to: each.to || from })}
          />
          <span aria-hidden>{m.calendars_to()}</span>
          <DateField
            aria-label={m.calendars_shutdown_to()}
            w="10rem"
            value={each.to}
            onChange={to => change(at, { to })}
          />
          <TextInput
            aria-label={m.calendars_shutdown_name()}
            flex={1}
            miw="8rem"
            maxLength={80}
            value={each.name}
            onChange={event => change(at, { name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={m.calendars_shutdown_remove({ name: each.name || each.from })}
            onClick={() => onChange(shutdowns.filter((_, i) => i !== at))}
          >
            <X size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...shutdowns, { from: '', to: '', name: '' }])}
        >
          {m.calendars_shutdown_add()}
        </Button>
      </Group>
    </Stack>
  )
}
