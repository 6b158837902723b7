// How long until something is due, ticking by the server's clock: colour, icon and words, never colour alone.
import { AlarmClock, AlarmClockOff, Clock } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { m } from '../i18n/index.ts'
import { serverClock } from '../server-clock.ts'
import { countdown, type Countdown as Reading, spanText } from './countdown-text.ts'
import classes from './StatusBadge.module.css'

/** One timer for all countdowns of a page. */
const tickers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = serverClock.now()

function subscribe(tick: () => void): () => void {
  tickers.add(tick)
  nowMs = serverClock.now()
  timer ??= setInterval(() => {
    nowMs = serverClock.now()
    for (const each of tickers) each()
  }, 1_000)
  return () => {
    tickers.delete(tick)
    if (tickers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The server's time, to the second; components that use it draw again as it passes. */
export function useServerNow<T>(select: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => select(nowMs))
}

interface CountdownProps {
  /** Instant as ISO text. */
  due: string
  /** From when it counts as soon: usually 75 % of the target gone. Default: an hour before. */
  soonFrom?: string
  /** Called once when the due instant passes in the page. */
  onLate?: () => void
}

export function Countdown({ due, soonFrom, onLate }: CountdownProps) {
  const dueMs = Date.parse(due)
  const soonMs = soonFrom ? Date.parse(soonFrom) : dueMs - 3_600_000
  // Drawn as text, so it draws again only when the words change: each minute while far, each second when near.
  const text = useServerNow(now => words(countdown(dueMs, soonMs, now)))
  const state = useServerNow(now => countdown(dueMs, soonMs, now).state)
  const late = state === 'late'
  useEffect(() => {
    if (late) onLate?.()
  }, [late, onLate])
  const Icon = late ? AlarmClockOff : state === 'soon' ? AlarmClock : Clock
  const tone = late ? 'late' : state === 'soon' ? 'warn' : 'quiet'
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} aria-hidden />
      <time dateTime={due}>{text}</time>
    </span>
  )
}

function words({ state, span }: Reading): string {
  if (state === 'late') return span.totalSeconds === 0 ? m.ui_due_now() : m.ui_due_late({ span: spanText(span) })
  return m.ui_due_in({ span: spanText(span) })
}
