// The work of telling people: pick them, then send each mail.
import type { WorkHandler } from '../kernel/work.ts'
import { deliver, gaveUp } from './deliver.ts'
import { raise, raiseKind, sendKind } from './notify.ts'
import { type MailSettings, openPost } from './post.ts'

/** With waits that grow to an hour: a mail server that is down over a long weekend loses nothing. */
const triesMax = 84

export function noticesWork({ mail, publicUrl }: { mail: MailSettings; publicUrl: string }): WorkHandler[] {
  const post = openPost(mail)
  const { hostname } = new URL(publicUrl)
  return [
    { kind: raiseKind, lane: 'notice', mode: 'tx', run: (tx, work) => raise(tx, work, hostname) },
    {
      kind: sendKind,
      lane: 'notice',
      mode: 'lease',
      triesMax,
      run: (work, hold) => deliver(work, hold, post, publicUrl),
      gaveUp,
    },
  ]
}
