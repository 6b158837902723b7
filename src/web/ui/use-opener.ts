// A button that opens a menu or a panel whose code the first view does without: fetched at rest, or when the pointer comes near.
import { useDisclosure, useId } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { atRest } from '../parts.ts'

/** What the opened part must know of the button that opens it. */
export interface Panel {
  id: string
  anchor: HTMLElement
  opened: boolean
  close: () => void
}

/** `button` goes on the button; `panel` is there from the first press on. `load` is what fetches the panel's code. */
export function useOpener(kind: 'menu' | 'dialog', load: () => Promise<unknown>) {
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null)
  const [opened, is] = useDisclosure(false)
  const [used, setUsed] = useState(false)
  // What cannot be fetched now is asked for again, and complained of, when it is wanted.
  const fetchIt = () => void load().catch(() => undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched once
  useEffect(() => atRest(fetchIt), [])
  const button = {
    ref: setAnchor,
    id,
    'aria-haspopup': kind,
    'aria-expanded': opened,
    'aria-controls': opened ? `${id}-dropdown` : undefined,
    'data-expanded': opened || undefined,
    onPointerEnter: fetchIt,
    onClick: () => {
      setUsed(true)
      is.toggle()
    },
  } as const
  const panel: Panel | undefined = used && anchor ? { id, anchor, opened, close: is.close } : undefined
  return { button, panel }
}
