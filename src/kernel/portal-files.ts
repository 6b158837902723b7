// The browser's part on the disk: the page that names the files, and the files, which are named after what they hold.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/**
 * Reads the portal's page anew each time: an upgrade may lay another build into the folder while we run. In the moment in
 * which there is none, the last one is answered; undefined when nothing was ever built.
 */
export function portalPage(folder: string): () => Promise<string | undefined> {
  let last: string | undefined
  return async () => {
    last = await readFile(join(folder, 'index.html'), 'utf8').catch(() => last)
    return last
  }
}

/** Files named after what they hold are cached for a year; looked for when asked, so that those of another build are found too. */
export async function servePortalFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    ...{ root: join(folder, 'assets'), prefix: '/assets/', index: false, maxAge: '365d', immutable: true },
  })
  // Has no such name: another build may draw another.
  app.get('/favicon.svg', { schema: { hide: true } }, (_, reply) =>
    reply.sendFile('favicon.svg', folder, { maxAge: '1h', immutable: false }),
  )
}
