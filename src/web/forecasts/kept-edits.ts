// Where edits of the forecast are kept in a browser, and which of them are found again. Pure.
import { draftPrefix } from '../ui/drafts.ts'
import { type Edits, isEdited, noEdits } from './edit-draft.ts'

/** Edits of a release that has been replaced meanwhile. */
export interface OlderEdits {
  basedOn: number
  edits: Edits
}

/** As much of a browser's storage as is read. */
export type Kept = Pick<Storage, 'getItem' | 'key' | 'length'>

/** Another organization signed in to at the same browser has drafts of its own. */
const prefixOf = (orgId: string): string => `${draftPrefix}forecast-${orgId}-`
export const editsKey = (orgId: string, basedOn: number): string => prefixOf(orgId) + basedOn

export function readEdits(storage: Kept | undefined, key: string): Edits | undefined {
  try {
    const text = storage?.getItem(key) ?? null
    return text === null ? undefined : { ...noEdits, ...(JSON.parse(text) as Partial<Edits>) }
  } catch {
    return undefined
  }
}

/** The newest edits of this organization that were made to an older release than this one. */
export function olderEdits(storage: Kept | undefined, orgId: string, basedOn: number): OlderEdits | undefined {
  const prefix = prefixOf(orgId)
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? '')
  const numbers = keys.flatMap(key => (key.startsWith(prefix) ? [Number(key.slice(prefix.length))] : []))
  const [newest] = numbers.filter(number => number < basedOn).toSorted((a, b) => b - a)
  if (newest === undefined) return undefined
  const edits = readEdits(storage, editsKey(orgId, newest))
  return edits && isEdited(edits) ? { basedOn: newest, edits } : undefined
}
