// Commands that the open page adds to the command menu.
import { createSpotlight } from '@mantine/spotlight'
import { useEffect, useSyncExternalStore } from 'react'

export interface Command {
  id: string
  label: string
  hint?: string
  run: () => void
}

const [commandStore, commandMenu] = createSpotlight()

export { commandStore }

export function openCommandMenu(): void {
  catchTyped()
  commandMenu.open()
}

function closeCommandMenu(): void {
  takeTyped()
  commandMenu.close()
}

export function toggleCommandMenu(): void {
  if (commandStore.getState().opened) closeCommandMenu()
  else openCommandMenu()
}

let typed: string | undefined

/** What is typed from now on belongs to the menu, which may still have to be fetched and drawn. */
export function catchTyped(): void {
  if (typed !== undefined) return
  typed = ''
  addEventListener('keydown', catchKey, true)
}

function catchKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') takeTyped()
  else if (event.key === 'Backspace') typed = typed?.slice(0, -1)
  else if (event.key.length === 1) typed += event.key
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** From now on keys go where the focus is. Answers what was typed until now. */
export function takeTyped(): string {
  removeEventListener('keydown', catchKey, true)
  const caught = typed ?? ''
  typed = undefined
  return caught
}

/** Enter takes the first that is listed, whenever it came, unless the arrows have chosen another. */
export function chooseFirst(): void {
  const { listId, selected } = commandStore.getState()
  const list = document.getElementById(listId)
  const chosen = list?.querySelector('[data-selected]')
  if (!list || (chosen && selected > 0)) return
  chosen?.removeAttribute('data-selected')
  list.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  commandStore.updateState(state => ({ ...state, selected: 0 }))
}

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
