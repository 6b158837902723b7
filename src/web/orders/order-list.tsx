// What the buyer's list and the supplier's inbox share: filters with counts, and columns.
import { useCallback, useMemo } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { priorities } from '../../orders/priority.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { DueBadge, useClocksOf } from '../sla/DueBadge.tsx'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { Day } from '../ui/When.tsx'
import classes from './orders.module.css'
import { PromisedCell } from './Proposed.tsx'
import { ItemCell, itemWords, NumberCell, OrderStatusBadge, quantityWords } from './parts.tsx'
import { kindText, priorityText, statuses, statusWord } from './words.ts'

type Side = 'buyer' | 'supplier'

/** What the URL's filters ask of the server. */
export function listQueryOf(list: ListState) {
  const [search, status, kind] = ['search', 'status', 'kind'].map(list.value)
  return {
    search,
    status,
    kind: kind as OrderRow['kind'] | undefined,
    priority: list.value('priority') as OrderRow['priority'] | undefined,
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
      {
        kind: 'choice',
        id: 'priority',
        label: m.orders_priority(),
        choices: priorities.map(value => ({ value, label: priorityText(value) })),
      },
      { kind: 'switch', id: 'late', label: m.orders_filter_late() },
    ]
  }, [data, side])
}

export function useOrderColumns(side: Side, rows: readonly OrderRow[] | undefined): ListColumn<OrderRow>[] {
  const dueOf = useDueOf(side, rows)
  return useMemo(() => {
    const partner = (row: OrderRow) => (side === 'buyer' ? row.supplier.name : row.buyer.name)
    return [
      {
        id: 'number',
        label: m.orders_col_number(),
        cell: row => <NumberCell order={row} />,
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
        width: '17rem',
        text: row => itemWords(row, side),
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
        cell: row => (
          <span className={classes.whole}>
            <Day date={row.wantedBy} />
          </span>
        ),
        sortBy: row => row.wantedBy,
        text: row => row.wantedBy,
      },
      {
        id: 'promised',
        label: m.orders_col_promised(),
        cell: row => <PromisedCell order={row} side={side} />,
        text: row => row.promisedBy ?? '',
      },
      {
        id: 'status',
        label: m.orders_col_status(),
        cell: row => (
          <OrderStatusBadge order={row} side={side} timed={dueOf(row, 'answer') !== undefined}>
            <DueBadge clock={dueOf(row, row.awaitingCount > 0 ? 'answer' : 'decision')} link={side === 'buyer'} />
          </OrderStatusBadge>
        ),
        width: '13.5rem',
        sortBy: row => row.status,
        card: 'corner',
        text: row => statusWord(row.status, side, row).text,
      },
    ]
  }, [side, dueOf])
}

/** The clock of an answer that is awaited, or of a decision that we owe. */
function useDueOf(side: Side, rows: readonly OrderRow[] = []) {
  const ids = (which: (row: OrderRow) => boolean) => rows.filter(which).map(({ id }) => id)
  const answers = useClocksOf(ids(row => row.awaitingCount > 0))
  const decisions = useClocksOf(side === 'buyer' ? ids(({ status }) => status === 'to-decide') : [], true)
  return useCallback(
    ({ id }: OrderRow, of: 'answer' | 'decision') => (of === 'answer' ? answers : decisions).get(id),
    [answers, decisions],
  )
}
