// The lines of a release against the one before, the greatest change first, each with a strip of its weeks.
import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { forecastsApi, type LineRow, type ReleaseDetail } from '../../forecasts/api.ts'
import { m } from '../i18n/index.ts'
import { useList } from '../query.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge, type Tone } from '../ui/StatusBadge.tsx'
import { HeatStrip } from './HeatStrip.tsx'
import { changeText } from './words.ts'

const changes = ['changed', 'new', 'ended', 'same'] as const
const tones: Record<LineRow['change'], Tone> = { changed: 'info', new: 'ok', ended: 'warn', same: 'quiet' }

export function ReleaseLines({ release }: { release: Pick<ReleaseDetail, 'id' | 'shares' | 'previousNumber'> }) {
  const list = useListState('-difference')
  const change = changes.find(one => one === list.value('change'))
  const lines = useList(
    forecastsApi.releaseLines,
    { params: { releaseId: release.id }, query: { ...list.query, change, supplierId: list.value('supplier') } },
    { watch: [`forecast-release:${release.id}`] },
  )
  const columns = useMemo(columnsOf, [])
  const { shares } = release
  const filters = useMemo<ListFilter<LineRow>[]>(
    () => [
      { kind: 'search', id: 'search', label: m.forecasts_search_lines() },
      {
        kind: 'choice',
        id: 'change',
        label: m.forecasts_filter_change(),
        choices: changes.map(value => ({ value, label: changeText(value) })),
      },
      {
        kind: 'choice',
        id: 'supplier',
        label: m.forecasts_filter_supplier(),
        choices: shares.map(({ supplier }) => ({ value: supplier.id, label: supplier.name })),
      },
    ],
    [shares],
  )
  return (
    <>
      <DataList
        label={m.forecasts_changes()}
        list={list}
        {...lines}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => row.buyerPart}
        rowHref={row => `/forecasts/${row.shareId}`}
        empty={{ title: m.forecasts_changes_none(), why: m.forecasts_changes_none_why() }}
      />
      <Text size="sm" c="dimmed" mt="xs">
        {m.forecasts_strip_key()}
      </Text>
    </>
  )
}

function columnsOf(): ListColumn<LineRow>[] {
  return [
    {
      id: 'item',
      label: m.forecasts_col_item(),
      cell: row => (
        <>
          <span className="mono">{row.buyerPart}</span>{' '}
          <Text span size="sm" c="dimmed">
            {row.description}
          </Text>
        </>
      ),
      sortBy: row => row.buyerPart,
      width: '18rem',
      card: 'title',
      text: row => row.buyerPart,
    },
    {
      id: 'change',
      label: m.forecasts_col_change(),
      cell: row => <StatusBadge tone={tones[row.change]}>{changeText(row.change)}</StatusBadge>,
      card: 'corner',
      text: row => changeText(row.change),
    },
    {
      id: 'strip',
      label: m.forecasts_col_by_week(),
      cell: row => <HeatStrip quantities={row.quantities} previous={row.previous} />,
    },
    {
      id: 'previous',
      label: m.forecasts_col_before(),
      align: 'right',
      cell: row => (row.previousDemand === null ? '–' : <QuantityText of={row.previousDemand} unit={row.unit} />),
      sortBy: row => row.previousDemand,
      text: row => row.previousDemand ?? '',
    },
    {
      id: 'demand',
      label: m.forecasts_col_demand(),
      align: 'right',
      cell: row => <QuantityText of={row.comparedDemand ?? row.demand} unit={row.unit} />,
      sortBy: row => row.demand,
      text: row => row.demand,
    },
    {
      id: 'supplier',
      label: m.forecasts_col_supplier(),
      cell: row => row.supplier.name,
      sortBy: row => row.supplier.name,
      text: row => row.supplier.name,
    },
    { id: 'shipTo', label: m.forecasts_col_ship_to(), cell: row => row.shipToCode, text: row => row.shipToCode },
  ]
}
