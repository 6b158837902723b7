// A caller of the API as a browser or a customer's program is: typed by the endpoints, holding its cookie.
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../kernel/endpoint.ts'

export interface Problem {
  status: number
  title: string
  detail: string
  code?: string
  refusals?: { code: string; detail: string; where?: string; remedy?: string }[]
}

export class Refusal extends Error {
  readonly problem: Problem
  constructor(what: string, problem: Problem) {
    super(`${what}: ${problem.status} ${problem.detail}`)
    this.problem = problem
  }
}

type Given<E> = (ParamsOf<E> extends undefined ? { params?: undefined } : { params: ParamsOf<E> }) &
  (QueryOf<E> extends undefined ? { query?: undefined } : { query?: QueryOf<E> }) &
  (BodyOf<E> extends undefined ? { body?: undefined } : { body: BodyOf<E> })

export interface Client {
  /** Calls and expects success; throws a Refusal otherwise. */
  call<E extends Endpoint>(endpoint: E, given: Given<E>): Promise<ResponseOf<E>>
  /** Calls and gives the answer as it came. */
  raw(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** The same caller, signed out. */
  stranger(): Client
  readonly cookie: string
}

/**
 * @param bearer an API token instead of a session
 * @param always headers of every request
 */
export function createClient(url: string, bearer?: string, always: Record<string, string> = {}): Client {
  let cookie = ''
  const raw: Client['raw'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        ...(cookie ? { cookie } : {}),
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...always,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
    return answer
  }
  return {
    raw,
    get cookie() {
      return cookie
    },
    stranger: () => createClient(url, undefined, always),
    async call(endpoint, given) {
      const answer = await raw(endpoint.method, pathOf(endpoint, given), given.body)
      const text = await answer.text()
      const json: unknown = text === '' ? undefined : JSON.parse(text)
      if (!answer.ok) throw new Refusal(`${endpoint.method} ${endpoint.path}`, json as Problem)
      return json as never
    },
  }
}

/** The path with its parameters filled in and its query behind it. */
export function pathOf(endpoint: Endpoint, { params, query }: { params?: unknown; query?: unknown }): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = (params as Record<string, unknown> | undefined)?.[name]
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query as Record<string, unknown> | undefined) ?? {}))
    if (value !== undefined) search.set(name, String(value))
  return search.size > 0 ? `${path}?${search}` : path
}
