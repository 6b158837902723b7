// How a mail leaves: by SMTP, or, where no mail server is set, as a file that any mail program opens.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { returnAddressOf } from './message-id.ts'

export interface MailSettings {
  smtpUrl: string | undefined
  from: string
  /** Where mails are written without `smtpUrl`. */
  folder: string
  /** What cannot be delivered comes back to this address, with the mail's name behind a plus; without it, to `from`. */
  bounceAddress?: string | undefined
}

export interface Letter {
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  messageId: string
  date: Date
  /** Names the file; the same letter overwrites itself. */
  id: string
}

/** Sends one mail, or throws: accepted by the mail server, or written to a file. */
export type Post = (letter: Letter) => Promise<'sent' | 'filed'>

/** A server that does not answer is tried again later; until then it holds one worker no longer than this. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

const common = (letter: Letter, from: string) => ({
  from,
  to: letter.to,
  subject: letter.subject,
  text: letter.text,
  html: letter.html,
  messageId: letter.messageId,
  date: letter.date,
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
})

export function openPost({ smtpUrl, from, folder, bounceAddress }: MailSettings): Post {
  if (smtpUrl === undefined) return toFolder(folder, from)
  const transport = nodemailer.createTransport({ url: smtpUrl, ...timeouts })
  return async letter => {
    const returns = bounceAddress && returnAddressOf(bounceAddress, letter.messageId)
    const envelope = returns ? { envelope: { from: returns, to: letter.to.address } } : {}
    await transport.sendMail({ ...common(letter, from), ...envelope })
    return 'sent'
  }
}

function toFolder(folder: string, from: string): Post {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return async letter => {
    const { message } = await writer.sendMail(common(letter, from))
    await mkdir(folder, { recursive: true })
    const name = fileNameOf(letter)
    // Whoever watches the folder sees whole mails only.
    await writeFile(join(folder, `.${name}.part`), message)
    await rename(join(folder, `.${name}.part`), join(folder, name))
    return 'filed'
  }
}

/** In order of time, to whom, which: `20261123T183000417Z-mara-nordlicht.example-3f2a9c.eml`. */
function fileNameOf({ date, to, id }: Letter): string {
  const at = date.toISOString().replace(/[-:.]/g, '')
  const who = to.address
    .replace('@', '-')
    .replace(/[^a-z0-9.-]/gi, '_')
    .slice(0, 80)
  return `${at}-${who}-${id.slice(-12)}.eml`
}

/** The server says this address or mail will never do (RFC 5321: 5yz); trying again would only annoy. */
export function isFinal(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown }
  const rejected = typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600
  // A wrong password of ours is mended by the operator, so those mails wait.
  return rejected && code !== 'EAUTH'
}
