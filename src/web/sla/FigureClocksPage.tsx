// The clocks that a figure of the response report counts, the slowest first: the same question as the figure, from the URL.
import { type CountedClock, countedFigures, reportApi } from '../../sla/report-api.ts'
import { monthText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint, useList } from '../query.ts'
import { stringifySearch } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { When } from '../ui/When.tsx'
import { DueCell, SubjectCell } from './cells.tsx'
import { chosenIn, figureText, kindFilter, minutesText, monthFilter } from './report-words.ts'
import { faultText, subjectText } from './words.ts'

export function FigureClocksPage() {
  const list = useListState()
  const chosen = chosenIn(list)
  const isBuyer = useMe().organization?.side === 'buyer'
  const figure = countedFigures.find(each => each === list.value('figure')) ?? 'answers'
  const clocks = useList(reportApi.behind, { query: { ...chosen, figure } }, { watch: ['clock'] })
  const report = useEndpoint(reportApi.report, { query: chosen }, { watch: ['clock'] })
  const partner = report.data?.partners.find(({ id }) => id === chosen.partnerId)?.name
  const period = chosen.month ? monthText(chosen.month) : m.sla_report_twelve()
  const filters: ListFilter<CountedClock>[] = [
    {
      kind: 'choice',
      id: 'figure',
      label: m.sla_report_figure(),
      choices: countedFigures.map(value => ({ value, label: figureText(value) })),
    },
    monthFilter(report.data?.months.map(({ month }) => month) ?? []),
    {
      kind: 'choice',
      id: 'partnerId',
      label: isBuyer ? m.sla_column_supplier() : m.sla_fact_buyer(),
      choices: report.data?.partners.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    },
    kindFilter(),
  ]
  const back = `/responses${stringifySearch({ ...chosen })}`
  return (
    <>
      <PageHeader
        title={figureText(figure)}
        trail={[{ label: m.sla_report(), to: back }]}
        lead={[partner, period].filter(Boolean).join(', ')}
      />
      <DataList
        label={figureText(figure)}
        list={list}
        {...clocks}
        columns={isBuyer ? ofSuppliers : ofCustomers}
        filters={filters}
        rowKey={clock => clock.id}
        rowName={subjectText}
        rowHref={clock => `/clocks/${clock.id}`}
        empty={{ title: m.sla_report_nothing(), why: m.sla_report_nothing_why() }}
      />
    </>
  )
}

const columnsOf = (party: 'supplier' | 'buyer'): ListColumn<CountedClock>[] => [
  {
    id: 'label',
    get label() {
      return m.sla_column_subject()
    },
    cell: clock => <SubjectCell clock={clock} />,
    card: 'title',
    text: subjectText,
  },
  {
    id: 'party',
    get label() {
      return party === 'supplier' ? m.sla_column_supplier() : m.sla_fact_buyer()
    },
    cell: clock => clock[party].name,
    text: clock => clock[party].name,
  },
  {
    id: 'started',
    get label() {
      return m.sla_fact_started()
    },
    cell: clock => <When at={clock.startedAt} contractZone={clock.zone} />,
    text: clock => clock.startedAt,
  },
  {
    id: 'due',
    get label() {
      return m.sla_report_due()
    },
    cell: clock => <DueCell clock={clock} />,
    card: 'corner',
    text: clock => `${clock.state} ${clock.stoppedAt ?? clock.dueAt}`,
  },
  {
    id: 'minutes',
    get label() {
      return m.sla_report_time()
    },
    align: 'right',
    nowrap: true,
    cell: clock => minutesText(clock.countedMinutes),
    text: clock => (clock.countedMinutes === null ? '' : String(Math.round(clock.countedMinutes * 100) / 100)),
  },
  {
    id: 'fault',
    get label() {
      return m.sla_report_faults()
    },
    cell: clock => (clock.excuse ? faultText(clock.excuse.attribution) : null),
    text: clock => clock.excuse?.attribution ?? '',
  },
]
const ofSuppliers = columnsOf('supplier')
const ofCustomers = columnsOf('buyer')
