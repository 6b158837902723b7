// The work of telling people: pick them, then send each mail.
import type { WorkHandler } from '../kernel/work.ts'
import { deliver, gaveUp } from './deliver.ts'
import { type Raising, raise, raiseKind, sendKind } from './notify.ts'
import { type MailSettings, openPost } from './post.ts'

/** With waits that grow to an hour: a mail server that is down over a long weekend loses nothing. */
const triesMax = 84

/** Forty breaches at once are one mail to each of those who are told, and none of them has waited for it. */
const gatherUsualMs = 5_000

interface NoticesSettings {
  mail: MailSettings
  publicUrl: string
  gatherMs?: number
  /** Known by a room above; without it nothing is said of when answers are due. */
  dueOf?: Raising['dueOf']
}

const nothingDue: Raising['dueOf'] = async () => undefined

export function noticesWork({
  mail,
  publicUrl,
  gatherMs = gatherUsualMs,
  dueOf = nothingDue,
}: NoticesSettings): WorkHandler[] {
  const post = openPost(mail)
  const { hostname } = new URL(publicUrl)
  return [
    {
      kind: raiseKind,
      lane: 'notice',
      mode: 'tx',
      run: (tx, work) => raise(tx, work, { host: hostname, gatherMs, dueOf }),
    },
    {
      kind: sendKind,
      lane: 'notice',
      mode: 'lease',
      triesMax,
      run: (work, hold) => deliver(work, hold, post, { publicUrl, gatherMs }),
      gaveUp,
    },
  ]
}
