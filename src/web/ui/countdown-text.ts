// The arithmetic and the words of a countdown, without a clock of its own.
import { m } from '../i18n/index.ts'

export interface Span {
  totalSeconds: number
  days: number
  hours: number
  minutes: number
  seconds: number
}

export interface Countdown {
  state: 'far' | 'soon' | 'late'
  span: Span
}

export function spanOf(ms: number): Span {
  const totalSeconds = Math.floor(Math.abs(ms) / 1000)
  return {
    totalSeconds,
    days: Math.floor(totalSeconds / 86_400),
    hours: Math.floor(totalSeconds / 3600) % 24,
    minutes: Math.floor(totalSeconds / 60) % 60,
    seconds: totalSeconds % 60,
  }
}

/** Late from the due instant on: at the very instant it is due, nothing is left. */
export function countdown(dueMs: number, soonMs: number, nowMs: number): Countdown {
  const leftMs = dueMs - nowMs
  // What is left is rounded up: "1 s" until it is over, never "0 s" while there is time.
  const span = leftMs > 0 ? spanOf(Math.ceil(leftMs / 1000) * 1000) : spanOf(leftMs)
  return { state: leftMs <= 0 ? 'late' : nowMs >= soonMs ? 'soon' : 'far', span }
}

/** `2 h 10 min`, `3 d 4 h`, `9 min 5 s`, `12 s`: two units at most, seconds only below ten minutes. */
export function spanText({ totalSeconds, days, hours, minutes, seconds }: Span): string {
  if (days > 0) return m.ui_span_days({ days, hours })
  if (totalSeconds >= 3600) return m.ui_span_hours({ hours, minutes })
  if (totalSeconds >= 600) return m.ui_span_minutes({ minutes })
  if (totalSeconds >= 60) return m.ui_span_minutes_seconds({ minutes, seconds })
  return m.ui_span_seconds({ seconds })
}
