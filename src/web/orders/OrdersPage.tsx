// The buyer's orders and call-offs: what became of each, and agreeing to many proposals at once.
import { Button } from '@mantine/core'
import { Check, FileUp, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { Go, useLink } from '../go.tsx'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DueBadge, useClocksOf } from '../sla/DueBadge.tsx'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { type ListState, useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { Day, When } from '../ui/When.tsx'
import { bulkMax, useBulkResults } from './BulkResults.tsx'
import { ItemCell, OrderStatusBadge, quantityWords } from './parts.tsx'
import { kindText, statuses, statusWord } from './words.ts'

type Side = 'buyer' | 'supplier'

/** What the URL's filters ask of the server. */
export function listQueryOf(list: ListState) {
  const [search, status, kind] = ['search', 'status', 'kind'].map(list.value)
  return {
    search,
    status,
    kind: kind as OrderRow['kind'] | undefined,
    supplierId: list.value('supplier'),
    buyerId: list.value('buyer'),
    itemId: list.value('item'),
    late: list.value('late') ? true : undefined,
  }
}

/** Filters with how many there are of each state. */
export function useOrderFilters(list: ListState, side: Side): ListFilter<OrderRow>[] {
  const asked = { ...listQueryOf(list), status: undefined }
  const { data } = useEndpoint(ordersApi.list, { query: { ...asked, limit: 1 } }, { watch: ['order'] })
  return useMemo(() => {
    const partner = side === 'buyer' ? m.orders_filter_supplier() : m.orders_filter_buyer()
    const many = (status: OrderRow['status']) => `${statusWord(status, side).text} (${data?.counts[status] ?? 0})`
    return [
      { kind: 'search', id: 'search', label: m.orders_search() },
      {
        kind: 'choices',
        id: 'status',
        label: m.orders_filter_status(),
        choices: statuses.map(status => ({ value: status, label: many(status) })),
      },
      {
        kind: 'choice',
        id: side === 'buyer' ? 'supplier' : 'buyer',
        label: partner,
        choices: (data?.partners ?? []).map(({ id, name }) => ({ value: id, label: name })),
      },
      {
        kind: 'choice',
        id: 'kind',
        label: m.orders_filter_kind(),
        choices: (['call-off', 'standalone'] as const).map(kind => ({ value: kind, label: kindText(kind) })),
      },
      { kind: 'switch', id: 'late', label: m.orders_filter_late() },
    ]
  }, [data, side])
}

export function useOrderColumns(side: Side, rows: readonly OrderRow[] | undefined): ListColumn<OrderRow>[] {
  const clocks = useClocksOf((rows ?? []).filter(row => row.awaitingCount > 0).map(row => row.id))
  return useMemo(() => {
    const partner = (row: OrderRow) => (side === 'buyer' ? row.supplier.name : row.buyer.name)
    return [
      {
        id: 'number',
        label: m.orders_col_number(),
        cell: row => row.number,
        sortBy: row => row.number,
        card: 'title',
        text: row => row.number,
      },
      {
        id: side === 'buyer' ? 'supplier' : 'buyer',
        label: side === 'buyer' ? m.orders_col_supplier() : m.orders_col_buyer(),
        cell: partner,
        sortBy: partner,
        text: partner,
      },
      {
        id: 'item',
        label: m.orders_col_item(),
        cell: row => <ItemCell order={row} side={side} />,
        text: row => `${row.buyerPart} ${row.description}`,
      },
      {
        id: 'quantity',
        label: m.orders_col_quantity(),
        align: 'right',
        cell: row => <QuantityText of={row.quantity} unit={row.unit} />,
        text: quantityWords,
      },
      {
        id: 'need-by',
        label: m.orders_col_need_by(),
        cell: row => <Day date={row.needBy} />,
        sortBy: row => row.needBy,
        text: row => row.needBy,
      },
      {
        id: 'promised',
        label: m.orders_col_promised(),
        cell: row => (row.promisedBy ? <Day date={row.promisedBy} /> : null),
        text: row => row.promisedBy ?? '',
      },
      {
        id: 'due',
        label: m.orders_col_due(),
        cell: row => (row.awaitingCount > 0 ? <DueBadge clock={clocks.get(row.id)} link={side === 'buyer'} /> : null),
      },
      {
        id: 'status',
        label: m.orders_col_status(),
        cell: row => <OrderStatusBadge order={row} side={side} />,
        sortBy: row => row.status,
        card: 'corner',
        text: row => statusWord(row.status, side, row.answerWanted).text,
      },
      {
        id: 'issued',
        label: m.orders_col_issued(),
        cell: row => <When at={row.issuedAt} />,
        sortBy: row => row.issuedAt,
        card: 'hide',
        text: row => dateText(row.issuedAt.slice(0, 10)),
      },
    ]
  }, [side, clocks])
}

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
        const orders = (asking?.rows ?? []).map(row => ({ orderId: row.id, version: row.version }))
        take((await act.mutateAsync({ body: { orders } })).results)
        asking?.clear()
      }}
    >
      {m.orders_agree_many_what()}
    </Confirm>
  )
  return { bulk, dialog, shown }
}
