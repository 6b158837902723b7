// Which working calendar a supplier's answers are timed by; none means day and night.
import { Select, type SelectProps } from '@mantine/core'
import { calendarsApi } from '../../calendars/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'

export function CalendarChoice(props: Omit<SelectProps, 'data'>) {
  const calendars = useEndpoint(calendarsApi.list, {}, { watch: ['calendar'] })
  const data = calendars.data?.rows.map(({ id, name, zone }) => ({ value: id, label: `${name} (${zone})` })) ?? []
  return (
    <Select
      label={m.partners_calendar()}
      description={m.partners_calendar_what()}
      placeholder={m.partners_calendar_none()}
      clearable
      searchable
      {...props}
      data={data}
    />
  )
}
