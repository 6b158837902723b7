// Forecasts: the buyer's releases, or what a supplier's customers expect of it.
import { Button } from '@mantine/core'
import { FileUp, Table2 } from 'lucide-react'
import { useMemo } from 'react'
import { forecastsApi, type ReleaseRow } from '../../forecasts/api.ts'
import { Go, useLink } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useList } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { differsText, weeksText } from './facts.tsx'
import classes from './forecasts.module.css'
import { ReceivedForecasts } from './ReceivedForecasts.tsx'
import { commitStatuses, commitWord, releaseWord, sourceText } from './words.ts'

export function ForecastsPage() {
  return useMe().organization?.side === 'supplier' ? <ReceivedForecasts /> : <Releases />
}

const releaseColumns = (): ListColumn<ReleaseRow>[] => [...howItStands(), ...whatAndWhen()]

function howItStands(): ListColumn<ReleaseRow>[] {
  return [
    {
      id: 'number',
      label: m.forecasts_col_release(),
      cell: row => <span className={classes.whole}>{m.forecasts_release({ number: row.number })}</span>,
      sortBy: row => row.number,
      card: 'title',
      text: row => String(row.number),
    },
    {
      id: 'status',
      label: m.forecasts_col_status(),
      cell: row => {
        const word = releaseWord(row.status)
        return <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
      },
      sortBy: row => row.status,
      card: 'corner',
      text: row => releaseWord(row.status).text,
    },
    {
      id: 'commits',
      label: m.forecasts_col_commits(),
      cell: row => <Commits row={row} />,
      sortBy: row => row.awaiting,
      text: row => commitsText(row),
    },
    {
      id: 'change',
      label: m.forecasts_col_change(),
      cell: row => differsText(row.summary),
      text: row => differsText(row.summary),
    },
  ]
}

function whatAndWhen(): ListColumn<ReleaseRow>[] {
  return [
    {
      id: 'lines',
      label: m.forecasts_col_lines(),
      align: 'right',
      cell: row => countText(row.summary.lines),
      sortBy: row => row.summary.lines,
      text: row => String(row.summary.lines),
    },
    {
      id: 'weeks',
      label: m.forecasts_col_weeks(),
      cell: row => <span className={classes.whole}>{weeksText(row)}</span>,
      sortBy: row => row.from,
      text: row => `${row.from} ${row.to}`,
    },
    {
      id: 'publishedAt',
      label: m.forecasts_col_published(),
      cell: row => <When at={row.publishedAt} />,
      sortBy: row => row.publishedAt,
      text: row => row.publishedAt,
    },
    {
      id: 'by',
      label: m.forecasts_col_by(),
      cell: row => row.publishedBy,
      sortBy: row => row.publishedBy,
      text: row => row.publishedBy,
    },
    { id: 'note', label: m.forecasts_col_note(), width: '16rem', cell: row => row.note, text: row => row.note },
  ]
}

const wantedOf = ({ committed, short, awaiting, unanswered }: ReleaseRow): number =>
  committed + short + awaiting + unanswered

const commitsText = (row: ReleaseRow): string => {
  const wanted = wantedOf(row)
  return wanted === 0
    ? m.forecasts_commit_not_wanted()
    : m.forecasts_commits_of({ said: row.committed + row.short, wanted })
}

function Commits({ row }: { row: ReleaseRow }) {
  const wanted = wantedOf(row)
  const done = row.awaiting === 0
  return (
    <span className={classes.whole}>
      <StatusBadge tone={wanted === 0 || row.status === 'superseded' ? 'quiet' : done ? 'ok' : 'info'}>
        {commitsText(row)}
      </StatusBadge>{' '}
      {row.short > 0 ? <StatusBadge tone="late">{m.forecasts_commits_short({ n: row.short })}</StatusBadge> : null}
    </span>
  )
}

const statuses = ['published', 'superseded'] as const
const sources = ['csv', 'api', 'grid'] as const

const releaseFilters = (): ListFilter<ReleaseRow>[] => [
  { kind: 'search', id: 'search', label: m.forecasts_search() },
  {
    kind: 'choice',
    id: 'status',
    label: m.forecasts_filter_status(),
    choices: statuses.map(value => ({ value, label: releaseWord(value).text })),
  },
  {
    kind: 'choices',
    id: 'commit',
    label: m.forecasts_filter_commit(),
    choices: commitStatuses.map(value => ({ value, label: commitWord(value, 'buyer').text })),
  },
  {
    kind: 'choice',
    id: 'source',
    label: m.forecasts_filter_source(),
    choices: sources.map(value => ({ value, label: sourceText(value) })),
  },
]

function Releases() {
  const list = useListState('-number')
  const may = useMay()('forecast.publish')
  const link = useLink()
  const releases = useList(
    forecastsApi.releases,
    {
      query: {
        ...list.query,
        status: statuses.find(one => one === list.value('status')),
        source: sources.find(one => one === list.value('source')),
        commit: list.value('commit'),
      },
    },
    { watch: ['forecast-release', 'supplier-release'] },
  )
  const columns = useMemo(releaseColumns, [])
  const filters = useMemo(releaseFilters, [])
  return (
    <>
      <PageHeader
        title={m.forecasts_title()}
        lead={m.forecasts_lead()}
        actions={
          may ? (
            <>
              <Button
                component="a"
                variant="default"
                leftSection={<Table2 size={16} aria-hidden />}
                {...link('/forecasts/edit')}
              >
                {m.forecasts_edit()}
              </Button>
              <Button component="a" leftSection={<FileUp size={16} aria-hidden />} {...link('/forecasts/upload')}>
                {m.forecasts_upload()}
              </Button>
            </>
          ) : null
        }
      />
      <DataList
        label={m.forecasts_title()}
        list={list}
        {...releases}
        columns={columns}
        filters={filters}
        rowKey={row => row.id}
        rowName={row => m.forecasts_release({ number: row.number })}
        rowHref={row => `/forecasts/releases/${row.id}`}
        empty={{
          title: m.forecasts_empty(),
          why: may ? m.forecasts_empty_why() : m.forecasts_empty_read_why(),
          action: may ? <Go to="/forecasts/upload">{m.forecasts_upload()}</Go> : null,
        }}
      />
    </>
  )
}
