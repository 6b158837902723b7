// Tells a screen reader what the live feed changed: a summary, politely, at most every few seconds.
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { onChanged } from '../live.ts'
import { changedText } from './changed-text.ts'

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
        setText(changedText(counts))
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
