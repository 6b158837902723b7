// Twelve months as columns: what was met, late, excused and is waiting, with the share that was in time above. A column chooses its month.
import type { ResponseReport } from '../../sla/report-api.ts'
import { monthText, shortMonthText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import classes from './AttainmentTrend.module.css'
import { figureText, shareText } from './report-words.ts'

type Month = ResponseReport['months'][number]
const parts = ['met', 'breached', 'excused', 'waiting'] as const

const allOf = (month: Month): number => parts.reduce((sum, part) => sum + month[part], 0)

interface AttainmentTrendProps {
  months: readonly Month[]
  chosen: string | undefined
  onChoose: (month: string | undefined) => void
}

export function AttainmentTrend({ months, chosen, onChoose }: AttainmentTrendProps) {
  const most = Math.max(1, ...months.map(allOf))
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.legend}>
        {parts.map(part => (
          <span key={part} data-part={part}>
            {figureText(part)}
          </span>
        ))}
      </figcaption>
      <ol className={classes.months}>
        {months.map(month => (
          <li key={month.month}>
            <button
              type="button"
              className={classes.month}
              aria-pressed={month.month === chosen}
              aria-label={saidOf(month)}
              title={saidOf(month)}
              onClick={() => onChoose(month.month === chosen ? undefined : month.month)}
            >
              <span className={classes.share}>{month.attainment === null ? '' : shareText(month.attainment)}</span>
              <span className={classes.column}>
                {parts.map(part => (
                  <span key={part} data-part={part} style={{ height: `${(month[part] / most) * 100}%` }} />
                ))}
              </span>
              <span className={classes.name}>{shortMonthText(month.month)}</span>
            </button>
          </li>
        ))}
      </ol>
    </figure>
  )
}

const saidOf = (month: Month): string =>
  m.sla_report_month_said({
    month: monthText(month.month),
    share: shareText(month.attainment),
    met: month.met,
    breached: month.breached,
    excused: month.excused,
    waiting: month.waiting,
  })
