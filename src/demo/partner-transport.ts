// How the pretend supplier's system reaches the gateway: over HTTPS with its key, or through a shared folder.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Collected {
  bytes: Uint8Array
  /** Says that it has been taken over; until then it is offered again. */
  confirm(): Promise<void>
}

export interface PartnerTransport {
  collect(): Promise<Collected[]>
  send(bytes: Uint8Array): Promise<void>
}

/** `POST /edi/v1/interchanges`, `GET /edi/v1/outbox`, with the relationship's API key. */
export function overHttps(baseUrl: string, apiKey: string): PartnerTransport {
  const headers = { authorization: `Bearer ${apiKey}` }
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${baseUrl}${path}`, { ...init, headers: { ...headers, ...init.headers } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  return {
    async collect() {
      const { waiting } = (await (await ask('/edi/v1/outbox')).json()) as { waiting: { id: string }[] }
      const collected: Collected[] = []
      for (const { id } of waiting) {
        const bytes = new Uint8Array(await (await ask(`/edi/v1/outbox/${id}`)).arrayBuffer())
        collected.push({
          bytes,
          confirm: async () => {
            await ask(`/edi/v1/outbox/${id}/confirm`, { method: 'POST' })
          },
        })
      }
      return collected
    },
    async send(bytes) {
      await ask('/edi/v1/interchanges', {
        method: 'POST',
        body: Buffer.from(bytes),
        headers: { 'content-type': 'application/edi-x12' },
      })
    },
  }
}

/** A folder as both sides see it: we read `out`, and write whole files into `in`. */
export function throughFolder(folder: string, newName: () => string): PartnerTransport {
  const [theirs, ours] = [join(folder, 'out'), join(folder, 'in')]
  return {
    async collect() {
      await mkdir(theirs, { recursive: true })
      const names = (await readdir(theirs)).filter(name => !name.startsWith('.') && !name.endsWith('.tmp')).toSorted()
      return await Promise.all(
        names.map(async name => ({ bytes: await readFile(join(theirs, name)), confirm: () => rm(join(theirs, name)) })),
      )
    },
    async send(bytes) {
      await mkdir(ours, { recursive: true })
      const name = newName()
      await writeFile(join(ours, `.${name}.tmp`), bytes)
      await rename(join(ours, `.${name}.tmp`), join(ours, name))
    },
  }
}
