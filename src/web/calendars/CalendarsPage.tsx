// The working calendars.
import { Button } from '@mantine/core'
import { CalendarDays, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { type CalendarRow, calendarsApi } from '../../calendars/api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Day } from '../ui/When.tsx'

const filters: readonly ListFilter<CalendarRow>[] = [
  {
    kind: 'search',
    id: 'search',
    match: (row, value) => `${row.name} ${row.zone}`.toLowerCase().includes(value.toLowerCase()),
  },
]

export function CalendarsPage() {
  const manage = useMay()('calendar.manage')
  const link = useLink()
  const list = useListState('name')
  const calendars = useEndpoint(calendarsApi.list, {}, { watch: ['calendar'] })
  const columns = useMemo(calendarColumns, [])
  const add = manage ? (
    <Button component="a" leftSection={<Plus size={16} aria-hidden />} {...link('/calendars/new')}>
      {m.calendars_add()}
    </Button>
  ) : null
  return (
    <>
      <PageHeader title={m.calendars_title()} lead={m.calendars_what()} actions={add} />
      <DataList<CalendarRow>
        label={m.calendars_title()}
        list={list}
        source={calendars}
        rows={calendars.data?.rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        rowHref={row => `/calendars/${row.id}`}
        columns={columns}
        filters={filters}
        empty={{
          icon: <CalendarDays size={28} aria-hidden />,
          title: m.calendars_none(),
          why: m.calendars_none_why(),
          action: add,
        }}
      />
    </>
  )
}

const calendarColumns = (): ListColumn<CalendarRow>[] => [
  {
    id: 'name',
    label: m.calendars_name(),
    cell: row => row.name,
    sortBy: row => row.name,
    card: 'title',
    text: row => row.name,
  },
  {
    id: 'zone',
    label: m.calendars_zone(),
    cell: row => row.zone,
    sortBy: row => row.zone,
    text: row => row.zone,
  },
  {
    id: 'weekHours',
    label: m.calendars_week_hours(),
    cell: row => (row.always ? m.calendars_always_badge() : String(row.weekHours)),
    sortBy: row => row.weekHours,
    align: 'right',
    text: row => String(row.weekHours),
  },
  {
    id: 'nextHoliday',
    label: m.calendars_next_holiday(),
    cell: row =>
      row.nextHoliday ? (
        <>
          <Day date={row.nextHoliday.date} /> {row.nextHoliday.name}
        </>
      ) : null,
    sortBy: row => row.nextHoliday?.date,
    text: row => row.nextHoliday?.date ?? '',
  },
  {
    id: 'version',
    label: m.calendars_version(),
    cell: row => String(row.version),
    sortBy: row => row.version,
    align: 'right',
    width: '90px',
    text: row => String(row.version),
  },
]
