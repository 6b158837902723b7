// A state in a word, with colour and an icon of its own, so that it can be told without colour.
import { Ban, Check, CircleDot, CircleHelp, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './StatusBadge.module.css'

/** ok: done well · warn: somebody should look · late: wrong or overdue · info: under way · quiet: over, or not begun. */
export type Tone = 'ok' | 'warn' | 'late' | 'info' | 'quiet'

const icons: Record<Tone, LucideIcon> = {
  ok: Check,
  warn: CircleHelp,
  late: TriangleAlert,
  info: CircleDot,
  quiet: Ban,
}

export function StatusBadge({ tone, icon, children }: { tone: Tone; icon?: LucideIcon; children: ReactNode }) {
  const Icon = icon ?? icons[tone]
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={13} aria-hidden />
      {children}
    </span>
  )
}
