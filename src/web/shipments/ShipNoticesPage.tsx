// What is on its way, by ship notice: for the buyer of all suppliers, for the supplier its own to all customers.
import { useMemo } from 'react'
import { type NoticeRow, noticeStates, shipmentsApi } from '../../shipments/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useList } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Day, When } from '../ui/When.tsx'
import { carriedBy, stateText, stateTone } from './words.ts'

export function ShipNoticesPage() {
  const isBuyer = useMe().organization?.side === 'buyer'
  const list = useListState('-received')
  const state = noticeStates.find(each => each === list.value('state'))
  const notices = useList(shipmentsApi.list, { query: { ...list.query, state } }, { watch: ['ship-notice'] })
  const columns = useMemo(() => columnsOf(isBuyer), [isBuyer])
  const filters = useMemo(() => filtersOf(), [])
  return (
    <>
      <PageHeader title={m.shipments_title()} lead={isBuyer ? m.shipments_lead_buyer() : m.shipments_lead_supplier()} />
      <DataList
        label={m.shipments_title()}
        list={list}
        {...notices}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/ship-notices/${row.id}`}
        bulk={[exportPicked(m.shipments_title(), columns)]}
        empty={{
          title: m.shipments_empty(),
          why: isBuyer ? m.shipments_empty_why_buyer() : m.shipments_empty_why_supplier(),
          action: <Go to={isBuyer ? '/suppliers' : '/inbox'}>{isBuyer ? m.partners_suppliers() : m.orders_inbox()}</Go>,
        }}
      />
    </>
  )
}

const partnerOf = (row: NoticeRow, isBuyer: boolean): string => (isBuyer ? row.supplier : row.buyer).name
const ordersOf = ({ orders }: NoticeRow): string => orders.map(({ number }) => number).join(', ')

const columnsOf = (isBuyer: boolean): ListColumn<NoticeRow>[] => [
  {
    ...{ id: 'number', label: m.shipments_col_number(), card: 'title', nowrap: true },
    cell: row => row.number,
    sortBy: row => row.number,
    text: row => row.number,
  },
  {
    ...{ id: 'partner', label: isBuyer ? m.shipments_col_partner() : m.shipments_col_customer() },
    cell: row => partnerOf(row, isBuyer),
    sortBy: row => partnerOf(row, isBuyer),
    text: row => partnerOf(row, isBuyer),
  },
  { id: 'orders', label: m.shipments_col_orders(), cell: ordersOf, text: ordersOf },
  {
    ...{ id: 'shipped', label: m.shipments_col_ship_date(), nowrap: true },
    cell: row => <Day date={row.shipDate} />,
    sortBy: row => row.shipDate,
    text: row => row.shipDate,
  },
  {
    ...{ id: 'arrival', label: m.shipments_col_arrival(), nowrap: true },
    cell: row => <Day date={row.arrivalDate} />,
    sortBy: row => row.arrivalDate,
    text: row => row.arrivalDate,
  },
  { id: 'carrier', label: m.shipments_col_carrier(), cell: carriedBy, text: carriedBy },
  {
    ...{ id: 'ship-to', label: m.shipments_col_ship_to() },
    cell: row => row.shipTo.name,
    text: row => `${row.shipTo.name} (${row.shipTo.code})`,
  },
  {
    ...{ id: 'received', label: m.shipments_col_received() },
    cell: row => <When at={row.receivedAt} />,
    sortBy: row => row.receivedAt,
    text: row => row.receivedAt,
  },
  {
    ...{ id: 'state', label: m.shipments_col_state(), card: 'corner' },
    cell: row => <StatusBadge tone={stateTone[row.state]}>{stateText(row.state)}</StatusBadge>,
    text: row => stateText(row.state),
  },
]

const filtersOf = (): ListFilter<NoticeRow>[] => [
  { kind: 'search', id: 'search', label: m.shipments_search() },
  {
    ...{ kind: 'choice', id: 'state', label: m.shipments_filter_state() },
    choices: noticeStates.map(value => ({ value, label: stateText(value) })),
  },
]
