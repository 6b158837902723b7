// The version of a commit that its reader has before it: what a colleague commits meanwhile is not undone unseen.
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ShareDetail } from '../../forecasts/api.ts'

/** While something is typed, the version under the typing; `lookAgain` shows what stands, and takes that for seen. */
export function useSeenVersion({ id, commitVersion }: Pick<ShareDetail, 'id' | 'commitVersion'>, typing: boolean) {
  const queries = useQueryClient()
  const latest = useRef(commitVersion)
  const seen = useRef(commitVersion)
  latest.current = commitVersion
  if (!typing) seen.current = commitVersion
  return {
    basedOn: () => seen.current,
    lookAgain: async () => {
      await queries.invalidateQueries({ predicate: ({ meta }) => String(meta?.watch).includes(id) })
      seen.current = latest.current
    },
  }
}
