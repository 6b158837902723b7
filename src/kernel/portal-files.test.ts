// The portal's files over HTTP, while another build takes the place of the one that the server started with.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './db.ts'
import { createHttp } from './http.ts'
import { portalPage, servePortalFiles } from './portal-files.ts'

let fresh: FreshDatabase
let db: Database
let app: FastifyInstance
let folder: string

/** Lays a build into the folder, and takes the last one away, as Vite does. */
async function build(name: string): Promise<void> {
  await rm(join(folder, 'assets'), { recursive: true, force: true })
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'assets', `${name}.js`), `export const build = '${name}'`)
  await writeFile(join(folder, 'index.html'), `<script type="module" src="/assets/${name}.js"></script>`)
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
}

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase({ url: fresh.webUrl, reactions: {} })
  folder = await mkdtemp(join(tmpdir(), 'pullwire-portal-'))
  await build('first')
  app = await createHttp({
    db,
    door: { identify: async () => undefined, may: () => false },
    log: pino({ level: 'silent' }),
    ...{ origins: [], trustProxy: false, secure: false, page: portalPage(folder) },
  })
  await servePortalFiles(app, folder)
})
afterAll(async () => {
  await app.close()
  await db.close()
  await fresh.drop()
  await rm(folder, { recursive: true })
})

const get = (url: string) => app.inject({ url })
const caching = async (url: string) => String((await get(url)).headers['cache-control'])

it('lets a browser keep what is named after what it holds, and asks it to look again for the rest', async () => {
  expect(await caching('/assets/first.js')).toMatch(/max-age=31536000, immutable/)
  for (const page of ['/', '/orders/17', '/index.html']) expect(await caching(page)).toBe('no-cache')
  expect(await caching('/favicon.svg')).not.toMatch(/immutable|31536000/)
})

it('answers the page wherever a person may come in, and never in place of a file that is missing', async () => {
  expect((await get('/orders/17')).body).toContain('/assets/first.js')
  const missing = await get('/assets/gone.js')
  expect(missing.statusCode).toBe(404)
  expect(missing.headers['content-type']).toContain('application/problem+json')
})

it('serves another build as soon as it lies there, and the last page while none does', async () => {
  await build('second')
  expect((await get('/')).body).toContain('/assets/second.js')
  expect((await get('/assets/second.js')).body).toContain('second')
  expect((await get('/assets/first.js')).statusCode).toBe(404)
  await rm(join(folder, 'index.html'))
  expect((await get('/')).body).toContain('/assets/second.js')
})

it('counts the files apart from all else: the colleagues behind one address may all open the portal in the same minute', async () => {
  const left = async (url: string) => Number((await get(url)).headers['x-ratelimit-remaining'])
  const [other, file] = [await left('/favicon.svg'), await left('/assets/first.js')]
  expect(file).toBeGreaterThan(20 * other)
  await get('/assets/first.js')
  expect(await left('/favicon.svg')).toBe(other - 1)
})
