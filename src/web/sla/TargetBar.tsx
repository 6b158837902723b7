// How much of the target is used, growing by itself, with its marks: reminders, the due instant, and what runs over it.

import type { ClockRow } from '../../sla/api.ts'
import { usedAt } from '../../sla/progress.ts'
import { m } from '../i18n/index.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { spanOf, spanText } from '../ui/countdown-text.ts'
import classes from './TargetBar.module.css'
import { levelText } from './told-words.ts'

type Barred = Pick<
  ClockRow,
  'progress' | 'marks' | 'dueAt' | 'stoppedAt' | 'state' | 'fired' | 'urgency' | 'cancelledWhy'
>

/** The due instant stands here, so that there is room to see how far something runs over. */
const DUE_AT_PERCENT = 82

interface Reading {
  used: number
  /** How far over, on one scale for all, whatever their targets: the later, the longer; 1 fills the room. */
  over: number
}

const WEEK_MINUTES = 10_080

/** A few minutes are seen, and a week fills the room. */
export const overPart = (overMs: number): number =>
  Math.min(1, Math.log1p(Math.max(0, overMs) / 60_000) / Math.log1p(WEEK_MINUTES))

function read({ progress, dueAt }: Barred, atMs: number): Reading {
  return { used: usedAt(progress, atMs), over: overPart(atMs - Date.parse(dueAt)) }
}

export function TargetBar({ clock }: { clock: Barred }) {
  const endMs = clock.stoppedAt ? Date.parse(clock.stoppedAt) : undefined
  // Drawn again only when a tenth of a percent or the words change.
  const drawn = useServerNow(now => {
    const { used, over } = read(clock, endMs ?? now)
    return `${Math.round(used * 1000)} ${Math.round(over * 1000)}`
  })
  const text = useServerNow(now => words(clock, endMs ?? now))
  const [used = 0, over = 0] = drawn.split(' ').map(each => Number(each) / 1000)
  const fired = new Set(clock.fired.map(({ level }) => level))
  const tone = over > 0 && !clock.stoppedAt ? 'late' : clock.urgency
  return (
    <div className={classes.whole}>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element has no room for marks */}
      <div
        className={classes.bar}
        role="meter"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(used * 100)}
        aria-valuetext={text}
        aria-label={m.sla_column_used()}
        data-tone={tone}
      >
        <div className={classes.track} style={{ width: `${DUE_AT_PERCENT}%` }} />
        <div className={classes.fill} style={{ width: `${used * DUE_AT_PERCENT}%` }} />
        {over > 0 ? (
          <div
            className={classes.over}
            style={{ left: `${DUE_AT_PERCENT}%`, width: `${Math.max(2, over * (100 - DUE_AT_PERCENT))}%` }}
          />
        ) : null}
        {clock.marks.map(({ level, at }) => (
          <span
            key={level}
            className={classes.mark}
            data-fired={fired.has(level) || undefined}
            data-due={level === 'breached' || undefined}
            style={{ left: `${(level === 'breached' ? 1 : usedAt(clock.progress, Date.parse(at))) * DUE_AT_PERCENT}%` }}
            title={levelText(level)}
          />
        ))}
      </div>
      <div className={classes.words}>{text}</div>
    </div>
  )
}

function words(clock: Barred, atMs: number): string {
  const { used } = read(clock, atMs)
  const percent = Math.floor(used * 100)
  const overMs = atMs - Date.parse(clock.dueAt)
  const span = spanText(spanOf(overMs))
  if (clock.state === 'cancelled') return m.sla_state_cancelled()
  if (clock.cancelledWhy !== null) return m.sla_used_cancelled_late({ span })
  if (clock.stoppedAt) return overMs > 0 ? m.sla_used_met_late({ span }) : m.sla_used_met({ percent })
  return overMs > 0 ? m.sla_used_late() : m.sla_used({ percent })
}
