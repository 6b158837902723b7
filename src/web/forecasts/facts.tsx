// What a release changes, in words: for lists and beside the chart.
import { Tooltip } from '@mantine/core'
import type { ReleaseRow, WeekTotal } from '../../forecasts/api.ts'
import { countText, dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { DemandWeek } from '../ui/DemandChart.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { nervousnessText } from './words.ts'

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
  const { demand, previousDemand, comparedDemand, moved, movedOf } = summary
  const units = unit ?? m.forecasts_mixed_units()
  return [
    { label: m.forecasts_fact_demand(), value: <QuantityText of={demand} unit={units} /> },
    {
      label: m.forecasts_fact_demand_compared(),
      value:
        comparedDemand === null || previousDemand === null ? null : (
          <QuantityText of={comparedDemand} was={previousDemand} unit={units} />
        ),
    },
    { label: m.forecasts_fact_change(), value: linesText(summary) },
    { label: m.forecasts_fact_firm(), value: <Nervousness moved={moved.firm} of={movedOf.firm} /> },
    { label: m.forecasts_fact_planning(), value: <Nervousness moved={moved.planning} of={movedOf.planning} /> },
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

function Nervousness({ moved, of }: { moved: string; of: string }) {
  return (
    <Tooltip label={m.forecasts_fact_change_why()} multiline maw={320}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reached by keyboard */}
      <span tabIndex={0}>{nervousnessText(moved, of) ?? '–'}</span>
    </Tooltip>
  )
}

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
