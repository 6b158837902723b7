// Mails as they come back, and a Maildir that is filled as a mail server fills it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Names of the files in `test/bounces`. */
export type Sample =
  | 'postfix-unknown'
  | 'postfix-delayed'
  | 'postfix-expired'
  | 'exchange-online'
  | 'gmail'
  | 'exim'
  | 'international'

interface Returned {
  messageId: string
  to: string
  returnsTo?: string
}

const folder = fileURLToPath(new URL('bounces', import.meta.url))

export function cameBack(sample: Sample, { messageId, to, returnsTo = 'pullwire@velowerk.example' }: Returned): string {
  return readFileSync(join(folder, `${sample}.eml`), 'utf8')
    .replaceAll('{message-id}', messageId)
    .replaceAll('{to}', to)
    .replaceAll('{returns-to}', returnsTo)
}

export const messageIdOf = (mail: string): string => /^Message-ID: (.*?)\r?$/im.exec(mail)?.[1] ?? ''

export interface Maildir {
  path: string
  /** Delivers a mail; answers its name. */
  put(text: string | Buffer): string
  /** Names in `new`, in order. */
  waiting(): string[]
  /** Names in `cur`, in order. */
  taken(): string[]
  remove(): void
}

let delivered = 0

export function openMaildir(): Maildir {
  const path = mkdtempSync(join(tmpdir(), 'pullwire-bounces-'))
  for (const name of ['tmp', 'new', 'cur']) mkdirSync(join(path, name))
  return {
    path,
    put: text => {
      const name = `1795684508.M${String(++delivered).padStart(6, '0')}P${process.pid}.mx1.velowerk.example`
      writeFileSync(join(path, 'tmp', name), text)
      renameSync(join(path, 'tmp', name), join(path, 'new', name))
      return name
    },
    waiting: () => readdirSync(join(path, 'new')).sort(),
    taken: () => readdirSync(join(path, 'cur')).sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
