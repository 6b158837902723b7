// Typed fetch: the browser calls the very endpoint objects that the server serves.
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf, Shapes } from '../kernel/endpoint.ts'
import { Problem } from './problem.ts'
import { serverClock } from './server-clock.ts'

/** Lets a page pass `undefined` for what it does not ask; such keys are left out of the request. */
type Loose<T> = { [K in keyof T]: T[K] | undefined }
type Part<K extends string, T> = T extends undefined
  ? unknown
  : Record<never, never> extends T
    ? { [P in K]?: Loose<T> }
    : { [P in K]: Loose<T> }

/** What a call must be given: exactly the parts that the endpoint declares. */
export type ArgsOf<E> = Part<'params', ParamsOf<E>> & Part<'query', QueryOf<E>> & BodyPart<BodyOf<E>>
type BodyPart<T> = T extends undefined ? unknown : { body: T }

interface RawArgs {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/** The address of a call, as `/api/orders/17?status=late`. */
export function urlOf(endpoint: Endpoint, args: RawArgs): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = args.params?.[name]
    if (value === undefined || value === '') throw new Error(`${endpoint.path} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(args.query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** Calls an endpoint. Throws `Problem` for every answer that is not 2xx, and for no answer at all. */
export async function call<S extends Shapes>(
  endpoint: Endpoint<S>,
  args: ArgsOf<Endpoint<S>>,
  signal?: AbortSignal,
): Promise<ResponseOf<Endpoint<S>>> {
  const raw = args as RawArgs
  const sentAt = performance.now()
  const response = await fetch(urlOf(endpoint as Endpoint, raw), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(raw.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(raw.body === undefined ? {} : { body: JSON.stringify(raw.body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw Problem.unreachable(cause)
  })
  serverClock.learn(response.headers.get('x-server-time') ?? response.headers.get('date'), sentAt, performance.now())
  if (!response.ok) throw await Problem.from(response)
  if (response.status === 204) return undefined as ResponseOf<Endpoint<S>>
  return (await response.json()) as ResponseOf<Endpoint<S>>
}
