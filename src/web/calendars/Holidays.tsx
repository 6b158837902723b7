// Holidays: one by one, a list pasted from anywhere, or a country's.
import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ClipboardPaste, Globe, Plus, X } from 'lucide-react'
import { calendarsApi } from '../../calendars/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { CsvProblems } from '../ui/CsvImport.tsx'
import { DateField } from '../ui/fields.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import type { CalendarDraft } from './calendar-draft.ts'
import { HolidaySets } from './HolidaySets.tsx'

interface HolidaysProps {
  holidays: CalendarDraft['holidays']
  onChange: (holidays: CalendarDraft['holidays']) => void
}

/** A pasted list that is not among the holidays yet: kept by the page, which does not save without it. */
interface Pasted {
  pasted: string
  onPasted: (text: string) => void
}

export function Holidays({ holidays, onChange, pasted, onPasted }: HolidaysProps & Pasted) {
  const [pasting, is] = useDisclosure(false)
  const [choosing, choice] = useDisclosure(false)
  const sets = [...new Set(holidays.flatMap(({ set }) => (set ? [set] : [])))]
  /** What is read takes the place of what stands at its dates. */
  const merge = (kept: CalendarDraft['holidays'], read: CalendarDraft['holidays']) => {
    const known = new Set(read.map(({ date }) => date))
    const all = [...kept.filter(({ date }) => date !== '' && !known.has(date)), ...read]
    onChange(all.toSorted((a, b) => a.date.localeCompare(b.date)))
  }
  return (
    <Stack gap="xs">
      <HolidayRows holidays={holidays} onChange={onChange} />
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...holidays, { date: '', name: '' }])}
        >
          {m.calendars_holiday_add()}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-expanded={pasting}
          leftSection={<ClipboardPaste size={14} aria-hidden />}
          onClick={is.toggle}
        >
          {m.calendars_paste()}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-expanded={choosing}
          leftSection={<Globe size={14} aria-hidden />}
          onClick={choice.toggle}
        >
          {m.calendars_set_take()}
        </Button>
        {sets.map(name => (
          <Button
            key={name}
            size="xs"
            variant="subtle"
            color="red"
            onClick={() => onChange(holidays.filter(({ set }) => set !== name))}
          >
            {m.calendars_set_remove({ name })}
          </Button>
        ))}
      </Group>
      {pasting ? <Paste pasted={pasted} onPasted={onPasted} onRead={read => merge(holidays, read)} /> : null}
      {choosing ? (
        // Of the same list, what was taken over before gives way to what is taken over now.
        <HolidaySets
          onTake={({ name, holidays: taken }) =>
            merge(
              holidays.filter(({ set }) => set !== name),
              taken,
            )
          }
        />
      ) : null}
    </Stack>
  )
}

function HolidayRows({ holidays, onChange }: HolidaysProps) {
  const change = (at: number, part: Partial<CalendarDraft['holidays'][number]>) =>
    onChange(holidays.map((day, i) => (i === at ? { ...day, ...part } : day)))
  return (
    <>
      {holidays.length === 0 ? (
        <Text size="sm" c="dimmed">
          {m.calendars_holidays_none()}
        </Text>
      ) : null}
      {holidays.map((day, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row being typed is known by its place only
        <Group key={at} gap="xs" wrap="nowrap">
          <DateField
            aria-label={m.calendars_holiday_date()}
            w="10rem"
            value={day.date}
            onChange={date => change(at, { date })}
          />
          <TextInput
            aria-label={m.calendars_holiday_name()}
            flex={1}
            maxLength={80}
            value={day.name}
            onChange={event => change(at, { name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={m.calendars_holiday_remove({ date: day.date })}
            onClick={() => onChange(holidays.filter((_, i) => i !== at))}
          >
            <X size={15} />
          </ActionIcon>
        </Group>
      ))}
    </>
  )
}

function Paste({ pasted, onPasted, onRead }: Pasted & { onRead: HolidaysProps['onChange'] }) {
  const read = useAct(calendarsApi.readHolidays, { quiet: true })
  const take = () =>
    read.mutate(
      { body: { text: pasted } },
      {
        onSuccess: ({ holidays, errors }) => {
          onRead(holidays)
          if (errors.length === 0) onPasted('')
        },
      },
    )
  return (
    <Stack gap="xs">
      <Textarea
        label={m.calendars_paste()}
        description={m.calendars_paste_what()}
        rows={5}
        maxLength={100_000}
        value={pasted}
        onChange={event => onPasted(event.currentTarget.value)}
      />
      <CsvProblems problems={read.data?.errors ?? []} />
      {read.data && read.data.holidays.length > 0 ? (
        <Text size="sm" role="status">
          {m.calendars_pasted({ n: read.data.holidays.length })}
        </Text>
      ) : null}
      <ProblemAlert problem={read.error} />
      <Group>
        <Button size="xs" loading={read.isPending} disabled={pasted.trim() === ''} onClick={take}>
          {m.calendars_paste_do()}
        </Button>
      </Group>
    </Stack>
  )
}
