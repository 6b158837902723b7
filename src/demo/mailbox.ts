// Reads the mails that were written to a folder instead of being sent.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Mail {
  file: string
  to: string
  subject: string
  /** Header and body as text, line folding of quoted-printable undone. */
  text: string
}

/** All mails to an address, oldest first. */
export async function mailsTo(folder: string, email: string): Promise<Mail[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  const mails = await Promise.all(
    names
      .filter(name => name.endsWith('.eml'))
      .toSorted()
      .map(async file => mailOf(file, await readFile(join(folder, file), 'latin1'))),
  )
  return mails.filter(mail => mail.to.includes(email))
}

function mailOf(file: string, raw: string): Mail {
  const bytes = raw
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  const header = (name: string) => new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(text)?.[1] ?? ''
  return { file, to: header('To'), subject: header('Subject'), text }
}

/** Waits for a mail with a link of this kind (`/invitation/…`, `/reset/…`) and gives the link's secret part; the newest counts. */
export async function tokenMailedTo(folder: string, email: string, kind: string, withinMs = 20_000): Promise<string> {
  const link = new RegExp(`/${kind}/([A-Za-z0-9_-]{20,})`)
  for (let waited = 0; waited <= withinMs; waited += 50) {
    for (const mail of (await mailsTo(folder, email)).toReversed()) {
      const token = link.exec(mail.text)?.[1]
      if (token) return token
    }
    await pause(50)
  }
  throw new Error(`no mail with a link /${kind}/… came for ${email}`)
}
