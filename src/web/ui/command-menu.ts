// Commands that the open page adds to the command menu.
import { createSpotlight } from '@mantine/spotlight'
import { useEffect, useSyncExternalStore } from 'react'

export interface Command {
  id: string
  label: string
  hint?: string
  run: () => void
}

export const [commandStore, commandMenu] = createSpotlight()
export const openCommandMenu = (): void => commandMenu.open()

const offered = new Map<object, readonly Command[]>()
const listeners = new Set<() => void>()
let all: readonly Command[] = []

function tell(): void {
  all = [...offered.values()].flat()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all)
}

/** Offers commands as long as the page is open. Keep the array stable (`useMemo`). */
export function useOfferCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const key = {}
    offered.set(key, commands)
    tell()
    return () => {
      offered.delete(key)
      tell()
    }
  }, [commands])
}
