// All orders of all of a supplier's customers, those that wait for an answer first.
import { useMemo } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { useList } from '../query.ts'
import { useClocksOf } from '../sla/DueBadge.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import { dueFirst } from './due-rows.ts'
import { listQueryOf, useOrderColumns, useOrderFilters } from './order-list.tsx'
import { useAcceptMany } from './use-accept-many.tsx'

const itself = (row: OrderRow) => row
const idOf = (row: OrderRow) => row.id
const numberOf = (row: OrderRow) => row.number

export function AllOrders() {
  const list = useListState('urgent')
  const sort = list.sortText as 'urgent'
  const orders = useList(ordersApi.list, { query: { ...listQueryOf(list), sort } }, { watch: ['order'] })
  const filters = useOrderFilters(list, 'supplier')
  const clocks = useClocksOf((orders.rows ?? []).filter(row => row.awaitingCount > 0).map(row => row.id))
  // Orders know nothing of clocks: what is due first is put first here, before the rest in the server's order.
  const rows = useMemo(() => orders.rows && dueFirst(orders.rows, id => clocks.get(id)?.dueAt), [orders.rows, clocks])
  const columns = useOrderColumns('supplier', orders.rows)
  const { action, dialog, shown } = useAcceptMany(itself, idOf, numberOf)
  return (
    <>
      {shown}
      <DataList
        label={m.orders_inbox_all()}
        list={list}
        {...orders}
        rows={rows}
        columns={columns}
        filters={filters}
        rowKey={idOf}
        rowName={numberOf}
        rowHref={row => `/orders/${row.id}`}
        bulk={[action, exportPicked(m.orders_inbox_all(), columns)]}
        empty={{ title: m.orders_inbox_empty(), why: m.orders_inbox_empty_why() }}
      />
      {dialog}
    </>
  )
}
