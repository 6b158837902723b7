// The buyer's orders and call-offs: what became of each, and agreeing to many proposals at once.
import { Button, Stack, Text, Textarea } from '@mantine/core'
import { Check, FileUp, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { Go, useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { listQueryOf, useOrderColumns, useOrderFilters } from './order-list.tsx'
import { ProposedList } from './ProposedList.tsx'
import { useBulkOrders } from './use-bulk-orders.tsx'

export function OrdersPage() {
  const list = useListState('-issued')
  const mayIssue = useMay()('order.issue')
  const link = useLink()
  const sort = list.sortText as '-issued'
  const orders = useList(ordersApi.list, { query: { ...listQueryOf(list), sort } }, { watch: ['order'] })
  const filters = useOrderFilters(list, 'buyer')
  const columns = useOrderColumns('buyer', orders.rows)
  const agree = useAgreeMany()
  const reject = useRejectMany()
  return (
    <>
      <PageHeader
        title={m.orders_title()}
        lead={m.orders_lead()}
        actions={
          mayIssue ? (
            <>
              <Button
                component="a"
                variant="default"
                leftSection={<FileUp size={16} aria-hidden />}
                {...link('/orders/import')}
              >
                {m.orders_import()}
              </Button>
              <Button component="a" leftSection={<Plus size={16} aria-hidden />} {...link('/orders/new')}>
                {m.orders_new()}
              </Button>
            </>
          ) : null
        }
      />
      {agree.shown}
      {reject.shown}
      <DataList
        label={m.orders_title()}
        list={list}
        {...orders}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/orders/${row.id}`}
        bulk={[agree.action, reject.action, exportPicked(m.orders_title(), columns)]}
        empty={{
          title: m.orders_empty(),
          why: mayIssue ? m.orders_empty_why() : m.orders_empty_read_why(),
          action: mayIssue ? <Go to="/orders/new">{m.orders_new()}</Go> : null,
        }}
      />
      {agree.dialog}
      {reject.dialog}
    </>
  )
}

/** Agreeing to the proposals of the picked orders, as they are seen in the list. */
function useAgreeMany() {
  const mayDecide = useMay()('order.decide')
  const act = useAct(ordersApi.agreeMany, { changes: ['order', 'clock'] })
  return useBulkOrders<OrderRow>({
    id: 'agree',
    icon: Check,
    label: m.orders_agree_many(),
    refusedRole: mayDecide ? undefined : m.orders_role_refuses(),
    orderOf: row => (row.proposedCount > 0 ? row : undefined),
    rowKey: row => row.id,
    nameOf: row => row.number,
    noneFits: m.orders_agree_many_refuse(),
    title: n => m.orders_agree_many_title({ n }),
    what: orders => (
      <Stack gap="sm">
        <Text size="sm">{m.orders_agree_many_what()}</Text>
        <ProposedList orders={orders} />
      </Stack>
    ),
    done: n => m.orders_agree_many_done({ n }),
    send: async rows => {
      const orders = rows.map(({ id, version, proposalIds }) => ({ orderId: id, version, proposalIds }))
      return (await act.mutateAsync({ body: { orders } })).results
    },
  })
}

/** Turning down the proposals of the picked orders, with one reason for all. */
function useRejectMany() {
  const mayDecide = useMay()('order.decide')
  const [note, setNote] = useState('')
  const act = useAct(ordersApi.rejectMany, { changes: ['order', 'clock'] })
  return useBulkOrders<OrderRow>({
    id: 'reject',
    icon: X,
    danger: true,
    label: m.orders_reject_many(),
    refusedRole: mayDecide ? undefined : m.orders_role_refuses(),
    orderOf: row => (row.proposedCount > 0 ? row : undefined),
    rowKey: row => row.id,
    nameOf: row => row.number,
    noneFits: m.orders_agree_many_refuse(),
    title: n => m.orders_reject_many_title({ n }),
    what: orders => (
      <Stack gap="sm">
        <Text size="sm">{m.orders_reject_many_what()}</Text>
        <ProposedList orders={orders} />
        <Textarea
          label={m.orders_reject_many_reason()}
          description={m.orders_reason_optional()}
          autosize
          minRows={2}
          maxLength={500}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
        />
      </Stack>
    ),
    done: n => m.orders_reject_many_done({ n }),
    send: async rows => {
      const orders = rows.map(({ id, version, proposalIds }) => ({ orderId: id, version, proposalIds }))
      const said = note.trim() === '' ? {} : { note: note.trim() }
      const { results } = await act.mutateAsync({ body: { orders, ...said } })
      setNote('')
      return results
    },
  })
}
