// Files that a partner left: read once nobody writes them, moved away by name only after the commit, lost never.
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, type Database } from '../../kernel/db.ts'
import { failpoint } from '../../kernel/failpoint.ts'
import { newId } from '../../kernel/ids.ts'
import { partnerSystem } from '../apply.ts'
import type { Relationship } from '../contract.ts'
import { framed, sharedBytes } from '../reader.ts'
import { receive } from '../receive.ts'
import { alike, type Folders, isThere, type Look, lookAt } from './folder-place.ts'

export interface IntakeOptions {
  db: Database
  log: { warn(o: object, text: string): void; error(o: object, text: string): void }
  /** How long a file without an end must lie still until it is taken as it is. */
  unfinishedMs?: number
  /** How long what was read must lie still until it is archived: whoever writes on after an end is read again. */
  settleMs?: number
}

/** What is larger is moved to `refused`: it would not be read anyway. */
const fileBytesMax = 128 * 1024 * 1024
const filesPerRoundMax = 500
/** Other partners' folders wait for this one. */
const roundMaxMs = 20_000
/** A file that fails so often, and by its own fault, stands in nobody's way any more. */
const failuresMax = 3

interface Seen extends Look {
  sinceMs: number
  failures: number
}

/** One worker's eyes on the files of all partners; only one worker at a time looks into a partner's folder. */
export class Intake {
  stopping = false
  private readonly options: IntakeOptions
  private readonly seen = new Map<string, Seen>()

  constructor(options: IntakeOptions) {
    this.options = options
  }

  async takeAll(relationship: Relationship, folders: Folders): Promise<void> {
    const began = performance.now()
    // First what was moved away: a killed worker may have left it unread, or a writer may have gone on.
    for (const folder of [folders.taking, folders.in]) {
      const names = (await readdir(folder)).filter(isTheirs).sort().slice(0, filesPerRoundMax)
      for (const name of names) {
        if (this.stopping || performance.now() - began > roundMaxMs) return
        const path = join(folder, name)
        await this.takeFile(relationship, folders, path, name).catch(err =>
          this.failed(relationship, folders, path, err),
        )
      }
    }
  }

  private async takeFile(relationship: Relationship, folders: Folders, path: string, name: string): Promise<void> {
    const { unfinishedMs = 60_000, settleMs = 10_000 } = this.options
    const restedMs = await this.restedMs(path)
    const look = this.seen.get(path)
    if (!look || restedMs === undefined) return
    const taken = path.startsWith(folders.taking) ? takenOf(name) : undefined
    if (taken && alike(taken, look)) {
      if (restedMs < settleMs) return
      await rename(path, join(folders.archive, `${taken.id}.edi`))
      failpoint('folder.after-archive')
      this.seen.delete(path)
      return
    }
    if (look.sizeBytes > fileBytesMax)
      return await this.refuse(
        relationship,
        folders,
        path,
        `It is larger than ${fileBytesMax / 1024 / 1024} MiB. Split the documents over several files.`,
      )
    const bytes = await readAs(path, look)
    if (!bytes || (restedMs < unfinishedMs && !(await isWhole(bytes)))) return
    const theirName = taken?.name ?? name
    const id = await this.takeBytes(relationship, theirName, bytes)
    failpoint('folder.after-commit')
    // Whatever lies under the name by now is moved. Is it not what was read, its look says so, and it is read in turn.
    const moved = join(folders.taking, takenName({ id, name: theirName, ...look }))
    await rename(path, moved)
    failpoint('folder.after-claim')
    this.seen.delete(path)
  }

  /** How long nobody has written to it; undefined at first sight, and when it has changed since. */
  private async restedMs(path: string): Promise<number | undefined> {
    const look = await lookAt(path)
    const before = this.seen.get(path)
    if (!look) {
      this.seen.delete(path)
      return undefined
    }
    if (before && alike(before, look)) return performance.now() - before.sinceMs
    this.seen.set(path, { ...look, sinceMs: performance.now(), failures: 0 })
    return undefined
  }

  private async takeBytes(relationship: Relationship, name: string, bytes: Buffer): Promise<string> {
    const messageId = name.slice(0, 200)
    const [first] = await this.options.db.withTenant(partnerSystem(relationship), tx =>
      receive(tx, { relationship, transport: 'folder', messageId, bytes }),
    )
    return first?.id ?? newId()
  }

  /** Told, and tried again; a file that is itself at fault gives way to those behind it. */
  private async failed(relationship: Relationship, folders: Folders, path: string, err: unknown): Promise<void> {
    // The outer error of a statement carries the bytes that it was to store: not for a log.
    const about = { err: innermost(err), file: path, relationship: relationship.id }
    this.options.log.error(about, 'a partner’s file could not be taken')
    const seen = this.seen.get(path)
    if (!seen || !isOfTheFile(err)) return
    seen.failures += 1
    if (seen.failures < failuresMax) return
    const reason = `Pullwire could not store it: ${innermost(err).message}`
    await this.refuse(relationship, folders, path, reason).catch(error =>
      this.options.log.error({ err: error, file: path }, 'a file could not be refused'),
    )
  }

  private async refuse({ id }: Relationship, folders: Folders, path: string, reason: string): Promise<void> {
    const theirs = path.slice(path.lastIndexOf('/') + 1)
    const name = await freeName(folders.refused, takenOf(theirs)?.name ?? theirs)
    await writeFile(
      join(folders.refused, `${name}.txt`),
      `${reason}\nNothing of it was taken. Put it right and send it again.\n`,
    )
    await rename(path, join(folders.refused, name))
    this.options.log.warn({ file: name, relationship: id, reason }, 'a file was moved to refused')
    this.seen.delete(path)
  }
}

/** Hidden files and the usual names of unfinished uploads are left alone. */
const isTheirs = (name: string) => !name.startsWith('.') && !/\.(tmp|part|filepart|crdownload)$/i.test(name)

interface Taken extends Look {
  id: string
  name: string
}

/** The name says what was read: a file that looks otherwise was not, whoever reads the name, and whenever. */
const takenName = ({ id, sizeBytes, changedMs, name }: Taken) => `${id}~${sizeBytes}~${changedMs}~${shortened(name)}`

function takenOf(name: string): Taken | undefined {
  const [id = '', size = '', changed = '', ...rest] = name.split('~')
  return rest.length > 0 ? { id, sizeBytes: Number(size), changedMs: Number(changed), name: rest.join('~') } : undefined
}

/** File systems hold names of 255 bytes. */
function shortened(name: string): string {
  let kept = name
  while (Buffer.byteLength(kept) > 150) kept = kept.slice(1)
  return kept
}

/** The bytes of the file that was looked at; undefined when it changed, or another took its name. */
async function readAs(path: string, look: Look): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const bytes = await readShared(file, look.sizeBytes)
    const { size, mtimeMs } = await file.stat()
    return alike({ sizeBytes: size, changedMs: mtimeMs }, look) && bytes.length === size ? bytes : undefined
  } finally {
    await file.close()
  }
}

/** Into memory that the threads which read it see too; in pieces, as new memory is slow to be written to. */
async function readShared(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  const all = sharedBytes(sizeBytes)
  let at = 0
  while (at < sizeBytes) {
    const { bytesRead } = await file.read(all, at, Math.min(pieceBytes, sizeBytes - at))
    if (bytesRead === 0) break
    at += bytesRead
  }
  return all.subarray(0, at)
}
const pieceBytes = 1024 * 1024

/** Ends where an interchange ends. A writer that pauses halfway is not mistaken for one that has finished. */
async function isWhole(bytes: Buffer): Promise<boolean> {
  return (await framed(bytes)).interchanges.at(-1)?.iea !== undefined
}

function innermost(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return error.cause instanceof Error ? innermost(error.cause) : error
}

// SQLSTATE 22, 23 and 54: what was to be stored is at fault; everything else of a database or a disk passes.
const isOfTheFile = (thrown: unknown): boolean =>
  /^(22|23|54)/.test(codeOf(thrown) ?? '') || [TypeError, RangeError, SyntaxError].some(kind => thrown instanceof kind)

async function freeName(folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${n}-${name}`
    if (!(await isThere(join(folder, free)))) return free
  }
}
