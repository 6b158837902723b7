// Bounces that the mail server leaves in a Maildir: each taken once, then moved to `cur`. Everything else is left alone.
import { constants } from 'node:fs'
import { lstat, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from '../kernel/db.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { type DeliveryReport, readReport } from './delivery-report.ts'
import { storedByAddress, storedOf } from './message-id.ts'
import { Malformed } from './mime.ts'
import { takeReport } from './take-report.ts'

export interface BounceSettings {
  db: Database
  maildir: string
  /** Stands in our message ids. */
  host: string
  /** Where our mails come back to; undefined: only their Message-ID tells which one did. */
  bounceAddress: string | undefined
  log: { warn(o: object, text: string): void; error(o: object, text: string): void }
  pollMs?: number
}

const limits = {
  /** A report encloses the mail, and none of ours is nearly so long. */
  fileBytes: 1024 * 1024,
  /** A round holds a transaction open, so that no other worker looks meanwhile. */
  roundMs: 20_000,
} as const

/** Looks into the Maildir until stopped. Any number of workers may look into the same one: one does at a time. */
export function watchBounces({ pollMs = 5_000, ...settings }: BounceSettings): { stop(): Promise<void> } {
  const watch = new BounceWatch(settings)
  const { signal } = watch.ending
  const run = async () => {
    while (!signal.aborted) {
      await watch.round()
      await pause(pollMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async stop() {
      watch.ending.abort()
      await running
    },
  }
}

class BounceWatch {
  readonly ending = new AbortController()
  readonly #settings: Omit<BounceSettings, 'pollMs'>
  /** Names in `new` that hold nothing for us: a Maildir gives no name twice. */
  #leftAlone = new Set<string>()

  constructor(settings: Omit<BounceSettings, 'pollMs'>) {
    this.#settings = settings
  }

  async round(): Promise<void> {
    const { db, log, maildir } = this.#settings
    try {
      await db.withNaming({}, async tx => {
        if (await isMine(tx)) await this.#takeAll()
      })
    } catch (err) {
      if (!this.ending.signal.aborted) log.error({ err, maildir }, 'the mailbox of bounces could not be read')
    }
  }

  async #takeAll(): Promise<void> {
    const { log, maildir } = this.#settings
    const began = performance.now()
    const names = (await readdir(join(maildir, 'new'))).filter(name => !name.startsWith('.'))
    this.#leftAlone = new Set(names.filter(name => this.#leftAlone.has(name)))
    for (const name of names.filter(each => !this.#leftAlone.has(each)).sort()) {
      if (this.ending.signal.aborted || performance.now() - began > limits.roundMs) return
      await this.#take(name).catch(err => log.error({ err, file: name }, 'a bounce could not be taken, trying again'))
    }
  }

  async #take(name: string): Promise<void> {
    const { db, maildir } = this.#settings
    const path = join(maildir, 'new', name)
    const report = await this.#read(path, name)
    if (!report) return
    const messageId = this.#mailOf(report)
    const taken = messageId ? await takeReport(db, messageId, report.standings) : 'unknown'
    // It came sooner than our own mark that the mail has left.
    if (taken === 'early') return
    if (taken === 'unknown') return this.#leaveAlone(name, 'it is about no mail that was sent from here')
    failpoint('bounce.after-commit')
    await rename(path, join(maildir, 'cur', name.includes(':') ? name : `${name}:2,S`)).catch(unlessGone)
  }

  /** Undefined when there is nothing for us in it, which is remembered. */
  async #read(path: string, name: string): Promise<DeliveryReport | undefined> {
    const bytes = await bytesOf(path).catch(unlessGone)
    if (bytes === undefined) return undefined
    if (typeof bytes === 'string') return this.#leaveAlone(name, bytes)
    try {
      const report = readReport(bytes)
      if (!report) this.#leftAlone.add(name)
      return report
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return this.#leaveAlone(name, error.message)
    }
  }

  /** The mail's own name counts, and what it was sent from; never whom it was for. */
  #mailOf({ messageId, sentTo }: DeliveryReport): string | undefined {
    const { bounceAddress, host } = this.#settings
    const own = messageId && storedOf(messageId)
    if (own || !bounceAddress) return own
    return sentTo.map(address => storedByAddress(address, bounceAddress, host)).find(name => name !== undefined)
  }

  #leaveAlone(name: string, why: string): undefined {
    this.#leftAlone.add(name)
    this.#settings.log.warn({ file: name, why }, 'a mail that looks like a bounce is left where it lies')
  }
}

/** What the file holds, or in words why nobody looks. A link, a pipe or a folder is none of a mail server's making. */
async function bytesOf(path: string): Promise<Buffer | string> {
  if (!(await lstat(path)).isFile()) return 'it is no file'
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const look = await file.stat()
    if (look.size > limits.fileBytes) return `it is longer than ${limits.fileBytes} bytes`
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** Somebody's mail program has moved it, as it does with what its reader has seen. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** For as long as the transaction is open no other worker looks. */
async function isMine(tx: Tx): Promise<boolean> {
  const lock = sql`select pg_try_advisory_xact_lock(hashtextextended('bounces', 0)) as mine`
  const { rows } = await tx.execute<{ mine: boolean }>(lock)
  return rows[0]?.mine === true
}
