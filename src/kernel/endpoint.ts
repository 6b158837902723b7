// One HTTP endpoint, declared once: the server serves it, the browser calls it, OpenAPI describes it.
import type { Static, TSchema } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Shapes {
  /** Path parameters, by the names in the path. */
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** What a 2xx answer holds. Nothing declared means 204. */
  response?: TSchema
}

export interface Endpoint<S extends Shapes = Shapes> {
  readonly method: Method
  /** Fastify's form: `/api/orders/:orderId/answers`. */
  readonly path: string
  /** One line for people: what the act does, in the trade's words. Stands in the API reference. */
  readonly summary: string
  readonly shapes: S
}

/** Declares an endpoint. `api.ts` files export objects of these. */
export function endpoint<const S extends Shapes>(
  method: Method,
  path: string,
  summary: string,
  shapes: S,
): Endpoint<S> {
  return { method, path, summary, shapes }
}

type Of<S extends Shapes, K extends keyof Shapes> = S[K] extends TSchema ? Static<S[K]> : undefined

export type ParamsOf<E> = E extends Endpoint<infer S> ? Of<S, 'params'> : never
export type QueryOf<E> = E extends Endpoint<infer S> ? Of<S, 'query'> : never
export type BodyOf<E> = E extends Endpoint<infer S> ? Of<S, 'body'> : never
export type ResponseOf<E> = E extends Endpoint<infer S> ? Of<S, 'response'> : never
