// The words of the response report: figures, shares, spans, and where the list behind each is.
import { formatMinutes } from '../../kernel/time.ts'
import { type ClockKind, clockKinds } from '../../sla/api.ts'
import type { CountedFigure, Figures, ReportQuery } from '../../sla/report-api.ts'
import { monthText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { stringifySearch } from '../search.ts'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListFilter } from '../ui/list/types.ts'
import { faultText, kindText } from './words.ts'

export function figureText(figure: CountedFigure): string {
  switch (figure) {
    case 'answers':
      return m.sla_report_answers()
    case 'met':
      return m.sla_report_met()
    case 'breached':
      return m.sla_report_breached()
    case 'excused':
      return m.sla_report_excused()
    case 'waiting':
      return m.sla_report_waiting()
    case 'disputed':
      return m.sla_disputed()
    default:
      return m.sla_report_fault({ fault: faultText(figure) })
  }
}

export const shareText = (share: number | null): string =>
  share === null ? m.sla_report_none() : m.sla_report_percent({ percent: Math.floor(share * 100) })

/** Counted minutes, never days: a day of a calendar has as many hours as it is open. */
export const minutesText = (minutes: number | null): string =>
  minutes === null ? m.sla_report_none() : formatMinutes(minutes < 10 ? minutes : Math.round(minutes))

export const numberOf = (figures: Figures, figure: CountedFigure): number => {
  switch (figure) {
    case 'supplier':
    case 'buyer':
    case 'carrier':
    case 'system':
      return figures.fault[figure]
    default:
      return figures[figure]
  }
}

/** Late, and what came of it by whose fault: empty parts are left out. */
export const faultsText = ({ fault }: Figures): string =>
  (['supplier', 'buyer', 'carrier', 'system'] as const)
    .filter(each => fault[each] > 0)
    .map(each => m.sla_report_fault_of({ fault: faultText(each), n: fault[each] }))
    .join(', ')

export const hrefBehind = (figure: CountedFigure, chosen: Omit<ReportQuery, 'byMonth'>): string =>
  `/responses/clocks${stringifySearch({ ...chosen, figure })}`

/** What the URL has chosen; a kind that is none is not asked for. */
export function chosenIn(list: ListState): Omit<ReportQuery, 'byMonth'> {
  const [month, partnerId, kind] = ['month', 'partnerId', 'kind'].map(id => list.value(id))
  const known: ClockKind | undefined = clockKinds.find(each => each === kind)
  return { ...(month ? { month } : {}), ...(partnerId ? { partnerId } : {}), ...(known ? { kind: known } : {}) }
}

export const monthFilter = (months: readonly string[]): ListFilter<unknown> => ({
  kind: 'choice',
  id: 'month',
  label: m.sla_report_month(),
  choices: months.toReversed().map(value => ({ value, label: monthText(value) })),
})

export const kindFilter = (): ListFilter<unknown> => ({
  kind: 'choice',
  id: 'kind',
  label: m.sla_filter_kind(),
  choices: clockKinds.map(value => ({ value, label: kindText(value) })),
})
