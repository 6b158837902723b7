// Tells a screen reader what the live feed changed: a summary, politely, at most every few seconds.
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { m } from '../i18n/index.ts'
import { onChanged } from '../live.ts'

/** Often enough to be of use, seldom enough to let somebody read. */
const everyMs = 8_000

export function LiveSummary() {
  const [text, setText] = useState('')
  useEffect(() => {
    const counts = new Map<string, number>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = onChanged(fresh => {
      for (const [kind, n] of fresh) counts.set(kind, (counts.get(kind) ?? 0) + n)
      timer ??= setTimeout(() => {
        timer = undefined
        setText([...counts].map(([kind, n]) => summary(kind, n)).join(' '))
        counts.clear()
      }, everyMs)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [])
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  )
}

function summary(kind: string, n: number): string {
  if (kind === 'order') return m.shell_changed_orders({ n })
  if (kind === 'forecast' || kind === 'release') return m.shell_changed_forecasts({ n })
  if (kind === 'clock') return m.shell_changed_clocks({ n })
  if (kind === 'interchange') return m.shell_changed_interchanges({ n })
  return m.shell_changed_things({ n })
}
