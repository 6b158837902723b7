// Where a line differs from the release before: a small bar for each week, above the line for more, below for less.
import { m } from '../i18n/index.ts'
import classes from './forecasts.module.css'

interface HeatStripProps {
  quantities: readonly (string | null)[]
  previous: readonly (string | null)[]
}

const widthPx = 5
const heightPx = 22
const middle = heightPx / 2

export function HeatStrip({ quantities, previous }: HeatStripProps) {
  const bars = quantities.map((quantity, at) => shareOf(quantity, previous[at] ?? null))
  const up = bars.filter(bar => bar > 0).length
  const down = bars.filter(bar => bar < 0).length
  const label = previous.every(one => one === null)
    ? m.forecasts_strip_new()
    : up + down === 0
      ? m.forecasts_strip_same()
      : m.forecasts_strip({ up, down })
  const width = bars.length * widthPx
  return (
    <svg className={classes.strip} width={width} height={heightPx} viewBox={`0 0 ${width} ${heightPx}`} role="img">
      <title>{label}</title>
      <line x1={0} x2={width} y1={middle} y2={middle} className={classes.stripLine} />
      {bars.map((bar, at) => {
        const tall = Math.max(2, Math.abs(bar) * (middle - 1))
        return bar === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a week's place is what it is
            key={at}
            x={at * widthPx + 0.5}
            width={widthPx - 1}
            y={bar > 0 ? middle - tall : middle}
            height={tall}
            className={bar > 0 ? classes.stripUp : classes.stripDown}
          />
        )
      })}
    </svg>
  )
}

/** The change as a share of what was forecast before, from -1 to 1. A drawing needs no exactness. */
function shareOf(quantity: string | null, previous: string | null): number {
  if (previous === null) return 0
  const [now, was] = [Number(quantity ?? '0'), Number(previous)]
  if (now === was) return 0
  return was === 0 ? 1 : Math.max(-1, Math.min(1, (now - was) / was))
}
