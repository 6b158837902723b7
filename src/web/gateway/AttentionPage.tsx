// What waits for a person in the gateway: why, whose it is, and the page on which it is settled.
import { Anchor, Text } from '@mantine/core'
import { PlayCircle } from 'lucide-react'
import { useMemo } from 'react'
import { type AttentionRow, gatewayApi } from '../../gateway/api.ts'
import { Go, useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { When } from '../ui/When.tsx'
import { Direction, useSide } from './parts.tsx'
import { directionText, type Side, setIds, subjectHref, whoActsText } from './words.ts'

const whatText = (row: AttentionRow): string =>
  row.kind === 'document'
    ? `${row.setId} ${row.label ?? ''}`.trim()
    : `${m.gateway_kind_interchange()} ${row.control ?? ''}`.trim()

const whoColumn = (): ListColumn<AttentionRow> => ({
  id: 'who',
  label: m.gateway_col_who(),
  cell: whoActsText,
  text: whoActsText,
})

const columns = (side: Side): ListColumn<AttentionRow>[] => [
  { id: 'what', label: m.gateway_col_what(), cell: whatText, sortBy: whatText, card: 'title', text: whatText },
  {
    id: 'reason',
    label: m.gateway_col_reason(),
    cell: row => (
      <Text size="sm" component="span">
        {row.reason}
      </Text>
    ),
    width: '40%',
    sortBy: row => row.reason,
    text: row => row.reason,
  },
  {
    id: 'partner',
    label: m.gateway_col_partner(),
    cell: row => row.partner.name,
    sortBy: row => row.partner.name,
    text: row => row.partner.name,
  },
  {
    id: 'about',
    label: m.gateway_col_about(),
    cell: row => {
      const href = subjectHref(row.subject)
      return href ? <Go to={href}>{row.label ?? ''}</Go> : row.label
    },
    sortBy: row => row.label,
    text: row => row.label ?? '',
  },
  {
    id: 'direction',
    label: m.gateway_col_direction(),
    cell: row => <Direction of={row.direction} />,
    sortBy: row => row.direction,
    text: row => directionText(row.direction, side),
  },
  ...(side === 'supplier' ? [whoColumn()] : []),
  {
    id: 'at',
    label: m.gateway_col_since(),
    cell: row => <When at={row.at} />,
    sortBy: row => row.at,
    card: 'corner',
    text: row => row.at,
  },
]

const filters = (): ListFilter<AttentionRow>[] => [
  { kind: 'search', id: 'search', label: m.gateway_search() },
  { kind: 'choice', id: 'set', label: m.gateway_filter_set(), choices: setIds.map(value => ({ value, label: value })) },
]

export function AttentionPage() {
  const list = useListState('-at')
  const link = useLink()
  const side = useSide()
  const shownColumns = useMemo(() => columns(side), [side])
  const shownFilters = useMemo(filters, [])
  const query = { ...list.query, set: list.value('set'), partnerId: list.value('partner') }
  const rows = useList(gatewayApi.attention, { query }, { watch: ['interchange', 'document'] })
  const bulk = useRerunMany()
  return (
    <>
      <PageHeader
        title={m.gateway_attention()}
        lead={side === 'supplier' ? m.gateway_attention_lead_supplier() : m.gateway_attention_lead()}
        actions={<Anchor {...link('/gateway/interchanges')}>{m.gateway_interchanges()}</Anchor>}
      />
      <DataList
        label={m.gateway_attention()}
        list={list}
        {...rows}
        columns={shownColumns}
        filters={shownFilters}
        rowKey={row => row.id}
        rowName={whatText}
        rowHref={hrefOf}
        bulk={bulk}
        empty={{
          title: m.gateway_attention_empty(),
          why: m.gateway_attention_empty_why(),
          action: <Go to="/gateway/interchanges">{m.gateway_attention_empty_action()}</Go>,
        }}
      />
    </>
  )
}

/** A document that was never written is settled where its subject is. */
function hrefOf(row: AttentionRow): string {
  if (row.interchangeId) return `/gateway/interchanges/${row.interchangeId}`
  return subjectHref(row.subject) ?? '/gateway/interchanges'
}

function useRerunMany(): BulkAction<AttentionRow>[] {
  const mayOperate = useMay()('gateway.operate')
  const rerun = useAct(gatewayApi.rerun, { done: m.gateway_rerunning(), changes: ['document'] })
  if (!mayOperate) return []
  return [
    {
      id: 'rerun',
      label: m.gateway_bulk_rerun(),
      icon: PlayCircle,
      refuse: rows => (rows.every(row => row.kind === 'document') ? undefined : m.gateway_bulk_rerun_refuse()),
      run: (rows, { clear }) => {
        for (const row of rows) rerun.mutate({ params: { documentId: row.id } })
        clear()
      },
    },
  ]
}
