// The buyer's items.
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Boxes, FileUp, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { type Item, itemsApi } from '../../items/api.ts'
import { useLink } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { When } from '../ui/When.tsx'
import { ItemDialog } from './ItemDialog.tsx'

export function ItemsPage() {
  const manage = useMay()('item.manage')
  const link = useLink()
  const list = useListState('number')
  const query = { ...list.query, group: list.value('group') }
  const items = useList(itemsApi.list, { query }, { watch: ['item'] })
  const filters = useItemFilters()
  const columns = useMemo(itemColumns, [])
  const bulk = useMemo(() => [exportPicked(m.items_title(), columns)], [columns])
  const [adding, is] = useDisclosure(false)
  const actions = manage ? (
    <>
      <Button component="a" variant="default" leftSection={<FileUp size={16} aria-hidden />} {...link('/items/import')}>
        {m.items_import()}
      </Button>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
        {m.items_add()}
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader title={m.items_title()} lead={m.items_what()} actions={actions} />
      <DataList<Item>
        label={m.items_title()}
        list={list}
        {...items}
        rowKey={item => item.id}
        rowName={item => item.number}
        rowHref={item => `/items/${item.id}`}
        columns={columns}
        filters={filters}
        bulk={bulk}
        empty={{
          icon: <Boxes size={28} aria-hidden />,
          title: m.items_none(),
          why: m.items_none_why(),
          action: actions,
        }}
      />
      {adding ? <ItemDialog onClose={is.close} /> : null}
    </>
  )
}

/** By group, once there is one. */
function useItemFilters(): ListFilter<Item>[] {
  const { data } = useEndpoint(itemsApi.groups, {}, { watch: ['item'] })
  return useMemo(() => {
    const choices = (data?.rows ?? []).map(({ label }) => ({ value: label, label }))
    const byGroup = { kind: 'choice' as const, id: 'group', label: m.items_group(), choices }
    return [{ kind: 'search', id: 'search' }, ...(choices.length > 0 ? [byGroup] : [])]
  }, [data])
}

const itemColumns = (): ListColumn<Item>[] => [
  {
    id: 'number',
    label: m.items_number(),
    cell: item => item.number,
    sortBy: item => item.number,
    card: 'title',
    text: item => item.number,
  },
  {
    id: 'description',
    label: m.items_description(),
    cell: item => item.description,
    sortBy: item => item.description,
    text: item => item.description,
  },
  {
    id: 'unit',
    label: m.items_unit(),
    cell: item => item.unit,
    sortBy: item => item.unit,
    width: '90px',
    card: 'corner',
    text: item => item.unit,
  },
  {
    id: 'group',
    label: m.items_group(),
    cell: item => item.group ?? '',
    sortBy: item => item.group,
    text: item => item.group ?? '',
  },
  {
    id: 'suppliers',
    label: m.items_suppliers(),
    cell: item => countText(item.suppliers),
    sortBy: item => item.suppliers,
    align: 'right',
    width: '120px',
    text: item => String(item.suppliers),
  },
  {
    id: 'createdAt',
    label: m.items_since(),
    cell: item => <When at={item.createdAt} />,
    sortBy: item => item.createdAt,
    width: '170px',
    text: item => item.createdAt,
  },
]
