// Demand by week: bars for this release, a line for the previous one, marks for what is committed; or the same as a table.
import { Group, SegmentedControl, Text, useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import classes from './DemandChart.module.css'

export interface DemandWeek {
  /** First day, `YYYY-MM-DD`. */
  week: string
  quantity: string
  previous?: string | null | undefined
  committed?: string | null | undefined
  firm?: boolean | undefined
}

interface DemandChartProps {
  /** What is demanded: the item. */
  label: string
  unit: string
  weeks: readonly DemandWeek[]
  heightPx?: number
}

export function DemandChart({ label, unit, weeks, heightPx = 240 }: DemandChartProps) {
  const [show, setShow] = useState('chart')
  const shownTotal = weeks.reduce((sum, week) => sum + Number(week.quantity), 0)
  const first = weeks[0]
  const last = weeks.at(-1)
  if (!first || !last) return null
  const summary = m.ui_chart_summary({
    label,
    unit,
    total: decimalText(String(Math.round(shownTotal * 1000) / 1000)),
    from: dateText(first.week),
    to: dateText(last.week),
  })
  return (
    <figure className={classes.figure}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Legend weeks={weeks} />
        <SegmentedControl
          size="xs"
          aria-label={m.ui_chart_show()}
          value={show}
          onChange={setShow}
          data={[
            { value: 'chart', label: m.ui_chart_chart() },
            { value: 'table', label: m.ui_chart_table() },
          ]}
        />
      </Group>
      {show === 'chart' ? (
        <Plot summary={summary} weeks={weeks} heightPx={heightPx} />
      ) : (
        <WeekTable label={label} unit={unit} weeks={weeks} />
      )}
      <figcaption>
        <Text size="sm" c="dimmed">
          {summary}
        </Text>
      </figcaption>
    </figure>
  )
}

function Legend({ weeks }: { weeks: readonly DemandWeek[] }) {
  const has = (key: 'previous' | 'committed') => weeks.some(week => week[key] !== undefined && week[key] !== null)
  const firmKnown = weeks.some(week => week.firm)
  return (
    <Group gap="md" className={classes.legend} aria-hidden="true">
      <span data-mark="firm">{firmKnown ? m.ui_chart_firm() : m.ui_chart_demand()}</span>
      {firmKnown ? <span data-mark="planning">{m.ui_chart_planning()}</span> : null}
      {has('previous') ? <span data-mark="previous">{m.ui_chart_previous()}</span> : null}
      {has('committed') ? <span data-mark="committed">{m.ui_chart_committed()}</span> : null}
    </Group>
  )
}

const fetchPlot = part(() => import('./demand-plot.ts'))

function Plot({ summary, weeks, heightPx }: { summary: string; weeks: readonly DemandWeek[]; heightPx: number }) {
  const place = useRef<HTMLDivElement>(null)
  const standing = useRef<() => void>(() => {})
  const scheme = useComputedColorScheme('light')
  const [failure, setFailure] = useState<unknown>()
  // A page that ticks makes its weeks anew with every second: only other words or numbers make another drawing.
  const content = JSON.stringify(weeks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the scheme changes
  useEffect(() => {
    const node = place.current
    if (!node) return
    let gone = false
    fetchPlot()
      .then(({ drawDemand }) => {
        if (!gone) standing.current = drawDemand(node, JSON.parse(content) as DemandWeek[], heightPx, standing.current)
      })
      .catch(setFailure)
    return () => {
      gone = true
    }
  }, [content, heightPx, scheme])
  useEffect(() => () => standing.current(), [])
  // The page's error state knows what to do about a part that is missing.
  if (failure) throw failure
  return <div ref={place} role="img" aria-label={summary} style={{ minHeight: heightPx }} className={classes.plot} />
}

function WeekTable({ label, unit, weeks }: { label: string; unit: string; weeks: readonly DemandWeek[] }) {
  const previous = weeks.some(week => week.previous !== undefined && week.previous !== null)
  const committed = weeks.some(week => week.committed !== undefined && week.committed !== null)
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{m.ui_chart_week()}</th>
            <th scope="col">{m.ui_chart_zone()}</th>
            <th scope="col">
              {m.ui_chart_demand()} ({unit})
            </th>
            {previous ? <th scope="col">{m.ui_chart_previous()}</th> : null}
            {committed ? <th scope="col">{m.ui_chart_committed()}</th> : null}
          </tr>
        </thead>
        <tbody>
          {weeks.map(week => (
            <tr key={week.week}>
              <th scope="row">{dateText(week.week)}</th>
              <td>{week.firm ? m.ui_chart_firm() : m.ui_chart_planning()}</td>
              <td data-changed={(week.previous ?? week.quantity) !== week.quantity || undefined}>
                {decimalText(week.quantity)}
              </td>
              {previous ? <td>{week.previous ? decimalText(week.previous) : ''}</td> : null}
              {committed ? <td>{week.committed ? decimalText(week.committed) : ''}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
