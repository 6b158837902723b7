// What wants the supplier's answer, across its customers: orders, call-offs and forecasts, by the instant it is due.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { slaApi } from '../../sla/api.ts'
import { isNotice } from '../../sla/whose.ts'
import { call } from '../api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint, useList } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { DueCell, SubjectCell } from '../sla/cells.tsx'
import { DueWhy, useWhyDue } from '../sla/DueBadge.tsx'
import { kindText, subjectText } from '../sla/words.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { Day } from '../ui/When.tsx'
import { answerPath, type DueRow, dueRows, idsMax, orderPortions, presses } from './due-rows.ts'
import classes from './orders.module.css'
import { ItemCell, itemWords, KeepText, quantityWords } from './parts.tsx'
import { useAcceptMany } from './use-accept-many.tsx'

const rowKey = ({ clock }: DueRow) => clock.id
const nameOf = ({ clock }: DueRow) => subjectText(clock)
/** A ship notice is not sent by accepting: what else its order asks stands in rows of its own. */
const answerableOf = ({ clock, order }: DueRow) => (isNotice(clock) ? undefined : order)

export function DueList() {
  const list = useListState()
  const query = {
    search: list.value('search'),
    kind: list.value('kind'),
    buyerId: list.value('buyer'),
    late: list.value('late') ? true : undefined,
  }
  const { rows: clocks, ...due } = useList(slaApi.inboxDue, { query }, { watch: ['clock'] })
  const portions = useMemo(() => orderPortions(clocks ?? []), [clocks])
  const orders = useOrdersOf(portions)
  const rows = useMemo(() => clocks && dueRows(clocks, orders ?? []), [clocks, orders])
  const why = useWhyDue((clocks ?? []).map(({ subject }) => subject.id))
  const columns = useMemo(() => columnsOf(why), [why])
  const { data: all } = useEndpoint(ordersApi.list, { query: { limit: 1 } })
  const filters = useMemo(() => filtersOf(all?.partners ?? []), [all])
  const { action, dialog, shown } = useAcceptMany<DueRow>(answerableOf, rowKey, nameOf)
  return (
    <>
      {shown}
      <DataList
        label={m.orders_due()}
        list={list}
        {...due}
        rows={rows}
        columns={columns}
        filters={filters}
        rowKey={rowKey}
        rowName={nameOf}
        rowHref={({ clock }) => answerPath(clock)}
        bulk={[action, exportPicked(m.orders_due(), columns)]}
        empty={{ title: m.orders_inbox_empty(), why: m.orders_due_empty_why() }}
      />
      {dialog}
    </>
  )
}

/** Orders know nothing of clocks: the page puts the two together. */
function useOrdersOf(portions: readonly string[]): OrderRow[] | undefined {
  const { data } = useQuery({
    queryKey: ['orders due', portions],
    queryFn: async ({ signal }) => {
      const ask = (ids: string) => call(ordersApi.list, { query: { ids, limit: idsMax } }, signal)
      return (await Promise.all(portions.map(ask))).flatMap(({ rows }) => rows)
    },
    enabled: portions.length > 0,
    meta: { watch: ['order'] },
    placeholderData: keepPreviousData,
  })
  return data
}

const columnsOf = (why: ReturnType<typeof useWhyDue>): ListColumn<DueRow>[] => [
  {
    id: 'label',
    label: m.sla_column_subject(),
    cell: ({ clock }) => <SubjectCell clock={clock} />,
    card: 'title',
    text: ({ clock }) => subjectText(clock),
  },
  {
    id: 'due',
    label: m.sla_column_due(),
    cell: ({ clock, order }) => (
      <>
        <DueCell clock={clock} />
        {order?.keep && presses(order.keep, clock, serverClock.now()) ? <KeepText {...order.keep} /> : null}
        <DueWhy clock={why.get(clock.id)} />
      </>
    ),
    card: 'corner',
    text: ({ clock }) => clock.dueAt,
  },
  {
    id: 'buyer',
    label: m.orders_col_buyer(),
    cell: ({ clock }) => clock.buyer.name,
    text: ({ clock }) => clock.buyer.name,
  },
  {
    id: 'item',
    label: m.orders_col_item(),
    cell: ({ order }) => (order ? <ItemCell order={order} side="supplier" /> : '–'),
    width: '17rem',
    text: ({ order }) => (order ? itemWords(order, 'supplier') : ''),
  },
  {
    id: 'quantity',
    label: m.orders_col_quantity(),
    align: 'right',
    cell: ({ order }) => (order ? <QuantityText of={order.quantity} unit={order.unit} /> : '–'),
    text: ({ order }) => (order ? quantityWords(order) : ''),
  },
  {
    id: 'need-by',
    label: m.orders_col_need_by(),
    cell: ({ order }) => <span className={classes.whole}>{order ? <Day date={order.wantedBy} /> : '–'}</span>,
    text: ({ order }) => order?.wantedBy ?? '',
  },
]

const filtersOf = (customers: readonly { id: string; name: string }[]): ListFilter<DueRow>[] => [
  { kind: 'search', id: 'search', label: m.orders_due_search() },
  {
    kind: 'choices',
    id: 'kind',
    label: m.orders_filter_kind(),
    choices: (['call-off', 'order', 'commit', 'ship-notice'] as const).map(value => ({
      value,
      label: kindText(value),
    })),
  },
  // With one customer there is nothing to choose.
  ...(customers.length > 1
    ? [
        {
          kind: 'choice' as const,
          id: 'buyer',
          label: m.orders_filter_buyer(),
          choices: customers.map(({ id, name }) => ({ value: id, label: name })),
        },
      ]
    : []),
  { kind: 'switch', id: 'late', label: m.orders_due_late() },
]
