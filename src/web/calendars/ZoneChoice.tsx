// Choosing an IANA time zone by typing a part of its name.
import { Select, type SelectProps } from '@mantine/core'
import { m } from '../i18n/index.ts'

const zones = Intl.supportedValuesOf('timeZone')
const shownMax = 40

export function ZoneChoice(props: Omit<SelectProps, 'data'> & { value: string }) {
  const known = zones.includes(props.value) || props.value === '' ? zones : [props.value, ...zones]
  return <Select label={m.calendars_zone()} {...props} data={known} searchable limit={shownMax} allowDeselect={false} />
}
