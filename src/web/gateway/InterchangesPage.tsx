// Interchanges in and out: what came, what left, and the three statuses of each, apart.
import { Anchor } from '@mantine/core'
import { RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import { gatewayApi, type InterchangeRow } from '../../gateway/api.ts'
import { acknowledgments, deliveries, interchangeStatuses } from '../../gateway/interchange.ts'
import { Go, useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { type ListState, useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { When } from '../ui/When.tsx'
import { Carried, carriedText, Direction, useSide, WordBadge } from './parts.tsx'
import {
  acknowledgmentWord,
  deliveryWord,
  directionText,
  interchangeWord,
  type Side,
  setIds,
  statusWord,
  validatedWord,
} from './words.ts'

const columns = (side: Side): ListColumn<InterchangeRow>[] => [
  {
    id: 'control',
    label: m.gateway_col_control(),
    cell: row => row.control || '—',
    sortBy: row => row.control,
    card: 'title',
    text: row => row.control,
  },
  {
    id: 'direction',
    label: m.gateway_col_direction(),
    cell: row => <Direction of={row.direction} />,
    text: row => directionText(row.direction, side),
  },
  {
    id: 'partner',
    label: m.gateway_col_partner(),
    cell: row => row.partner.name,
    width: '22%',
    text: row => row.partner.name,
  },
  {
    id: 'documents',
    label: m.gateway_col_documents(),
    cell: row => <Carried of={row} />,
    width: '20%',
    text: carriedText,
  },
  {
    id: 'at',
    label: m.gateway_col_at(),
    cell: row => <When at={row.at} />,
    sortBy: row => row.at,
    text: row => row.at,
  },
  {
    id: 'validated',
    label: m.gateway_col_validated(),
    cell: row => <WordBadge word={validatedWord(row.validated)} />,
    text: row => validatedWord(row.validated).text,
  },
  {
    id: 'status',
    label: m.gateway_col_outcome(),
    cell: row => <WordBadge word={interchangeWord(row)} />,
    sortBy: row => row.status,
    card: 'corner',
    text: row => interchangeWord(row).text,
  },
  {
    id: 'acknowledged',
    label: m.gateway_col_acknowledged(),
    cell: row => (row.acknowledgment === 'none' ? null : <WordBadge word={acknowledgmentWord(row.acknowledgment)} />),
    text: row => acknowledgmentWord(row.acknowledgment).text,
  },
]

const filters = (side: Side): ListFilter<InterchangeRow>[] => [
  { kind: 'search', id: 'search', label: m.gateway_search() },
  {
    kind: 'choice',
    id: 'direction',
    label: m.gateway_filter_direction(),
    choices: (['in', 'out'] as const).map(value => ({ value, label: directionText(value, side) })),
  },
  {
    kind: 'choices',
    id: 'status',
    label: m.gateway_filter_status(),
    choices: interchangeStatuses.map(value => ({ value, label: statusWord(value).text })),
  },
  { kind: 'choice', id: 'set', label: m.gateway_filter_set(), choices: setIds.map(value => ({ value, label: value })) },
  {
    kind: 'choice',
    id: 'delivery',
    label: m.gateway_filter_delivery(),
    choices: deliveries.map(value => ({ value, label: deliveryWord(value)?.text ?? value })),
  },
  {
    kind: 'choice',
    id: 'acknowledgment',
    label: m.gateway_filter_acknowledgment(),
    choices: acknowledgments
      .filter(one => one !== 'none')
      .map(value => ({ value, label: acknowledgmentWord(value).text })),
  },
]

const queryOf = (list: ListState) => ({
  ...list.query,
  direction: list.value('direction') as InterchangeRow['direction'] | undefined,
  status: list.value('status'),
  set: list.value('set'),
  delivery: (list.value('delivery') ?? undefined) as Exclude<InterchangeRow['delivery'], null> | undefined,
  acknowledgment: list.value('acknowledgment') as InterchangeRow['acknowledgment'] | undefined,
  partnerId: list.value('partner'),
})

export function InterchangesPage() {
  const list = useListState('-at')
  const link = useLink()
  const side = useSide()
  const shownColumns = useMemo(() => columns(side), [side])
  const shownFilters = useMemo(() => filters(side), [side])
  const mayManage = useMay()('partner.manage')
  const rows = useList(gatewayApi.list, { query: queryOf(list) }, { watch: ['interchange', 'document'] })
  const bulk = useResendMany()
  return (
    <>
      <PageHeader
        title={m.gateway_interchanges()}
        lead={m.gateway_interchanges_lead()}
        actions={<Anchor {...link('/gateway/attention')}>{m.gateway_attention()}</Anchor>}
      />
      <DataList
        label={m.gateway_interchanges()}
        list={list}
        {...rows}
        columns={shownColumns}
        filters={shownFilters}
        rowKey={row => row.id}
        rowName={row => row.control}
        rowHref={row => `/gateway/interchanges/${row.id}`}
        bulk={bulk}
        empty={{
          title: m.gateway_empty(),
          why: m.gateway_empty_why(),
          action: mayManage ? <Go to="/suppliers">{m.gateway_empty_action()}</Go> : null,
        }}
      />
    </>
  )
}

function useResendMany(): BulkAction<InterchangeRow>[] {
  const mayOperate = useMay()('gateway.operate')
  const resend = useAct(gatewayApi.resend, { done: m.gateway_resent(), changes: ['interchange'] })
  if (!mayOperate) return []
  return [
    {
      id: 'resend',
      label: m.gateway_bulk_resend(),
      icon: RotateCcw,
      refuse: rows => (rows.every(row => row.direction === 'out') ? undefined : m.gateway_bulk_resend_refuse()),
      run: (rows, { clear }) => {
        for (const row of rows) resend.mutate({ params: { interchangeId: row.id } })
        clear()
      },
    },
  ]
}
