// X12 by folder: what lies still in `in` is taken and moved to `archive`; what leaves is renamed into `out` whole.
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../kernel/db.ts'
import { failpoint } from '../../kernel/failpoint.ts'
import { relationships } from '../../partners/tables.ts'
import { readInterchanges } from '../../x12/index.ts'
import { partnerSystem } from '../apply.ts'
import type { Relationship } from '../contract.ts'
import { type Deliver, markDelivery, type Outgoing } from '../deliver.ts'
import { receive } from '../receive.ts'
import { interchanges } from '../tables.ts'

export interface FolderOptions {
  db: Database
  folderRoot: string
  log: { warn(o: object, text: string): void; error(o: object, text: string): void }
  pollMs?: number
  /** How long a file without an end must lie still until it is taken as it is. */
  unfinishedMs?: number
}

/** What is larger is moved to `refused`: it would not be read anyway. */
const fileBytesMax = 64 * 1024 * 1024
const filesPerRoundMax = 500
const subfolders = ['in', 'out', 'archive', 'refused'] as const

/** Absolute folders of a relationship; undefined when it has none, or when its path would lead out of the root. */
export function foldersOf(folderRoot: string, { folder }: Pick<Relationship, 'folder'>) {
  if (!folder) return undefined
  const base = resolve(folderRoot, folder)
  const inside = relative(folderRoot, base)
  if (inside === '' || inside.startsWith('..') || resolve(folderRoot, inside) !== base) return undefined
  return {
    base,
    in: join(base, 'in'),
    out: join(base, 'out'),
    archive: join(base, 'archive'),
    refused: join(base, 'refused'),
  }
}

/** Names are our own, and the same for the same bytes: written again, a file takes its own place. */
const fileName = (control: string, setIds: readonly string[]) => `${control}-${setIds.join('-')}.edi`

/** Written under another name and renamed: the partner sees the whole file or none. */
export const byFolder =
  ({ folderRoot }: { folderRoot: string }): Deliver =>
  async ({ control, setIds, bytes, relationship }: Outgoing) => {
    const folders = foldersOf(folderRoot, relationship)
    if (!folders) throw new Error('The partner’s profile names no folder.')
    await mkdir(folders.out, { recursive: true })
    const name = fileName(control, setIds)
    const unfinished = join(folders.out, `.${name}.tmp`)
    const file = await open(unfinished, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    failpoint('folder.after-write')
    await rename(unfinished, join(folders.out, name))
    failpoint('folder.after-rename')
    return 'collectable'
  }

/** What a file looked like when it was last seen: two equal looks mean that nobody is writing it. */
interface Look {
  sizeBytes: number
  changedMs: number
}

/** Looks into the folders of all relationships until stopped. Any number of workers may watch the same ones. */
export function watchFolders({ pollMs = 1_000, ...options }: FolderOptions): { stop(): Promise<void> } {
  const watch = new FolderWatch(options)
  let wake: () => void = () => undefined
  const pause = () =>
    new Promise<void>(done => {
      const timer = setTimeout(done, pollMs)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const run = async () => {
    while (!watch.stopping) {
      await watch.round()
      if (!watch.stopping) await pause()
    }
  }
  const running = run()
  return {
    async stop() {
      watch.stopping = true
      wake()
      await running
    },
  }
}

class FolderWatch {
  stopping = false
  private readonly options: Omit<FolderOptions, 'pollMs'>
  private readonly looks = new Map<string, Look>()

  constructor(options: Omit<FolderOptions, 'pollMs'>) {
    this.options = options
  }

  /** One look into every folder. A folder that fails is told and does not stop the others. */
  async round(): Promise<void> {
    const { db, log } = this.options
    try {
      const { watched, now } = await db.withNaming({}, async tx => {
        const folders = and(
          eq(relationships.transport, 'folder'),
          inArray(relationships.status, ['active', 'suspended']),
        )
        return { now: tx.now, watched: await tx.select().from(relationships).where(folders) }
      })
      for (const relationship of watched) {
        await this.lookInto(relationship, now).catch(err =>
          log.error({ err, relationship: relationship.id }, 'a partner’s folder could not be read'),
        )
      }
    } catch (err) {
      if (!this.stopping) log.error({ err }, 'folders could not be watched, trying again')
    }
  }

  private async lookInto(relationship: Relationship, now: Date): Promise<void> {
    const folders = foldersOf(this.options.folderRoot, relationship)
    if (!folders) return
    for (const one of subfolders) await mkdir(folders[one], { recursive: true })
    const names = (await readdir(folders.in)).filter(isTheirs).sort().slice(0, filesPerRoundMax)
    for (const name of names) {
      if (this.stopping) return
      await this.takeFile(relationship, folders, name, now)
    }
    await this.noteCollected(relationship, folders.out)
  }

  private async takeFile(relationship: Relationship, folders: Folders, name: string, now: Date): Promise<void> {
    const { log, unfinishedMs = 60_000 } = this.options
    const path = join(folders.in, name)
    const look = await lookAt(path)
    if (!look) return
    const before = this.looks.get(path)
    this.looks.set(path, look)
    if (before?.sizeBytes !== look.sizeBytes || before.changedMs !== look.changedMs) return
    if (look.sizeBytes > fileBytesMax) {
      log.warn({ file: name, relationship: relationship.id }, 'a file is too large and was moved to refused')
      this.looks.delete(path)
      return await rename(path, join(folders.refused, name))
    }
    const bytes = await readFile(path)
    const restedMs = now.getTime() - look.changedMs
    if (bytes.length !== look.sizeBytes || (restedMs < unfinishedMs && !isWhole(bytes))) return
    const id = await this.takeBytes(relationship, name, bytes)
    if (!id) return
    failpoint('folder.after-commit')
    await rename(path, join(folders.archive, `${id}.edi`))
    failpoint('folder.after-archive')
    this.looks.delete(path)
  }

  /** The id of what was received; undefined while another worker looks into this folder. */
  private async takeBytes(relationship: Relationship, name: string, bytes: Buffer): Promise<string | undefined> {
    return await this.options.db.withTenant(partnerSystem(relationship), async tx => {
      const lock = sql`select pg_try_advisory_xact_lock(hashtextextended(${`folder ${relationship.id}`}, 0)) as mine`
      const { rows } = await tx.execute<{ mine: boolean }>(lock)
      if (!rows[0]?.mine) return undefined
      const taken = await receive(tx, { relationship, transport: 'folder', messageId: name.slice(0, 200), bytes })
      return taken[0]?.id
    })
  }

  /** What we wrote and is gone was taken by the partner's system. */
  private async noteCollected(relationship: Relationship, out: string): Promise<void> {
    const { buyerId, supplierId } = relationship
    const caller = { ...partnerSystem(relationship), name: 'Pullwire', channel: 'system' as const }
    await this.options.db.withTenant(caller, async tx => {
      const offered = await tx
        .select({ id: interchanges.id, control: interchanges.control })
        .from(interchanges)
        .where(
          and(
            eq(interchanges.buyerId, buyerId),
            eq(interchanges.supplierId, supplierId),
            eq(interchanges.direction, 'out'),
            eq(interchanges.transport, 'folder'),
            eq(interchanges.delivery, 'collectable'),
          ),
        )
      if (offered.length === 0) return
      // Looked at after the rows: a file that was written since is no file that is gone.
      const there = new Set((await readdir(out)).map(name => name.split('-')[0]))
      for (const { id, control } of offered) if (!there.has(control)) await markDelivery(tx, id, 'delivered')
    })
  }
}

type Folders = NonNullable<ReturnType<typeof foldersOf>>

/** Hidden files and the usual names of unfinished uploads are left alone. */
const isTheirs = (name: string) => !name.startsWith('.') && !/\.(tmp|part|filepart|crdownload)$/i.test(name)

async function lookAt(path: string): Promise<Look | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? { sizeBytes: found.size, changedMs: found.mtimeMs } : undefined
}

/** Ends where an interchange ends. A writer that pauses halfway is not mistaken for one that has finished. */
function isWhole(bytes: Buffer): boolean {
  const last = readInterchanges(bytes, { segmentsPerSetMax: 1, findingsPerSetMax: 1 }).interchanges.at(-1)
  return last?.iea !== undefined
}
