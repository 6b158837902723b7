// The figures of a report as tiles; each opens the clocks that it counts.
import { Text } from '@mantine/core'
import type { CountedFigure, Figures, ReportQuery } from '../../sla/report-api.ts'
import { Go } from '../go.tsx'
import { countText, monthText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'
import { figureText, hrefBehind, minutesText, numberOf, shareText } from './report-words.ts'
import classes from './Tiles.module.css'

interface Shown {
  label: string
  text: string
  hint: string
  tone: Tone
  figure: CountedFigure
}

const count = (figures: Figures, figure: CountedFigure, tone: Tone, hint: string): Shown => ({
  label: figureText(figure),
  text: countText(numberOf(figures, figure)),
  hint,
  tone: numberOf(figures, figure) > 0 ? tone : 'quiet',
  figure,
})

const countsOf = (figures: Figures): Shown[] => {
  const judged = countText(figures.met + figures.breached)
  return [
    {
      ...{ label: m.sla_report_attainment(), text: shareText(figures.attainment), tone: 'info', figure: 'answers' },
      hint: m.sla_report_attainment_hint({ met: countText(figures.met), judged }),
    },
    count(figures, 'met', 'ok', m.sla_report_met_hint()),
    count(figures, 'breached', 'late', m.sla_report_disputed_hint({ n: countText(figures.disputed) })),
    count(figures, 'excused', 'quiet', m.sla_report_excused_hint()),
    count(figures, 'waiting', 'info', m.sla_report_waiting_hint()),
  ]
}

const timesOf = (figures: Figures): Shown[] => {
  const times = m.sla_report_of_answers({ n: figures.answers })
  const time = (label: string, minutes: number | null): Shown => ({
    ...{ label, text: minutesText(minutes), hint: times, tone: 'info', figure: 'answers' },
  })
  return [
    time(m.sla_report_p50(), figures.p50),
    time(m.sla_report_p90(), figures.p90),
    time(m.sla_report_p95(), figures.p95),
    time(m.sla_report_max(), figures.max),
  ]
}

export function FigureTiles({ figures, chosen }: { figures: Figures; chosen: ReportQuery }) {
  return (
    <>
      <Text size="sm" c="dimmed" mb={4}>
        {m.sla_report_period({ period: chosen.month ? monthText(chosen.month) : m.sla_report_twelve() })}
      </Text>
      <TileRow shown={countsOf(figures)} chosen={chosen} />
      <TileRow shown={timesOf(figures)} chosen={chosen} />
    </>
  )
}

function TileRow({ shown, chosen }: { shown: readonly Shown[]; chosen: ReportQuery }) {
  return (
    <ul className={classes.tiles}>
      {shown.map(({ label, text, hint, tone, figure }) => (
        <li key={label}>
          <Go to={hrefBehind(figure, chosen)} underline="never" c="inherit" className={classes.tile} data-tone={tone}>
            <span className={classes.label}>{label}</span>
            <span className={classes.n}>{text}</span>
            <span className={classes.hint}>{hint}</span>
          </Go>
        </li>
      ))}
    </ul>
  )
}
