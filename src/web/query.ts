// Asking and acting from a page: a query that follows the live feed, an act that shows the refusal's words.
import { notifications } from '@mantine/notifications'
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Endpoint, ResponseOf, Shapes } from '../kernel/endpoint.ts'
import { type ArgsOf, call } from './api.ts'
import type { Watch } from './live.ts'
import { Problem } from './problem.ts'
import { problemText } from './ui/problem-text.ts'

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => count < 2 && error instanceof Problem && error.passing,
      },
      // Without a network an act fails at once, in words. It must not wait and be sent whenever the network returns, hours
      // later perhaps, by somebody who has left.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

interface AskOptions {
  /** Subjects that this answer shows: `['order', 'order:17', 'clock']`. The live feed fetches again when they change. */
  watch?: Watch
  enabled?: boolean
  /** Keeps showing the last answer while another question is asked (a filter changed). Default true. */
  keep?: boolean
}

/** The key under which an endpoint's answer is kept. */
export function keyOf(endpoint: Endpoint, args: object): readonly unknown[] {
  return [endpoint.method, endpoint.path, args]
}

/** Asks an endpoint, keeps the answer, fetches again when the live feed names a watched subject. */
export function useEndpoint<S extends Shapes>(
  endpoint: Endpoint<S>,
  args: ArgsOf<Endpoint<S>>,
  options: AskOptions = {},
): UseQueryResult<ResponseOf<Endpoint<S>>, Problem> {
  return useQuery<ResponseOf<Endpoint<S>>, Problem>({
    queryKey: keyOf(endpoint as Endpoint, args as object),
    // An answer that holds nothing is kept as null: to the cache, undefined is no answer at all.
    queryFn: async ({ signal }) => (await call(endpoint, args, signal)) ?? (null as ResponseOf<Endpoint<S>>),
    enabled: options.enabled ?? true,
    meta: { watch: options.watch ?? [] },
    ...(options.keep === false ? {} : { placeholderData: keepPreviousData }),
  })
}

/** Asks the same endpoint several questions at once: what does not fit into one. Answers what has come so far. */
export function useEndpoints<S extends Shapes>(
  endpoint: Endpoint<S>,
  asked: readonly ArgsOf<Endpoint<S>>[],
  { watch = [] }: Pick<AskOptions, 'watch'> = {},
): ResponseOf<Endpoint<S>>[] {
  return useQueries({
    queries: asked.map(args => ({
      queryKey: keyOf(endpoint as Endpoint, args as object),
      queryFn: ({ signal }: { signal: AbortSignal }) => call(endpoint, args, signal),
      meta: { watch },
      placeholderData: keepPreviousData,
    })),
    combine: answers => answers.flatMap(({ data }) => (data === undefined ? [] : [data as ResponseOf<Endpoint<S>>])),
  })
}

interface ActOptions<E> {
  /** Said in a notification when it is done. */
  done?: string | ((answer: ResponseOf<E>) => string)
  /** Kinds whose queries are fetched again at once, without waiting for the live feed. */
  changes?: readonly string[]
  /** The page shows the refusal itself (a form with its fields): no notification. */
  quiet?: boolean
}

/** Performs an act. A refusal is shown in words; `quiet` leaves that to the page. */
export function useAct<S extends Shapes>(
  endpoint: Endpoint<S>,
  options: ActOptions<Endpoint<S>> = {},
): UseMutationResult<ResponseOf<Endpoint<S>>, Problem, ArgsOf<Endpoint<S>>> {
  const queries = useQueryClient()
  return useMutation<ResponseOf<Endpoint<S>>, Problem, ArgsOf<Endpoint<S>>>({
    mutationFn: args => call(endpoint, args),
    onSuccess: async answer => {
      const { done, changes } = options
      if (done) notifications.show({ message: typeof done === 'function' ? done(answer) : done, color: 'green' })
      if (changes) {
        await queries.invalidateQueries({
          predicate: query =>
            ((query.meta?.watch as Watch | undefined) ?? []).some(name => changes.includes(name.split(':')[0] ?? '')),
        })
      }
    },
    onError: problem => {
      if (options.quiet) return
      const text = problemText(problem)
      const message = [text.where, text.how].filter(Boolean).join(' · ')
      notifications.show({ title: text.what, message, color: 'red', autoClose: 12_000, role: 'alert' })
    },
  })
}

/** How many rows a list asks for at a time; the server gives 200 at most. */
const pageRows = 100

type RowOf<A> = A extends { rows: readonly (infer T)[] } ? T : never

/** What `<DataList>` wants of a query: spread it. */
export interface ListAnswer<T> {
  rows: T[] | undefined
  total: number | undefined
  source: { isPending: boolean; error: unknown; refetch: () => unknown; isPlaceholderData: boolean }
  more: { load: () => void; loading: boolean }
  sorted: 'server'
}

/**
 * Asks a list endpoint (`listQuery` in, `listOf(row)` out) page by page, ordered and filtered by the server.
 * `<DataList list={list} {...orders} />` shows it and asks for more as one scrolls.
 */
export function useList<S extends Shapes>(
  endpoint: Endpoint<S>,
  args: ArgsOf<Endpoint<S>>,
  options: AskOptions = {},
): ListAnswer<RowOf<ResponseOf<Endpoint<S>>>> {
  type Row = RowOf<ResponseOf<Endpoint<S>>>
  type Page = { rows: Row[]; total: number }
  const asked = args as { query?: Record<string, unknown> }
  const pages = useInfiniteQuery({
    queryKey: [...keyOf(endpoint as Endpoint, args as object), 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asked.query, limit: pageRows, offset: pageParam }
      return call(endpoint, { ...asked, query } as ArgsOf<Endpoint<S>>, signal) as Promise<Page>
    },
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const loaded = all.reduce((sum, page) => sum + page.rows.length, 0)
      return last.rows.length > 0 && loaded < last.total ? loaded : undefined
    },
    enabled: options.enabled ?? true,
    meta: { watch: options.watch ?? [] },
    placeholderData: keepPreviousData,
  })
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage } = pages
  const rows = useMemo(() => data?.pages.flatMap(page => page.rows), [data])
  return {
    rows,
    total: data?.pages.at(-1)?.total,
    source: pages,
    more: {
      load: () => {
        if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
      },
      loading: isFetchingNextPage,
    },
    sorted: 'server',
  }
}
