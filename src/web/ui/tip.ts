// One small tip for the whole page: for things that stand in lists by the thousand, where a tooltip each would be slow.
import { useSyncExternalStore } from 'react'

export interface Tip {
  anchor: HTMLElement
  lines: readonly string[]
}

/** The tip's element, to which its anchor points (`aria-describedby`). */
export const tipId = 'pw-tip'

let tip: Tip | undefined
const listeners = new Set<() => void>()

function set(next: Tip | undefined): void {
  tip?.anchor.removeAttribute('aria-describedby')
  tip = next
  next?.anchor.setAttribute('aria-describedby', tipId)
  for (const listener of listeners) listener()
}

export function showTip(anchor: HTMLElement, lines: readonly string[]): void {
  set({ anchor, lines })
}

export function hideTip(): void {
  set(undefined)
}

export function useTip(): Tip | undefined {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => tip,
  )
}
