// What a release changes, in words: for lists and beside the chart.
import type { ReleaseRow, WeekTotal } from '../../forecasts/api.ts'
import { daysBetween } from '../../kernel/time.ts'
import { countText, dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { DemandWeek } from '../ui/DemandChart.tsx'
import { Explained } from '../ui/Explained.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { nervousnessText, signedText } from './words.ts'

type Summary = ReleaseRow['summary']

/** Lines that are not as they were. */
export const changedOf = ({ newLines, changedLines, endedLines }: Summary): number =>
  newLines + changedLines + endedLines

export function differsText(summary: Summary): string {
  if (summary.lines === 0) return m.forecasts_change_ended()
  return summary.previousDemand === null
    ? m.forecasts_change_first()
    : m.forecasts_change_lines({ n: changedOf(summary) })
}

/** Facts of a change, for `<Facts>`. */
export function changeFacts(summary: Summary, unit: string | null) {
  const { demand, previousDemand, comparedDemand, moved, movedOf, net, cut } = summary
  const units = unit ?? m.forecasts_mixed_units()
  return [
    { label: m.forecasts_fact_demand(), value: <QuantityText of={demand} unit={units} /> },
    {
      label: m.forecasts_fact_demand_compared(),
      value:
        comparedDemand === null || previousDemand === null ? null : (
          <Explained lines={[m.forecasts_fact_demand_compared_why()]}>
            <QuantityText of={comparedDemand} was={previousDemand} unit={units} />
          </Explained>
        ),
    },
    { label: m.forecasts_fact_cut(), value: cut ? cutText(cut, units) : null },
    { label: m.forecasts_fact_change(), value: linesText(summary) },
    { label: m.forecasts_fact_firm(), value: <Nervousness moved={moved.firm} of={movedOf.firm} net={net?.firm} /> },
    {
      label: m.forecasts_fact_planning(),
      value: <Nervousness moved={moved.planning} of={movedOf.planning} net={net?.planning} />,
    },
  ].filter(({ label }) => previousDemand !== null || !isAboutChange(label))
}

const isAboutChange = (label: string): boolean =>
  label === m.forecasts_fact_firm() || label === m.forecasts_fact_planning()

const linesText = ({ lines, newLines, changedLines, endedLines }: Summary): string =>
  m.forecasts_fact_change_words({
    changed: countText(changedLines),
    fresh: countText(newLines),
    ended: countText(endedLines),
    all: countText(lines),
  })

/** 104.7 % moved, net −76.2 %: how restless the forecast is, and which way it went. */
function Nervousness({ moved, of, net }: { moved: string; of: string; net: string | undefined }) {
  const share = nervousnessText(moved, of)
  if (share === undefined) return '–'
  const way = net === undefined ? undefined : signedText(net, of)
  return (
    <Explained lines={[m.forecasts_fact_change_why()]}>
      {m.forecasts_fact_moved({ moved: share })}
      {way ? `, ${m.forecasts_fact_net({ net: way })}` : ''}
    </Explained>
  )
}

type Cut = NonNullable<Summary['cut']>
const cutWeeks = ({ from, to }: Cut): number => daysBetween(from, to) / 7 + 1

const cutText = (cut: Cut, unit: string): string =>
  m.forecasts_fact_cut_words({ n: cutWeeks(cut), weeks: weeksText(cut), demand: decimalText(cut.demand), unit })

/** As a sentence of its own. */
export const cutSentence = (cut: Cut, unit: string | null): string =>
  m.forecasts_ask_cut({
    n: cutWeeks(cut),
    demand: decimalText(cut.demand),
    unit: unit ?? m.forecasts_mixed_units(),
  })

/** Weeks are named by their Mondays: the weekday need not be said. */
const mondayText = (day: string): string => dateText(day).replace(/^[^ ]+ /, '')
export const weeksText = ({ from, to }: { from: string; to: string }): string =>
  `${mondayText(from)} – ${mondayText(to)}`

export const horizonText = ({ from, to, firmUntil }: { from: string; to: string; firmUntil: string }): string =>
  m.forecasts_fact_horizon_words({ from: dateText(from), to: dateText(to), firm: dateText(firmUntil) })

/** Weeks as the chart takes them. */
export const chartWeeks = (weeks: readonly WeekTotal[]): DemandWeek[] =>
  weeks.map(({ start, zone, quantity, previous, committed }) => ({
    week: start,
    quantity,
    previous,
    committed,
    firm: zone === 'firm',
  }))
