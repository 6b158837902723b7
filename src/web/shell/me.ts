// Who is signed in, for which organization, in which role: asked once, kept, dropped at sign-out.
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { accountsApi, type Me } from '../../accounts/api.ts'
import { type Act, may } from '../../accounts/may.ts'
import { call } from '../api.ts'
import type { Problem } from '../problem.ts'
import { serverClock } from '../server-clock.ts'

export type { Me }

const meQuery = {
  queryKey: ['me'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const me = await call(accountsApi.me, {}, signal)
    serverClock.learnBeat(me.serverTime, performance.now())
    return me
  },
  staleTime: 60_000,
  meta: { watch: ['person', 'organization', 'membership'] },
}

/** Kept from the last asking, unless asked `again`. */
export function loadMe(queries: QueryClient, again?: 'again'): Promise<Me> {
  if (again) return queries.fetchQuery<Me, Problem>({ ...meQuery, retry: false, staleTime: 0 })
  return queries.ensureQueryData<Me, Problem>({ ...meQuery, retry: false })
}

/** Forgets all that was shown for an organization, so that nothing of it is seen in another's pages. */
export const forgetShown = (queries: QueryClient): void =>
  queries.removeQueries({ predicate: query => query.queryKey[0] !== meQuery.queryKey[0] })

/** The caller. Only for pages inside: they are not drawn before this is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside the shell')
  return data
}

/** Whom the caller acts for: what is kept in this browser belongs to it. */
export const useOrgId = (): string => useMe().organization?.id ?? ''

/** The page a person starts on. */
export function homeOf(me: Me): string {
  if (!me.organization) return me.person.installationAdministrator ? '/installation' : '/welcome'
  return me.organization.side === 'supplier' ? '/inbox' : '/board'
}

/** Whether the caller's role may do an act, by the server's own table: for greying and hiding. */
export function useMay(): (act: Act) => boolean {
  const role = useMe().organization?.role ?? ''
  return act => may(role, act)
}
