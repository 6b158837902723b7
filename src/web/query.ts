// Asking and acting from a page: a query that follows the live feed, an act that shows the refusal's words.
import { notifications } from '@mantine/notifications'
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Endpoint, ResponseOf, Shapes } from '../kernel/endpoint.ts'
import { type ArgsOf, call } from './api.ts'
import { refetch, type Watch } from './live.ts'
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
      mutations: { retry: false },
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
    queryFn: ({ signal }) => call(endpoint, args, signal),
    enabled: options.enabled ?? true,
    meta: { watch: options.watch ?? [] },
    ...(options.keep === false ? {} : { placeholderData: keepPreviousData }),
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
      notifications.show({ title: text.what, message: text.how ?? '', color: 'red', autoClose: 12_000 })
    },
  })
}

export { refetch }
