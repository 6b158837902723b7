// The buyer's orders and call-offs: what became of each, and agreeing to many proposals at once.
import { Button } from '@mantine/core'
import { Check, FileUp, Plus } from 'lucide-react'
import { useState } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { Go, useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { bulkMax, useBulkResults } from './BulkResults.tsx'
import { listQueryOf, useOrderColumns, useOrderFilters } from './order-list.tsx'

export function OrdersPage() {
  const list = useListState('-issued')
  const mayIssue = useMay()('order.issue')
  const link = useLink()
  const sort = list.sortText as '-issued'
  const orders = useList(ordersApi.list, { query: { ...listQueryOf(list), sort } }, { watch: ['order'] })
  const filters = useOrderFilters(list, 'buyer')
  const columns = useOrderColumns('buyer', orders.rows)
  const { bulk, dialog, shown } = useAgreeMany()
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
      {shown}
      <DataList
        label={m.orders_title()}
        list={list}
        {...orders}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/orders/${row.id}`}
        bulk={bulk}
        empty={{
          title: m.orders_empty(),
          why: mayIssue ? m.orders_empty_why() : m.orders_empty_read_why(),
          action: mayIssue ? <Go to="/orders/new">{m.orders_new()}</Go> : null,
        }}
      />
      {dialog}
    </>
  )
}

/** Agreeing to the proposals of the picked orders, after asking. */
function useAgreeMany() {
  const mayDecide = useMay()('order.decide')
  const [asking, setAsking] = useState<{ rows: readonly OrderRow[]; clear: () => void } | undefined>()
  const act = useAct(ordersApi.agreeMany, { changes: ['order', 'clock'] })
  const { take, shown } = useBulkResults(n => m.orders_agree_many_done({ n }))
  const bulk: BulkAction<OrderRow>[] = [
    {
      id: 'agree',
      label: m.orders_agree_many(),
      icon: Check,
      refuse: rows => {
        if (!mayDecide) return m.orders_role_refuses()
        return rows.some(row => row.proposedCount > 0) ? undefined : m.orders_agree_many_refuse()
      },
      run: (rows, { clear }) => setAsking({ rows: rows.filter(row => row.proposedCount > 0).slice(0, bulkMax), clear }),
    },
  ]
  const dialog = (
    <Confirm
      opened={asking !== undefined}
      title={m.orders_agree_many_title({ n: asking?.rows.length ?? 0 })}
      act={m.orders_agree_many()}
      onClose={() => setAsking(undefined)}
      onConfirm={async () => {
        const orders = (asking?.rows ?? []).map(({ id, version, proposalIds }) => ({
          orderId: id,
          version,
          proposalIds,
        }))
        take((await act.mutateAsync({ body: { orders } })).results)
        asking?.clear()
      }}
    >
      {m.orders_agree_many_what()}
    </Confirm>
  )
  return { bulk, dialog, shown }
}
