// From which of a supplier's sites an item ships; where it has none, where to enter one.
import { Select, type SelectProps, Text } from '@mantine/core'
import { shipFromApi } from '../../partners/ship-from-api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'

interface ShipFromChoiceProps extends Omit<SelectProps, 'data'> {
  supplierId: string
  /** Another was chosen than the one that counted so far. */
  changed: boolean
}

export function ShipFromChoice({ supplierId, changed, ...props }: ShipFromChoiceProps) {
  const options = { watch: ['relationship'], enabled: supplierId !== '', keep: false }
  const sites = useEndpoint(shipFromApi.choices, { query: { supplierId } }, options)
  const rows = sites.data?.rows ?? []
  if (!sites.data) return null
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {m.items_from_no_sites()}
      </Text>
    )
  return (
    <div>
      <Select
        label={m.items_from()}
        description={m.items_from_what()}
        placeholder={m.items_from_none()}
        clearable
        {...props}
        data={rows.map(({ id, name, calendarName }) => ({
          value: id,
          label: calendarName === null ? name : `${name} (${calendarName})`,
        }))}
      />
      <Text size="sm" mt={4} role="status">
        {changed ? m.items_from_running() : null}
      </Text>
    </div>
  )
}
