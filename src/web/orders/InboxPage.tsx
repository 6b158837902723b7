// The supplier's inbox: orders of all its customers in one list, what wants an answer first; many accepted at once.
import { Check } from 'lucide-react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { listQueryOf, useOrderColumns, useOrderFilters } from './order-list.tsx'
import { useBulkOrders } from './use-bulk-orders.tsx'

export function InboxPage() {
  const list = useListState('urgent')
  const sort = list.sortText as 'urgent'
  const orders = useList(ordersApi.list, { query: { ...listQueryOf(list), sort } }, { watch: ['order'] })
  const filters = useOrderFilters(list, 'supplier')
  const columns = useOrderColumns('supplier', orders.rows)
  const { action, dialog, shown } = useAcceptMany()
  return (
    <>
      <PageHeader title={m.orders_inbox()} lead={m.orders_inbox_lead()} />
      {shown}
      <DataList
        label={m.orders_inbox()}
        list={list}
        {...orders}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/orders/${row.id}`}
        bulk={[action]}
        empty={{ title: m.orders_inbox_empty(), why: m.orders_inbox_empty_why() }}
      />
      {dialog}
    </>
  )
}

/** Accepting all that is open in the picked orders. */
function useAcceptMany() {
  const mayAnswer = useMay()('order.answer')
  const act = useAct(ordersApi.acceptMany, { changes: ['order', 'clock'] })
  return useBulkOrders<OrderRow>({
    id: 'accept',
    icon: Check,
    label: m.orders_accept_many(),
    refusedRole: mayAnswer ? undefined : m.orders_role_refuses(),
    orderOf: row => (row.awaitingCount > 0 ? row : undefined),
    rowKey: row => row.id,
    noneFits: m.orders_accept_many_refuse(),
    title: n => m.orders_accept_many_title({ n }),
    what: m.orders_accept_many_what(),
    done: n => m.orders_accept_many_done({ n }),
    send: async rows => {
      const orders = rows.map(({ id, version }) => ({ orderId: id, version }))
      return (await act.mutateAsync({ body: { orders } })).results
    },
  })
}
