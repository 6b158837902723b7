// What a supplier's customers expect of it: the forecasts of all of them in one list.
import { Group } from '@mantine/core'
import { useMemo } from 'react'
import { forecastsApi, type ShareRow } from '../../forecasts/api.ts'
import type { ClockSummary } from '../../sla/api.ts'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { TestBadge } from '../partners/TestNote.tsx'
import { useList } from '../query.ts'
import { DueBadge, useClocksOf } from '../sla/DueBadge.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { changedOf, differsText, weeksText } from './facts.tsx'
import classes from './forecasts.module.css'
import { commitStatuses, commitWord, percentText, releaseWord } from './words.ts'

export function ReceivedForecasts() {
  const list = useListState('urgent')
  const shares = useList(
    forecastsApi.list,
    { query: { ...list.query, status: statusOf(list.value('status')), commit: list.value('commit') } },
    { watch: ['supplier-release'] },
  )
  const clocks = useClocksOf((shares.rows ?? []).filter(row => row.commitStatus === 'awaiting').map(row => row.id))
  const columns = useMemo(() => columnsOf(clocks), [clocks])
  const filters = useMemo(filtersOf, [])
  return (
    <>
      <PageHeader title={m.forecasts_title()} lead={m.forecasts_lead_supplier()} />
      <DataList
        label={m.forecasts_title()}
        list={list}
        {...shares}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => `${m.forecasts_forecast({ number: row.number })}, ${row.buyer.name}`}
        rowHref={row => `/forecasts/${row.id}`}
        empty={{ title: m.forecasts_empty_supplier(), why: m.forecasts_empty_supplier_why() }}
      />
    </>
  )
}

const statusOf = (text: string | undefined): ShareRow['status'] | undefined =>
  text === 'published' || text === 'superseded' ? text : undefined

function columnsOf(clocks: ReadonlyMap<string, ClockSummary>): ListColumn<ShareRow>[] {
  return [...whoAndCommit(clocks), ...whatAndWhen()]
}

function whoAndCommit(clocks: ReadonlyMap<string, ClockSummary>): ListColumn<ShareRow>[] {
  return [
    {
      id: 'number',
      label: m.forecasts_col_release(),
      cell: row => <span className={classes.whole}>{m.forecasts_forecast({ number: row.number })}</span>,
      sortBy: row => row.number,
      card: 'title',
      text: row => String(row.number),
    },
    {
      id: 'buyer',
      label: m.forecasts_col_customer(),
      cell: row => row.buyer.name,
      sortBy: row => row.buyer.name,
      text: row => row.buyer.name,
    },
    {
      id: 'commit',
      label: m.forecasts_col_commit(),
      cell: row => {
        const word = commitWord(row.commitStatus, 'supplier')
        return (
          <Group gap={4}>
            <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
            <TestBadge of={row} timed={clocks.has(row.id)} />
            <DueBadge clock={clocks.get(row.id)} link={false} />
          </Group>
        )
      },
      sortBy: row => row.commitStatus,
      card: 'corner',
      text: row => commitWord(row.commitStatus, 'supplier').text,
    },
    {
      id: 'coverage',
      label: m.forecasts_col_coverage(),
      align: 'right',
      cell: row => (row.coverage === null ? '–' : percentText(row.coverage)),
      sortBy: row => row.coverage,
      text: row => row.coverage ?? '',
    },
  ]
}

function whatAndWhen(): ListColumn<ShareRow>[] {
  return [
    {
      id: 'change',
      label: m.forecasts_col_change(),
      cell: row => differsText(row.summary),
      text: row => String(changedOf(row.summary)),
    },
    {
      id: 'lines',
      label: m.forecasts_col_lines(),
      align: 'right',
      cell: row => countText(row.summary.lines),
      text: row => String(row.summary.lines),
    },
    {
      id: 'weeks',
      label: m.forecasts_col_weeks(),
      cell: row => <span className={classes.whole}>{weeksText(row)}</span>,
    },
    {
      id: 'status',
      label: m.forecasts_col_status(),
      cell: row => {
        const word = releaseWord(row.status)
        return <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
      },
      sortBy: row => row.status,
      text: row => releaseWord(row.status).text,
    },
    {
      id: 'publishedAt',
      label: m.forecasts_col_published(),
      cell: row => <When at={row.publishedAt} />,
      sortBy: row => row.publishedAt,
      text: row => row.publishedAt,
    },
  ]
}

function filtersOf(): ListFilter<ShareRow>[] {
  return [
    { kind: 'search', id: 'search', label: m.forecasts_search_shares() },
    {
      kind: 'choices',
      id: 'commit',
      label: m.forecasts_filter_commit(),
      choices: commitStatuses.map(status => ({ value: status, label: commitWord(status, 'supplier').text })),
    },
    {
      kind: 'choice',
      id: 'status',
      label: m.forecasts_filter_status(),
      choices: (['published', 'superseded'] as const).map(status => ({
        value: status,
        label: releaseWord(status).text,
      })),
    },
  ]
}
