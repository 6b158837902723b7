// A country's or a region's public holidays: looked at, then taken over into the calendar, where they are edited.
import { Button, Group, List, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { calendarsApi, type HolidaySet } from '../../calendars/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { Day } from '../ui/When.tsx'

interface Chosen {
  country: string
  region: string
  firstYear: number
  lastYear: number
}

export function HolidaySets({ onTake }: { onTake: (set: HolidaySet) => void }) {
  const year = new Date(serverClock.now()).getFullYear()
  const [chosen, setChosen] = useState<Chosen>({ country: '', region: '', firstYear: year, lastYear: year + 2 })
  const set = (part: Partial<Chosen>) => setChosen({ ...chosen, ...part })
  const { country, region, firstYear, lastYear } = chosen
  const places = useEndpoint(calendarsApi.holidayPlaces, { query: country ? { country } : {} }, { keep: true })
  const choices = (list: readonly { code: string; name: string }[] = []) =>
    list.map(({ code, name }) => ({ value: code, label: name }))
  const yearField = (label: string, name: 'firstYear' | 'lastYear') => (
    <NumberInput
      label={label}
      min={2000}
      max={2100}
      w="6.5rem"
      allowDecimal={false}
      value={chosen[name]}
      onChange={value => typeof value === 'number' && set({ [name]: value })}
    />
  )
  return (
    <Stack gap="xs">
      <ProblemAlert problem={places.error} onRetry={() => void places.refetch()} />
      <Group align="flex-end" gap="xs">
        <Select
          label={m.calendars_set_country()}
          data={choices(places.data?.countries)}
          value={country || null}
          searchable
          onChange={next => set({ country: next ?? '', region: '' })}
        />
        <Select
          label={m.calendars_set_region()}
          placeholder={m.calendars_set_whole()}
          data={choices(places.data?.regions)}
          value={region || null}
          searchable
          clearable
          disabled={!places.data?.regions.length}
          onChange={next => set({ region: next ?? '' })}
        />
        {yearField(m.calendars_set_first(), 'firstYear')}
        {yearField(m.calendars_set_last(), 'lastYear')}
      </Group>
      {country ? (
        <Shown query={{ country, ...(region ? { region } : {}), firstYear, lastYear }} onTake={onTake} />
      ) : null}
      <Text size="xs" c="dimmed">
        {m.calendars_set_source()}
      </Text>
    </Stack>
  )
}

interface ShownProps {
  query: { country: string; region?: string; firstYear: number; lastYear: number }
  onTake: (set: HolidaySet) => void
}

function Shown({ query, onTake }: ShownProps) {
  const shown = useEndpoint(calendarsApi.holidaySet, { query })
  if (shown.error) return <ProblemAlert problem={shown.error} onRetry={() => void shown.refetch()} />
  const { data } = shown
  if (!data) return null
  if (data.holidays.length === 0) return <Text size="sm">{m.calendars_set_none()}</Text>
  return (
    <>
      <List
        size="sm"
        mah="14rem"
        style={{ overflowY: 'auto' }}
        tabIndex={0}
        aria-label={m.calendars_set_list({ name: data.name })}
      >
        {data.holidays.map(({ date, name }) => (
          <List.Item key={date}>
            <Day date={date} /> {name}
          </List.Item>
        ))}
      </List>
      <Group>
        <Button size="xs" onClick={() => onTake(data)}>
          {m.calendars_set_do()}
        </Button>
      </Group>
    </>
  )
}
