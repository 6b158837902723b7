// The buyer's plants and warehouses.
import { ActionIcon, Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { MapPin, Pencil, Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { calendarsApi, type Site } from '../../calendars/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SiteDialog } from './SiteDialog.tsx'

const addressOf = ({ street, postalCode, city, region, country }: Site): string =>
  [street, `${postalCode} ${city}`.trim(), region, country].filter(Boolean).join(', ')

const filters: readonly ListFilter<Site>[] = [
  {
    kind: 'search',
    id: 'search',
    match: (site, value) => `${site.code} ${site.name} ${addressOf(site)}`.toLowerCase().includes(value.toLowerCase()),
  },
]

export function SitesPage() {
  const manage = useMay()('site.manage')
  const list = useListState('code')
  const sites = useEndpoint(calendarsApi.sites, {}, { watch: ['site', 'calendar'] })
  const columns = useMemo(() => columnsFor(manage), [manage])
  const [adding, is] = useDisclosure(false)
  const add = manage ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
      {m.calendars_site_add()}
    </Button>
  ) : null
  return (
    <>
      <PageHeader title={m.calendars_sites()} lead={m.calendars_sites_what()} actions={add} />
      <DataList<Site>
        label={m.calendars_sites()}
        list={list}
        source={sites}
        rows={sites.data?.rows}
        rowKey={site => site.id}
        rowName={site => site.code}
        columns={columns}
        filters={filters}
        empty={{
          icon: <MapPin size={28} aria-hidden />,
          title: m.calendars_sites_none(),
          why: m.calendars_sites_none_why(),
          action: add,
        }}
      />
      {adding ? <SiteDialog onClose={is.close} /> : null}
    </>
  )
}

const column = (id: string, label: string, text: (site: Site) => string): ListColumn<Site> => ({
  id,
  label,
  cell: text,
  sortBy: text,
  text,
})

const columnsFor = (manage: boolean): ListColumn<Site>[] => [
  { ...column('code', m.calendars_site_code(), site => site.code), card: 'title', width: '130px' },
  column('name', m.calendars_site_name(), site => site.name),
  column('address', m.calendars_address(), addressOf),
  column('zone', m.calendars_zone(), site => site.zone),
  column('calendar', m.calendars_site_calendar(), site => site.calendarName ?? m.calendars_site_calendar_none()),
  ...(manage
    ? [{ id: 'acts', label: m.calendars_edit(), cell: (site: Site) => <Acts site={site} />, width: '90px' }]
    : []),
]

function Acts({ site }: { site: Site }) {
  const [editing, edit] = useDisclosure(false)
  const [asking, ask] = useDisclosure(false)
  const { code } = site
  const remove = useAct(calendarsApi.removeSite, { changes: ['site'], done: m.calendars_site_removed({ code }) })
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={m.calendars_site_edit({ code })} onClick={edit.open}>
        <Pencil size={16} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="red" aria-label={m.calendars_site_remove_ask({ code })} onClick={ask.open}>
        <Trash2 size={16} />
      </ActionIcon>
      {editing ? <SiteDialog site={site} onClose={edit.close} /> : null}
      <Confirm
        opened={asking}
        title={m.calendars_site_remove_ask({ code })}
        act={m.calendars_site_remove()}
        danger
        onClose={ask.close}
        onConfirm={() => remove.mutateAsync({ params: { siteId: site.id } })}
      >
        {m.calendars_site_remove_what()}
      </Confirm>
    </Group>
  )
}
