// The suppliers of a release: who has committed to how much, what changed for each, how it went out and was opened.
import { Anchor, Group, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { ReleaseDetail } from '../../forecasts/api.ts'
import type { ClockSummary } from '../../sla/api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { TestBadge } from '../partners/TestNote.tsx'
import { useMay } from '../shell/me.ts'
import { DueBadge, useClocksOf } from '../sla/DueBadge.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { DocumentBadges } from './DocumentStatuses.tsx'
import { changedOf, differsText } from './facts.tsx'
import { commitStatuses, commitWord, documentText, documentWords, percentText } from './words.ts'

type Share = ReleaseDetail['shares'][number]

/** All suppliers of a release are here already: nothing is asked of the server. */
const ready = { isPending: false, error: null, refetch: () => undefined }

export function ReleaseSuppliers({ release }: { release: ReleaseDetail }) {
  const list = useListState('supplier', 'suppliers')
  const clocks = useClocksOf(release.shares.filter(share => share.commitStatus === 'awaiting').map(share => share.id))
  const columns = useMemo(() => columnsOf(clocks), [clocks])
  const filters = useMemo(filtersOf, [])
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_suppliers()}
      </Title>
      <DataList
        label={m.forecasts_suppliers()}
        list={list}
        keys={false}
        source={ready}
        rows={release.shares}
        columns={columns}
        filters={filters}
        rowKey={share => share.id}
        rowName={share => share.supplier.name}
        rowHref={share => `/forecasts/${share.id}`}
        empty={{ title: m.forecasts_suppliers_none(), why: m.forecasts_suppliers_none_why() }}
      />
    </section>
  )
}

const filtersOf = (): ListFilter<Share>[] => [
  {
    kind: 'search',
    id: 'search',
    label: m.forecasts_filter_supplier(),
    match: ({ supplier }, text) => supplier.name.toLowerCase().includes(text.trim().toLowerCase()),
  },
  {
    kind: 'choices',
    id: 'commit',
    label: m.forecasts_filter_commit(),
    choices: commitStatuses.map(status => ({ value: status, label: commitWord(status, 'buyer').text })),
    match: ({ commitStatus }, statuses) => statuses.includes(commitStatus),
  },
]

const columnsOf = (clocks: ReadonlyMap<string, ClockSummary>): ListColumn<Share>[] => [
  ...commitColumns(clocks),
  {
    id: 'change',
    label: m.forecasts_col_change(),
    cell: share => differsText(share.summary),
    sortBy: share => changedOf(share.summary),
    text: share => differsText(share.summary),
  },
  {
    id: 'document',
    label: m.forecasts_col_document(),
    cell: share => <WentOut share={share} />,
    text: wentOutText,
  },
  {
    id: 'seen',
    label: m.forecasts_col_seen(),
    cell: share => (share.viewedAt ? <When at={share.viewedAt} /> : m.forecasts_fact_not_viewed()),
    sortBy: share => share.viewedAt,
    text: share => share.viewedAt ?? '',
  },
]

const commitColumns = (clocks: ReadonlyMap<string, ClockSummary>): ListColumn<Share>[] => [
  {
    id: 'supplier',
    label: m.forecasts_col_supplier(),
    cell: share => share.supplier.name,
    sortBy: share => share.supplier.name,
    card: 'title',
    text: share => share.supplier.name,
  },
  {
    id: 'commit',
    label: m.forecasts_col_commit(),
    cell: share => {
      const word = commitWord(share.commitStatus, 'buyer')
      return (
        <Group gap={4}>
          <StatusBadge tone={word.tone}>{word.text}</StatusBadge>
          {share.waits ? <StatusBadge tone="warn">{m.forecasts_unseen()}</StatusBadge> : null}
          <TestBadge of={share} timed={clocks.has(share.id)} />
          <DueBadge clock={clocks.get(share.id)} />
        </Group>
      )
    },
    // What is awaited first, then as one reads down the choices of the filter.
    sortBy: share => commitStatuses.indexOf(share.commitStatus),
    card: 'corner',
    text: share => commitWord(share.commitStatus, 'buyer').text,
  },
  {
    id: 'coverage',
    label: m.forecasts_col_coverage(),
    align: 'right',
    cell: share => (share.coverage === null ? '–' : percentText(share.coverage)),
    sortBy: share => (share.coverage === null ? null : Number(share.coverage)),
    text: share => share.coverage ?? '',
  },
]

function WentOut({ share }: { share: Share }) {
  const link = useLink()
  const mayOpen = useMay()('gateway.view')
  const document = share.documents.at(-1)
  if (!document) return <>{documentText(share.document)}</>
  return (
    <Group gap={4}>
      {document.interchangeId && mayOpen ? (
        <Anchor {...link(`/gateway/interchanges/${document.interchangeId}`)}>{document.setId}</Anchor>
      ) : (
        document.setId
      )}
      <DocumentBadges document={document} />
    </Group>
  )
}

function wentOutText(share: Share): string {
  const document = share.documents.at(-1)
  if (!document) return documentText(share.document)
  return [document.setId, ...documentWords(document).map(({ label, word }) => `${label}: ${word.text}`)].join(' · ')
}
