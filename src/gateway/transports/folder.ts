// X12 by folder: a watch over the folders of all relationships. What lies in `in` is taken, what leaves lies in `out`.
import { mkdir, rm } from 'node:fs/promises'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../../kernel/db.ts'
import { relationships } from '../../partners/tables.ts'
import { partnerSystem } from '../apply.ts'
import type { Relationship } from '../contract.ts'
import { Intake, type IntakeOptions } from './folder-in.ts'
import { missing, noteCollected, offeredTo, showError } from './folder-out.ts'
import { type Folders, foldersOf, isThere } from './folder-place.ts'

export interface FolderOptions extends IntakeOptions {
  folderRoot: string
  pollMs?: number
}

const subfolders = ['in', 'out', 'archive', 'refused', 'taking', 'offered'] as const

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
    while (!watch.intake.stopping) {
      await watch.round()
      if (!watch.intake.stopping) await pause()
    }
  }
  const running = run()
  return {
    async stop() {
      watch.intake.stopping = true
      wake()
      await running
    },
  }
}

class FolderWatch {
  readonly intake: Intake
  private readonly options: Omit<FolderOptions, 'pollMs'>

  constructor(options: Omit<FolderOptions, 'pollMs'>) {
    this.options = options
    this.intake = new Intake(options)
  }

  /** One look into every folder. A folder that fails is told and does not stop the others. */
  async round(): Promise<void> {
    const { db, log } = this.options
    try {
      const watched = await db.withNaming({}, async tx => {
        const folders = and(
          eq(relationships.transport, 'folder'),
          inArray(relationships.status, ['active', 'suspended']),
        )
        return await tx.select().from(relationships).where(folders)
      })
      for (const relationship of watched) {
        await this.lookInto(relationship).catch(err =>
          log.error({ err, relationship: relationship.id }, 'a partner’s folder could not be read'),
        )
      }
    } catch (err) {
      if (!this.intake.stopping) log.error({ err }, 'folders could not be watched, trying again')
    }
  }

  private async lookInto(relationship: Relationship): Promise<void> {
    const folders = foldersOf(this.options.folderRoot, relationship)
    if (!folders) return
    const caller = { ...partnerSystem(relationship), name: 'Pullwire', channel: 'system' as const }
    const gone = await this.options.db.withTenant(caller, async tx => {
      if (!(await isMine(tx, relationship))) return []
      const offered = await offeredTo(tx, relationship)
      if (!(await this.isReady(tx, relationship, folders, offered))) return []
      await this.intake.takeAll(relationship, folders)
      return await noteCollected(tx, relationship, folders, offered)
    })
    // Forgotten before the commit, a rollback would have it written a second time.
    for (const path of gone) await rm(path, { force: true })
  }

  /** Made anew only while nothing of ours lies in it: an empty folder in the place of a full one says "collected". */
  private async isReady(
    tx: Tx,
    relationship: Relationship,
    folders: Folders,
    offered: Awaited<ReturnType<typeof offeredTo>>,
  ): Promise<boolean> {
    const left = offered.filter(({ transport }) => transport === 'folder')
    if (left.length > 0 && !(await isThere(folders.offered))) {
      await showError(tx, left, missing(relationship))
      this.options.log.error({ folder: folders.base, relationship: relationship.id }, 'a partner’s folder is missing')
      return false
    }
    for (const one of subfolders) await mkdir(folders[one], { recursive: true })
    return true
  }
}

/** For as long as the transaction is open no other worker looks into this folder. */
async function isMine(tx: Tx, { id }: Relationship): Promise<boolean> {
  const lock = sql`select pg_try_advisory_xact_lock(hashtextextended(${`folder ${id}`}, 0)) as mine`
  const { rows } = await tx.execute<{ mine: boolean }>(lock)
  return rows[0]?.mine === true
}
