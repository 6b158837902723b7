// Edits of the forecast, kept in this browser: a closed tab or an ended session loses nothing.
import { useEffect, useState } from 'react'
import { type Edits, isEdited, noEdits } from './edit-draft.ts'

const draftPrefix = 'pullwire.draft.forecast-'

export function useEdits(basedOn: number): {
  edits: Edits
  change: (edits: Edits) => void
  /** Whether there was something from before. */
  restored: boolean
  /** After publishing: what was typed is in the release now. */
  forget: () => void
} {
  const key = draftPrefix + basedOn
  const [found] = useState(() => readEdits(key))
  const [edits, setEdits] = useState<Edits>(found ?? noEdits)
  useEffect(() => {
    try {
      if (isEdited(edits)) localStorage.setItem(key, JSON.stringify(edits))
      else localStorage.removeItem(key)
    } catch {
      // A browser without storage, or with a full one, keeps it as long as the page is open.
    }
  }, [key, edits])
  return { edits, change: setEdits, restored: found !== undefined, forget: () => setEdits(noEdits) }
}

function readEdits(key: string): Edits | undefined {
  try {
    const text = localStorage.getItem(key)
    return text === null ? undefined : { ...noEdits, ...(JSON.parse(text) as Partial<Edits>) }
  } catch {
    return undefined
  }
}
