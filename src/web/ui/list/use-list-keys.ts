// The keys of a list: j and k walk, x picks, Enter opens, / searches.
import { type RefObject, useCallback, useState } from 'react'
import { m } from '../../i18n/index.ts'
import { type Shortcut, useShortcuts } from '../shortcuts.ts'

interface ListKeys {
  count: number
  open: ((index: number) => void) | undefined
  pick: ((index: number) => void) | undefined
  scrollTo: (index: number) => void
  searchRef: RefObject<HTMLInputElement | null>
  /** Of several lists on a page only one is walked by keys. */
  on: boolean
}

/** Answers which row the keys are on, and how to move there (a click moves too). */
export function useListKeys({
  count,
  open,
  pick,
  scrollTo,
  searchRef,
  on,
}: ListKeys): [number, (index: number) => void] {
  const [at, setAt] = useState(-1)
  const walk = useCallback(
    (step: number) => {
      if (count === 0) return
      const next = Math.min(count - 1, Math.max(0, at + step))
      setAt(next)
      scrollTo(next)
    },
    [at, count, scrollTo],
  )
  const keys: Shortcut[] = [
    { keys: 'j', label: m.ui_key_next(), run: () => walk(1) },
    { keys: 'k', label: m.ui_key_previous(), run: () => walk(-1) },
    ...(pick ? [{ keys: 'x', label: m.ui_key_pick(), run: () => at >= 0 && at < count && pick(at) }] : []),
    ...(open ? [{ keys: 'Enter', label: m.ui_key_open(), run: () => at >= 0 && at < count && open(at) }] : []),
    { keys: '/', label: m.ui_key_search(), run: () => searchRef.current?.focus() },
  ]
  useShortcuts(on ? keys : [])
  return [Math.min(at, count - 1), setAt]
}
