// Single keys that do something: never while typing, listed on a sheet, and to be turned off (WCAG 2.1.4).
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** `event.key` as pressed: `j`, `/`, `?`, `Enter`. */
  keys: string
  /** What it does, for the sheet. */
  label: string
  run: (event: KeyboardEvent) => void
}

const storageKey = 'pullwire.keys'
const layers = new Set<{ current: readonly Shortcut[] }>()
const listeners = new Set<() => void>()

export function shortcutsOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off'
}

export function turnShortcuts(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, shortcutsOn)
}

/** All that works now: the newest layer first, so a list's keys stand before the shell's. */
export function listShortcuts(): Shortcut[] {
  return [...layers].reverse().flatMap(layer => layer.current)
}

/** True while the key belongs to something else: an input, an open dialog or menu, a browser shortcut. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return true
  const at = event.target
  if (!(at instanceof HTMLElement)) return false
  if (at.isContentEditable || at.closest('input:not([type=checkbox]), textarea, select')) return true
  // Closed ones may stay in the page, hidden.
  return [...document.querySelectorAll('[role=dialog], [role=menu], [role=listbox]')].some(open =>
    open.checkVisibility(),
  )
}

/** Keys that work as long as the component is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const layer = useRef(shortcuts)
  layer.current = shortcuts
  useEffect(() => {
    layers.add(layer)
    const press = (event: KeyboardEvent) => {
      if (!shortcutsOn() || isTaken(event)) return
      const found = layer.current.find(shortcut => shortcut.keys === event.key)
      if (!found) return
      // Enter and space on a button or a link are that button's own.
      if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button')) return
      event.preventDefault()
      found.run(event)
    }
    document.addEventListener('keydown', press)
    return () => {
      layers.delete(layer)
      document.removeEventListener('keydown', press)
    }
  }, [])
}
