// Asking as somebody, and comparing what strangers are told of what exists with what they are told of what does not.
import { randomUUID } from 'node:crypto'
import { type Client, pathOf } from '../../src/demo/client.ts'
import type { Endpoint } from '../../src/kernel/endpoint.ts'
import type { Given } from './row.ts'

export interface Told {
  /** What was asked with. */
  said: string
  status: number
  headers: Record<string, string>
  text: string
}

/** They tell of the moment and of how often somebody asked, not of what was asked for. */
const ofTheMoment = new Set(['date', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'connection', 'keep-alive'])

export async function ask(client: Client, endpoint: Endpoint, { params, query, body }: Given): Promise<Told> {
  const answer = await client.raw(endpoint.method, pathOf(endpoint, { params, query }), body)
  const headers = [...answer.headers].filter(([name]) => !ofTheMoment.has(name))
  const text = (await answer.text()).replaceAll(/"server(Now|Time)":"[^"]*"/g, '"server$1":"now"')
  const said = JSON.stringify({ params, query, body })
  return { said, status: answer.status, headers: Object.fromEntries(headers), text }
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The same question about things that do not exist, and how to read its answer back. */
export function aboutNothing(given: Given): { given: Given; back(text: string): string } | undefined {
  const { params, query, body, codes = [] } = given
  const text = JSON.stringify({ params, query, body })
  const others = new Map<string, string>()
  for (const id of text.match(uuids) ?? []) if (!others.has(id)) others.set(id, randomUUID())
  // Longer codes first: one may be a part of another.
  for (const code of codes.toSorted((a, b) => b.length - a.length)) others.set(code, unknownCode(code))
  if (others.size === 0) return undefined
  const swap = (from: string, pairs: Iterable<readonly [string, string]>) => {
    let swapped = from
    for (const [one, other] of pairs) swapped = swapped.replaceAll(one, other)
    return swapped
  }
  const nothing = JSON.parse(swap(text, others)) as Given
  return {
    given: nothing,
    back: said =>
      swap(
        said,
        [...others].map(([real, other]) => [other, real] as const),
      ),
  }
}

/** As long as the real one, so that lengths agree. */
const unknownCode = (code: string): string =>
  randomUUID().replaceAll('-', '').toUpperCase().slice(0, Math.max(1, code.length)).padEnd(code.length, 'Q')
