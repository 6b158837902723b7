// Supplier items in a list, with their edit and end; the same on the item's page and on their own.
import { ActionIcon, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Pencil, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { itemsApi, type SupplierItem } from '../../items/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { DataList, type DataListProps } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { SupplierItemDialog } from './SupplierItemDialog.tsx'
import { useRemoveMany } from './use-remove-many.tsx'

interface SupplierItemListProps {
  query?: { itemId?: string; supplierId?: string }
  /** A column that the page around says already. */
  hide?: 'item' | 'partner'
  empty: DataListProps<SupplierItem>['empty']
}

const filters: readonly ListFilter<SupplierItem>[] = [{ kind: 'search', id: 'search' }]

export function SupplierItemList({ query = {}, hide, empty }: SupplierItemListProps) {
  const manage = useMay()('item.manage')
  const buying = useMe().organization?.side === 'buyer'
  const list = useListState('itemNumber')
  const made = useList(
    itemsApi.supplierItems,
    { query: { ...list.query, ...query } },
    { watch: ['supplier-item', 'item'] },
  )
  const columns = useMemo(() => columnsFor(buying, manage, hide), [buying, manage, hide])
  const { action, dialog } = useRemoveMany()
  const written = exportPicked(m.items_sup_title(), columns)
  return (
    <>
      <DataList<SupplierItem>
        label={m.items_sup_title()}
        list={list}
        {...made}
        rowKey={row => row.id}
        rowName={row => row.itemNumber}
        {...(buying && hide !== 'item' ? { rowHref: (row: SupplierItem) => `/items/${row.itemId}` } : {})}
        columns={columns}
        filters={filters}
        bulk={manage ? [action, written] : [written]}
        empty={empty}
      />
      {dialog}
    </>
  )
}

function columnsFor(buying: boolean, manage: boolean, hide?: 'item' | 'partner'): ListColumn<SupplierItem>[] {
  const columns: ListColumn<SupplierItem>[] = [
    column('itemNumber', m.items_number(), row => row.itemNumber, 'title'),
    column('description', m.items_description(), row => row.description),
    column(
      'partnerName',
      buying ? m.items_supplier() : m.items_customer(),
      row => row.partnerName,
      hide === 'item' ? 'title' : 'line',
    ),
    column('supplierPartNumber', m.items_sup_part_short(), row => row.supplierPartNumber),
    quantity('packQuantity', m.items_pack_short(), row => row.packQuantity),
    quantity('minimumQuantity', m.items_minimum_short(), row => row.minimumQuantity),
    {
      ...column('leadTimeDays', m.items_lead_short(), row => String(row.leadTimeDays)),
      cell: row => m.items_lead_days({ n: row.leadTimeDays }),
      align: 'right',
    },
    column('shipFrom', m.items_from(), row => row.shipFrom ?? ''),
    ...(manage ? [{ id: 'acts', label: m.items_edit_short(), cell: actsOf, width: '100px' }] : []),
  ]
  const hidden = hide === 'item' ? ['itemNumber', 'description'] : hide === 'partner' ? ['partnerName'] : []
  return columns.filter(({ id }) => !hidden.includes(id))
}

const column = (
  id: string,
  label: string,
  text: (row: SupplierItem) => string,
  card: 'title' | 'line' = 'line',
): ListColumn<SupplierItem> => ({ id, label, cell: text, sortBy: text, text, card })

const quantity = (id: string, label: string, of: (row: SupplierItem) => string): ListColumn<SupplierItem> => ({
  ...column(id, label, of),
  cell: row => <QuantityText of={of(row)} unit={row.unit} />,
  align: 'right',
})

const actsOf = (row: SupplierItem) => <Acts row={row} />

function Acts({ row }: { row: SupplierItem }) {
  const [editing, edit] = useDisclosure(false)
  const [asking, ask] = useDisclosure(false)
  const words = { number: row.itemNumber, supplier: row.partnerName }
  const remove = useAct(itemsApi.removeSupplierItem, {
    changes: ['supplier-item', 'item'],
    done: m.items_sup_removed(words),
  })
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={m.items_edit({ name: row.itemNumber })} onClick={edit.open}>
        <Pencil size={16} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="red" aria-label={m.items_remove_ask(words)} onClick={ask.open}>
        <Trash2 size={16} />
      </ActionIcon>
      {editing ? <SupplierItemDialog made={row} onClose={edit.close} /> : null}
      <Confirm
        opened={asking}
        title={m.items_remove_ask(words)}
        act={m.items_remove()}
        danger
        onClose={ask.close}
        onConfirm={() => remove.mutateAsync({ params: { supplierItemId: row.id } })}
      >
        {m.items_remove_what()}
      </Confirm>
    </Group>
  )
}
