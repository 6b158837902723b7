// Edits of the forecast, kept in this browser for one organization: a closed tab or an ended session loses nothing.
import { useEffect, useState } from 'react'
import { useMe } from '../shell/me.ts'
import { storageSafe } from '../ui/drafts.ts'
import { type Edits, isEdited, noEdits } from './edit-draft.ts'
import { editsKey, type Kept, type OlderEdits, olderEdits, readEdits } from './kept-edits.ts'

export function useEdits(basedOn: number): {
  edits: Edits
  change: (edits: Edits) => void
  /** Whether there was something from before. */
  restored: boolean
  /** After publishing: what was typed is in the release now. */
  forget: () => void
  older: OlderEdits | undefined
  /** They were taken over, or are not wanted. */
  forgetOlder: () => void
} {
  const orgId = useMe().organization?.id ?? ''
  const key = editsKey(orgId, basedOn)
  const [found] = useState(() => readEdits(localStorageOrNone(), key))
  const [edits, setEdits] = useState<Edits>(found ?? noEdits)
  const [older, setOlder] = useState(() => olderEdits(localStorageOrNone(), orgId, basedOn))
  useEffect(
    () =>
      storageSafe(() => {
        if (isEdited(edits)) localStorage.setItem(key, JSON.stringify(edits))
        else localStorage.removeItem(key)
      }),
    [key, edits],
  )
  return {
    edits,
    change: setEdits,
    restored: found !== undefined,
    forget: () => setEdits(noEdits),
    older,
    forgetOlder: () => {
      if (older) storageSafe(() => localStorage.removeItem(editsKey(orgId, older.basedOn)))
      setOlder(undefined)
    },
  }
}

/** A browser may forbid its storage altogether. */
function localStorageOrNone(): Kept | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
