// From where a supplier ships, each site with the calendar that its answers are timed by.
import { ActionIcon, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import type { Partner } from '../../partners/api.ts'
import { type ShipFromSite, shipFromApi } from '../../partners/ship-from-api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { ShipFromDialog } from './ShipFromDialog.tsx'

export function ShipFromPanel({ partner }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const params = { relationshipId: partner.id }
  const sites = useEndpoint(shipFromApi.list, { params }, { watch: [`relationship:${partner.id}`, 'calendar'] })
  const [adding, is] = useDisclosure(false)
  return (
    <Stack component="section" gap="xs" aria-labelledby="ship-from">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4" id="ship-from">
            {m.partners_from()}
          </Title>
          <Text size="sm" c="dimmed" maw="44rem">
            {m.partners_from_what()}
          </Text>
        </div>
        {manage ? (
          <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
            {m.partners_from_add()}
          </Button>
        ) : null}
      </Group>
      <ProblemAlert problem={sites.error} onRetry={() => void sites.refetch()} />
      {sites.data ? <Sites rows={sites.data.rows} partner={partner} manage={manage} /> : null}
      {adding ? <ShipFromDialog relationshipId={partner.id} onClose={is.close} /> : null}
    </Stack>
  )
}

interface SitesProps {
  rows: readonly ShipFromSite[]
  partner: Partner
  manage: boolean
}

function Sites({ rows, partner, manage }: SitesProps) {
  if (rows.length === 0) return <Text size="sm">{m.partners_from_none()}</Text>
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table aria-labelledby="ship-from">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.partners_from_name()}</Table.Th>
            <Table.Th>{m.partners_calendar()}</Table.Th>
            {manage ? <Table.Th>{m.partners_from_edit_short()}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(site => (
            <Table.Tr key={site.id}>
              <Table.Td>{site.name}</Table.Td>
              <Table.Td>{calendarText(site, partner)}</Table.Td>
              {manage ? (
                <Table.Td>
                  <Acts site={site} relationshipId={partner.id} />
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Where it has none of its own, the one that stands in its place. */
function calendarText({ calendarName, zone }: ShipFromSite, partner: Partner): string {
  if (calendarName !== null) return zone ? `${calendarName} (${zone})` : calendarName
  return m.partners_from_agreed({ calendar: partner.calendarName ?? m.partners_calendar_none() })
}

function Acts({ site, relationshipId }: { site: ShipFromSite; relationshipId: string }) {
  const { name } = site
  const [editing, edit] = useDisclosure(false)
  const [asking, ask] = useDisclosure(false)
  const remove = useAct(shipFromApi.remove, { changes: ['relationship'], done: m.partners_from_removed({ name }) })
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={m.partners_from_edit({ name })} onClick={edit.open}>
        <Pencil size={16} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="red" aria-label={m.partners_from_remove_ask({ name })} onClick={ask.open}>
        <Trash2 size={16} />
      </ActionIcon>
      {editing ? <ShipFromDialog relationshipId={relationshipId} site={site} onClose={edit.close} /> : null}
      <Confirm
        opened={asking}
        title={m.partners_from_remove_ask({ name })}
        act={m.partners_from_remove()}
        danger
        onClose={ask.close}
        onConfirm={() => remove.mutateAsync({ params: { relationshipId, siteId: site.id } })}
      >
        {m.partners_from_remove_what()}
      </Confirm>
    </Group>
  )
}
