// How fast and how often in time answers come: a buyer about its suppliers, a supplier about itself. Every figure opens its list.
import { Stack, Text, Title } from '@mantine/core'
import { Gauge } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { type CountedFigure, type ReportRow, type ResponseReport, reportApi } from '../../sla/report-api.ts'
import { Go } from '../go.tsx'
import { countText, monthText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { stringifySearch } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { DataList, ListSkeleton } from '../ui/list/DataList.tsx'
import { FilterBar } from '../ui/list/FilterBar.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AttainmentTrend } from './AttainmentTrend.tsx'
import { FigureTiles } from './FigureTiles.tsx'
import {
  chosenIn,
  faultsText,
  figureText,
  hrefBehind,
  kindFilter,
  minutesText,
  monthFilter,
  numberOf,
  shareText,
} from './report-words.ts'
import { faultText, kindText } from './words.ts'

export function ResponsesPage() {
  const list = useListState('partner')
  const byMonth = list.value('byMonth') === 'yes'
  const query = { ...chosenIn(list), ...(byMonth ? { byMonth } : {}) }
  const asked = useEndpoint(reportApi.report, { query }, { watch: ['clock'] })
  const isBuyer = useMe().organization?.side === 'buyer'
  return (
    <>
      <PageHeader title={m.sla_report()} lead={isBuyer ? m.sla_report_lead_buyer() : m.sla_report_lead_supplier()} />
      {asked.data ? (
        <Report report={asked.data} list={list} source={asked} isBuyer={isBuyer} />
      ) : asked.error ? (
        <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <ListSkeleton />
      )}
    </>
  )
}

interface ReportProps {
  report: ResponseReport
  list: ReturnType<typeof useListState>
  source: ReturnType<typeof useEndpoint<(typeof reportApi.report)['shapes']>>
  isBuyer: boolean
}

function Report({ report, list, source, isBuyer }: ReportProps) {
  const chosen = chosenIn(list)
  const searchRef = useRef<HTMLInputElement>(null)
  const { month, partnerId, kind } = chosen
  const columns = useMemo(() => columnsOf(isBuyer), [isBuyer])
  const filters: ListFilter<unknown>[] = [
    monthFilter(report.months.map(({ month }) => month)),
    {
      kind: 'choice',
      id: 'partnerId',
      label: isBuyer ? m.sla_column_supplier() : m.sla_fact_buyer(),
      choices: report.partners.map(({ id, name }) => ({ value: id, label: name })),
    },
    kindFilter(),
    { kind: 'switch', id: 'byMonth', label: m.sla_report_by_month() },
  ]
  if (report.partners.length === 0 && !month && !partnerId && !kind)
    return (
      <EmptyState
        icon={<Gauge size={28} aria-hidden />}
        title={m.sla_report_empty()}
        why={m.sla_report_empty_why()}
        action={isBuyer ? <Go to="/board">{m.sla_board()}</Go> : <Go to="/inbox">{m.orders_inbox()}</Go>}
      />
    )
  const ownDecisions = `/responses${stringifySearch({ ...chosen, kind: 'decision' })}`
  return (
    <Stack gap="lg">
      <div>
        <FilterBar filters={filters} list={list} searchRef={searchRef} />
        <FigureTiles figures={report.total} chosen={chosen} />
      </div>
      <section aria-labelledby="trend">
        <Title order={2} id="trend" mb="xs">
          {m.sla_report_trend()}
        </Title>
        <AttainmentTrend months={report.months} chosen={month} onChoose={each => list.set({ month: each })} />
      </section>
      <section aria-labelledby="by-partner">
        <Title order={2} id="by-partner" mb="xs">
          {isBuyer ? m.sla_report_by_supplier() : m.sla_report_by_customer()}
        </Title>
        <DataList
          label={m.sla_report()}
          list={list}
          source={source}
          rows={report.rows}
          columns={columns}
          rowKey={row => `${row.partner.id} ${row.kind} ${row.month}`}
          rowName={row => [row.partner.name, kindText(row.kind), monthOf(row)].filter(Boolean).join(', ')}
          empty={{ title: m.sla_report_nothing(), why: m.sla_report_nothing_why() }}
        />
      </section>
      {kind === 'decision' ? null : (
        <Text size="sm">
          <Go to={ownDecisions}>{m.sla_report_own()}</Go>
        </Text>
      )}
      <Definition version={report.total.definition} />
    </Stack>
  )
}

function Definition({ version }: { version: number }) {
  return (
    <section aria-labelledby="definition">
      <Title order={2} id="definition" mb="xs">
        {m.sla_report_definition({ version })}
      </Title>
      <Stack gap={4} maw="46rem">
        {[
          m.sla_report_defined_attainment(),
          m.sla_report_defined_times(),
          m.sla_report_defined_ranks(),
          m.sla_report_defined_month(),
          m.sla_report_defined_fault(),
          m.sla_report_defined_own(),
          m.sla_report_defined_left_out(),
        ].map(sentence => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
      </Stack>
    </section>
  )
}

/** A number that opens the clocks it counts. */
function counted(figure: CountedFigure): ListColumn<ReportRow> {
  return {
    id: figure,
    label: figureText(figure),
    align: 'right',
    nowrap: true,
    sortBy: row => numberOf(row, figure),
    text: row => String(numberOf(row, figure)),
    cell: row => <Behind row={row} figure={figure} text={countText(numberOf(row, figure))} />,
  }
}

function time(id: 'p50' | 'p90' | 'p95' | 'max', label: string): ListColumn<ReportRow> {
  return {
    id,
    label,
    textLabel: m.sla_report_in_minutes({ label }),
    align: 'right',
    nowrap: true,
    sortBy: row => row[id],
    text: row => (row[id] === null ? '' : String(Math.round(row[id] * 100) / 100)),
    cell: row => <Behind row={row} figure="answers" text={minutesText(row[id])} />,
    exportOnly: true,
  }
}

/** Two times under one another, where each in its own column would run off the page; apart enough to touch one (WCAG 2.5.8). */
function twoTimes(
  id: string,
  [first, second]: readonly [ListColumn<ReportRow>, ListColumn<ReportRow>],
): ListColumn<ReportRow> {
  return {
    id,
    label: m.sla_report_two({ first: first.label, second: second.label }),
    align: 'right',
    nowrap: true,
    ...(first.sortBy ? { sortBy: first.sortBy } : {}),
    cell: row => (
      <Stack gap={4} align="flex-end">
        {first.cell(row)}
        {second.cell(row)}
      </Stack>
    ),
  }
}

interface BehindProps {
  row: ReportRow
  figure: CountedFigure
  text: string
}

function Behind({ row, figure, text }: BehindProps) {
  const { partner, kind, month } = row
  const chosen = { partnerId: partner.id, kind, ...(month ? { month } : {}) }
  return <Go to={hrefBehind(figure, chosen)}>{text}</Go>
}

/** Empty: the row is of twelve. */
const monthOf = ({ month }: ReportRow): string => (month ? monthText(month) : '')

const columnsOf = (isBuyer: boolean): ListColumn<ReportRow>[] => [
  {
    id: 'partner',
    label: isBuyer ? m.sla_column_supplier() : m.sla_fact_buyer(),
    cell: row => (
      <>
        {row.partner.name}
        <Text size="xs" c="dimmed">
          {[kindText(row.kind), monthOf(row)].filter(Boolean).join(' · ')}
        </Text>
      </>
    ),
    sortBy: row => row.partner.name,
    card: 'title',
    text: row => row.partner.name,
  },
  {
    id: 'kind',
    label: m.sla_filter_kind(),
    cell: row => kindText(row.kind),
    text: row => kindText(row.kind),
    exportOnly: true,
  },
  {
    id: 'month',
    label: m.sla_report_month(),
    cell: monthOf,
    text: row => row.month ?? '',
    exportOnly: true,
  },
  {
    id: 'attainment',
    label: m.sla_report_attainment(),
    textLabel: m.sla_report_as_share({ label: m.sla_report_attainment() }),
    align: 'right',
    nowrap: true,
    cell: row => <Behind row={row} figure="answers" text={shareText(row.attainment)} />,
    sortBy: row => row.attainment,
    card: 'corner',
    text: row => (row.attainment === null ? '' : String(Math.round(row.attainment * 10_000) / 10_000)),
  },
  counted('met'),
  counted('breached'),
  counted('excused'),
  counted('waiting'),
  ...timesOf(),
  {
    id: 'faults',
    label: m.sla_report_faults(),
    cell: row => <Faults row={row} />,
    text: faultsText,
  },
  {
    id: 'definition',
    label: m.sla_report_definition_short(),
    align: 'right',
    cell: row => countText(row.definition),
    text: row => String(row.definition),
    exportOnly: true,
  },
]

function timesOf(): ListColumn<ReportRow>[] {
  const p50 = time('p50', m.sla_report_p50())
  const p90 = time('p90', m.sla_report_p90())
  const p95 = time('p95', m.sla_report_p95())
  const max = time('max', m.sla_report_max())
  return [twoTimes('half', [p50, p90]), twoTimes('most', [p95, max]), p50, p90, p95, max]
}

function Faults({ row }: Pick<BehindProps, 'row'>) {
  const faults = (['supplier', 'buyer', 'carrier', 'system'] as const).filter(each => row.fault[each] > 0)
  if (faults.length === 0) return <>{m.sla_report_none()}</>
  return (
    <Stack gap={0}>
      {faults.map(each => (
        <Behind
          key={each}
          row={row}
          figure={each}
          text={m.sla_report_fault_of({ fault: faultText(each), n: row.fault[each] })}
        />
      ))}
    </Stack>
  )
}
