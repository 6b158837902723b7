// One row of the matrix: an endpoint, who rightfully calls it, and what with.
import type { Client } from '../../src/demo/client.ts'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../../src/kernel/endpoint.ts'
import type { Who } from '../world.ts'
import type { Town } from './town.ts'

type Extra = Pick<Given, 'as' | 'codes'>
type Asked<E> = (ParamsOf<E> extends undefined ? { params?: undefined } : { params: ParamsOf<E> }) &
  (BodyOf<E> extends undefined ? { body?: undefined } : { body: BodyOf<E> }) & { query?: QueryOf<E> | undefined }

export interface Row {
  endpoint: Endpoint
  by: Who
  given: (town: Town) => Promise<Given>
  /** Whether what came back is the data that was meant. */
  shows: (answer: unknown) => boolean
  /** Why it cannot succeed here any more, though it did while the town was built. */
  done: string | undefined
  /** Strangers to what is asked for. */
  strangers: readonly Who[]
}

export interface Given {
  params?: unknown
  query?: unknown
  body?: unknown
  /** Who calls rightfully instead, because the call spoils it for them: a session that ends, a password. */
  as?: Client
  /** Codes that name something of the rightful caller's as an id does: unknown ones take their place too. */
  codes?: readonly string[]
}

interface More<E> {
  shows?: (answer: ResponseOf<E>) => boolean
  done?: string
  strangers?: readonly Who[]
}

/** A buyer, the administrator of its supplier, and the administrator of our own buyer's other supplier. */
const strangers = ['eva', 'bram', 'iker'] as const

/** @param given what to ask with; it may prepare something that the call will use up */
export function row<const E extends Endpoint>(
  endpoint: E,
  by: Who,
  given?: (town: Town) => (Asked<E> & Extra) | Promise<Asked<E> & Extra>,
  more: More<E> = {},
): Row {
  return {
    endpoint,
    by,
    given: async town => (given ? await given(town) : {}),
    shows: answer => (more.shows ?? holdsSomething)(answer as ResponseOf<E>),
    done: more.done,
    strangers: more.strangers ?? strangers,
  }
}

/** A list with rows, an object with something in it. */
function holdsSomething(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  if ('rows' in answer) return Array.isArray(answer.rows) && answer.rows.length > 0
  return Object.keys(answer).length > 0
}
