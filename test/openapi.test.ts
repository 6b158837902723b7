// The API reference: generated from what is served, sound, with an example for every body, each of which runs.

import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ediApi } from '../src/gateway/api.ts'
import type { Endpoint } from '../src/kernel/endpoint.ts'
import { ask } from './matrix/ask.ts'
import { rows } from './matrix/rows.ts'
import { openTown, type Town } from './matrix/town.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

interface Body {
  example?: unknown
  examples?: Record<string, { value: unknown }>
  schema?: { properties?: Record<string, { description?: string }> }
}
interface Operation {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[]
  requestBody?: { content: Record<string, Body> }
  responses?: Record<string, unknown>
}
interface Described {
  openapi: string
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
}

let town: Town
let described: Described
beforeAll(async () => {
  town = await openTown()
  described = (await (await fetch(`${town.place.url}/api/docs/json`)).json()) as Described
})
afterAll(() => town?.close())

const operationOf = ({ method, path }: Endpoint): Operation | undefined =>
  described.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`

/** Every value below. */
function* within(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const one of value) yield* within(one)
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>
    for (const one of Object.values(value)) yield* within(one)
  }
}

describe('the document', () => {
  test('is OpenAPI 3.1, describes every endpoint that is served and nothing else', () => {
    expect(described.openapi).toMatch(/^3\.1\./)
    expect(described.info.title).toBe('Pullwire')
    const served = town.product.served.map(({ endpoint }) => endpoint)
    expect(served.filter(endpoint => !operationOf(endpoint)).map(nameOf)).toEqual([])
    const count = Object.values(described.paths).reduce((sum, path) => sum + Object.keys(path).length, 0)
    expect(count).toBe(served.length)
  })

  test('says what is posted of a step, each word of it', () => {
    const { schema } = described.webhooks['clock.step']?.post?.requestBody?.content['application/json'] ?? {}
    expect(Object.keys(schema?.properties ?? {})).toEqual(
      expect.arrayContaining(['id', 'title', 'late', 'unread', 'due']),
    )
    expect(schema?.properties?.unread?.description).toContain('could not be read yet')
  })

  test('says of the doors of partners’ systems what each answer means', () => {
    const codesOf = (one: Endpoint) => Object.keys(operationOf(one)?.responses ?? {})
    expect(codesOf(ediApi.post)).toEqual(['202', '400', '401', '403', '409', '413', '422', '503'])
    expect(codesOf(ediApi.collect)).toEqual(['200', '401', '404', '503'])
    for (const one of Object.values(ediApi))
      for (const answer of Object.values(operationOf(one)?.responses ?? {}))
        expect((answer as { description: string }).description).not.toMatch(/^Default/)
  })

  test('names each parameter of a path, says what each operation does, and leads nowhere that is not', () => {
    const wrong: string[] = []
    for (const [path, operations] of Object.entries(described.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const [method, operation] of Object.entries(operations)) {
        const say = (what: string) => wrong.push(`${method} ${path}: ${what}`)
        const named = (operation.parameters ?? []).filter(one => one.in === 'path')
        if (
          named
            .map(one => one.name)
            .toSorted()
            .join() !== inPath.toSorted().join()
        )
          say('parameters of the path')
        if (named.some(one => one.required !== true)) say('a parameter of the path is not required')
        if (!operation.summary || operation.summary.length < 8) say('no summary')
        if (Object.keys(operation.responses ?? {}).length === 0) say('no responses')
      }
    }
    const resolve = (ref: string) =>
      ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], described)
    for (const { $ref } of within(described)) if (typeof $ref === 'string' && !resolve($ref)) wrong.push($ref)
    expect(wrong).toEqual([])
  })

  test('begins with calls that are served', () => {
    const calls = [...described.info.description.matchAll(/curl (?:-X (\w+) )?\$URL(\S+)/g)]
    expect(calls.length).toBeGreaterThan(3)
    const served = (method = 'GET', path = '') => described.paths[path]?.[method.toLowerCase()] !== undefined
    const wrong = calls.filter(([, method, path]) => !served(method, path?.replace('/ID', '/{orderId}')))
    expect(wrong.map(([call]) => call)).toEqual([])
  })

  test('uses no word that JSON Schema 2020-12 does not have', () => {
    // TypeBox marks its schemas for itself; what it marks them with must not travel.
    const odd = [...within([described.paths, described.webhooks])].flatMap(one =>
      Object.keys(one).filter(key => key.startsWith('~')),
    )
    expect(odd).toEqual([])
  })
})

const withBody = rows.filter(row => row.endpoint.shapes.body)

describe('examples', () => {
  test('are given for every body, and shown in the reference', () => {
    const missing = withBody.filter(({ endpoint }) => examplesOf(endpoint).length === 0)
    expect(missing.map(({ endpoint }) => nameOf(endpoint))).toEqual([])
    const hidden = withBody.filter(({ endpoint }) => {
      const shown = operationOf(endpoint)?.requestBody?.content['application/json']
      const values = shown?.examples ? Object.values(shown.examples).map(one => one.value) : [shown?.example]
      return JSON.stringify(values) !== JSON.stringify(examplesOf(endpoint))
    })
    expect(hidden.map(({ endpoint }) => nameOf(endpoint))).toEqual([])
    expect(Object.values(ediApi).filter(endpoint => 'body' in endpoint.shapes)).toEqual([])
  })

  test.each(withBody.map(row => [nameOf(row.endpoint), row] as const))('%s', async (_name, row) => {
    const { endpoint } = row
    const { body: schema } = endpoint.shapes
    for (const example of examplesOf(endpoint)) {
      if (schema) expect([...Value.Errors(schema, example)]).toEqual([])
      const given = await row.given(town)
      const body = withRealNames(example, given.body)
      const answer = await ask(given.as ?? town.is[row.by], endpoint, { ...given, body })
      // What it names may not exist here, or may have been done: the business may say so. Its form is right.
      expect([200, 204, 404, 409], answer.text).toContain(answer.status)
      tried.push(nameOf(endpoint))
      if (answer.status < 300) succeeded.push(nameOf(endpoint))
    }
  })

  test('mostly succeed as they stand, once their ids name something', () => {
    const refused = tried.filter(name => !succeeded.includes(name))
    expect(succeeded.length / tried.length, `refused: ${refused.join(', ')}`).toBeGreaterThan(0.5)
  })
})

const tried: string[] = []
const succeeded: string[] = []

const examplesOf = ({ shapes: { body } }: Endpoint): unknown[] =>
  ((body as { examples?: unknown[] } | undefined)?.examples ?? []) as unknown[]

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The example with ids, secrets and versions of things that are there, at the same places. */
function withRealNames(example: unknown, real: unknown, key = ''): unknown {
  if (Array.isArray(example))
    return example.map((one, i) => withRealNames(one, Array.isArray(real) ? (real[i] ?? real[0]) : undefined))
  if (typeof example === 'object' && example !== null)
    return Object.fromEntries(
      Object.entries(example).map(([name, value]) => [
        name,
        withRealNames(value, (real as Record<string, unknown> | undefined)?.[name], name),
      ]),
    )
  const isName =
    (typeof example === 'string' && uuid.test(example)) || ['token', 'version', 'versionAnswered'].includes(key)
  return isName && real !== undefined ? real : example
}
