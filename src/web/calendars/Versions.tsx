// Every version a calendar has had.
import { Table, Text, Title } from '@mantine/core'
import { calendarsApi } from '../../calendars/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { When } from '../ui/When.tsx'

export function Versions({ calendarId }: { calendarId: string }) {
  const versions = useEndpoint(calendarsApi.versions, { params: { calendarId } }, { watch: [`calendar:${calendarId}`] })
  if (!versions.data || versions.data.rows.length < 2) return null
  return (
    <section>
      <Title order={2} size="h3">
        {m.calendars_versions()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.calendars_versions_what()}
      </Text>
      <Table aria-label={m.calendars_versions()}>
        <Table.Tbody>
          {versions.data.rows.map(version => (
            <Table.Tr key={version.version}>
              <Table.Td>{m.calendars_version_n({ n: version.version })}</Table.Td>
              <Table.Td>
                <When at={version.createdAt} />
              </Table.Td>
              <Table.Td>{version.always ? m.calendars_always_badge() : version.zone}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
