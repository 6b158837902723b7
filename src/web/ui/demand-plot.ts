// Draws demand by week with uPlot. Loaded only when a chart is shown.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { DemandWeek } from './DemandChart.tsx'

const nothing: uPlot.Series.PathBuilder = () => null

type Numbers = (number | null)[]

const number = (text: string | null | undefined): number | null =>
  text === undefined || text === null ? null : Number(text)

/**
 * Draws into the element, follows its width; answers how to take it away. The drawing before stays until this one
 * stands, so that nobody ever sees an empty frame.
 */
export function drawDemand(
  node: HTMLElement,
  weeks: readonly DemandWeek[],
  heightPx: number,
  removeBefore: () => void,
): () => void {
  const css = getComputedStyle(node)
  const colour = (name: string) => css.getPropertyValue(name).trim()
  const chart = new uPlot(options(weeks, node.clientWidth, heightPx, colour), series(weeks), node)
  removeBefore()
  const watch = new ResizeObserver(() => chart.setSize({ width: node.clientWidth, height: heightPx }))
  watch.observe(node)
  return () => {
    watch.disconnect()
    chart.destroy()
  }
}

/** A short line across each week at its value: what the bar would have been in the previous release. */
const dashes: uPlot.Series.PathBuilder = (chart, seriesIndex, from, to) => {
  const stroke = new Path2D()
  const values = chart.data[seriesIndex] ?? []
  const half = (chart.valToPos(1, 'x', true) - chart.valToPos(0, 'x', true)) * 0.42
  for (let index = from; index <= to; index++) {
    const value = values[index]
    if (value === null || value === undefined) continue
    const x = chart.valToPos(index, 'x', true)
    const y = chart.valToPos(value, 'y', true)
    stroke.moveTo(x - half, y)
    stroke.lineTo(x + half, y)
  }
  return { stroke }
}

function series(weeks: readonly DemandWeek[]): uPlot.AlignedData {
  const place = weeks.map((_, index) => index)
  const firmKnown = weeks.some(week => week.firm)
  const firm: Numbers = weeks.map(week => (week.firm || !firmKnown ? number(week.quantity) : null))
  const planning: Numbers = weeks.map(week => (week.firm || !firmKnown ? null : number(week.quantity)))
  const previous: Numbers = weeks.map(week => number(week.previous))
  const committed: Numbers = weeks.map(week => number(week.committed))
  return [place, firm, planning, previous, committed]
}

function options(
  weeks: readonly DemandWeek[],
  width: number,
  height: number,
  colour: (name: string) => string,
): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [0.7, 48] }) ?? nothing
  const ink = colour('--mantine-color-dimmed')
  const grid = { stroke: colour('--pw-line'), width: 1 }
  const font = `12px ${colour('--mantine-font-family') || 'system-ui'}`
  const main = colour('--mantine-primary-color-filled')
  const weekText = (index: number) => {
    const week = weeks[index]
    return week ? dateText(week.week).replace(/^[^ ]+ /, '') : ''
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: [-0.6, weeks.length - 0.4] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: grid,
        space: 64,
        incrs: [1, 2, 4, 8, 13, 26],
        values: (_, splits) => splits.map(at => (Number.isInteger(at) ? weekText(at) : '')),
      },
      { stroke: ink, font, grid, ticks: grid, size: 56 },
    ],
    series: [
      {},
      { label: m.ui_chart_firm(), fill: main, stroke: main, paths: bars, points: { show: false } },
      { label: m.ui_chart_planning(), fill: colour('--pw-picked'), stroke: main, paths: bars, points: { show: false } },
      {
        label: m.ui_chart_previous(),
        stroke: colour('--pw-warn'),
        width: 2.5,
        paths: dashes,
        points: { show: false },
      },
      {
        label: m.ui_chart_committed(),
        stroke: colour('--pw-signal'),
        width: 0,
        paths: nothing,
        points: { show: true, size: 8, fill: colour('--pw-signal'), stroke: colour('--pw-panel'), width: 1 },
      },
    ],
    plugins: [tooltip(weeks)],
  }
}

/** What the week under the pointer holds, in words. */
function tooltip(weeks: readonly DemandWeek[]): uPlot.Plugin {
  const box = document.createElement('div')
  box.style.cssText =
    'position:absolute;pointer-events:none;padding:4px 8px;font-size:12px;white-space:nowrap;z-index:2;border-radius:3px;' +
    'background:var(--mantine-color-text);color:var(--pw-panel)'
  return {
    hooks: {
      init: chart => {
        box.hidden = true
        chart.over.append(box)
      },
      setCursor: chart => {
        const week = weeks[chart.cursor.idx ?? -1]
        const left = chart.cursor.left ?? -1
        box.hidden = !week || left < 0
        if (!week) return
        const parts = [`${dateText(week.week)}: ${week.quantity}`]
        if (week.previous) parts.push(`${m.ui_chart_previous()}: ${week.previous}`)
        if (week.committed) parts.push(`${m.ui_chart_committed()}: ${week.committed}`)
        box.textContent = parts.join(' · ')
        const right = left > chart.over.clientWidth / 2
        box.style.left = right ? '' : `${left + 12}px`
        box.style.right = right ? `${chart.over.clientWidth - left + 12}px` : ''
        box.style.top = '4px'
      },
    },
  }
}
