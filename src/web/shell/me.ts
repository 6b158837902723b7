// Who is signed in, for which organization, in which role: asked once, kept, dropped at sign-out.
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { accountsApi } from '../../accounts/api.ts'
import type { ResponseOf } from '../../kernel/endpoint.ts'
import { call } from '../api.ts'
import type { Problem } from '../problem.ts'

export type Me = ResponseOf<typeof accountsApi.me>

const meQuery = {
  queryKey: ['me'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(accountsApi.me, {}, signal),
  staleTime: 60_000,
  meta: { watch: ['person', 'organization', 'membership'] },
}

export function loadMe(queries: QueryClient): Promise<Me> {
  return queries.ensureQueryData<Me, Problem>({ ...meQuery, retry: false })
}

/** The caller. Only for pages inside: they are not drawn before this is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside the shell')
  return data
}

/** The page a person starts on. */
export function homeOf(me: Me): string {
  const side = me.organization?.side
  if (side === 'supplier') return '/inbox'
  if (side === 'buyer') return '/board'
  return '/installation'
}
