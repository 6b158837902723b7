// Telling people: who is told what, once; the work that picks the people follows the transaction that asked for it.

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Role } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { later, type Work } from '../kernel/work.ts'
import { type Due, fillDue, sayInstants } from './instants.ts'
import { newMessageId } from './message-id.ts'
import { type Recipient, recipientsOf } from './recipients.ts'
import { notices, type PersonalLink } from './tables.ts'

export type Audience =
  /** Everybody of the organization in one of these roles. */
  | { roles: readonly Role[] }
  | { personId: string }
  | { personIds: readonly string[] }
  /** Somebody who is not signed up: an invited person, a partner's contact. */
  | Outsider
  | { addresses: readonly Outsider[] }

export interface Outsider {
  email: string
  name: string
}

export interface Notice {
  /** Whose people are told; who is asked to be told when it is a partner's. */
  orgId: string
  to: Audience
  /** Natural key: whoever has been told under it is not told again. */
  key: string
  /** One line: the mail's subject. */
  title: string
  /** Paragraphs, plain text. */
  text: string
  /** A path of the portal; sign-in comes first. */
  link?: string
  personalLink?: PersonalLink
  /** What it is about; handed on with the fact `notice.raised`. */
  subject?: { kind: string; id: string }
  /** Of several in one mail that say the same here, such as `clock:…`, the last one tells it all. */
  overtakes?: string
  /** Something is late: nobody can do without the mail. */
  isAlert?: boolean
  /** No mail of it goes out, but to those who have no inbox here. */
  portalOnly?: boolean
}

/** `notice.raised`: these people are told. Empty recipients: nobody has the role. */
export interface NoticeRaised {
  key: string
  /** ISO 8601 from when the mail may leave; null: none does. */
  recipients: { name: string; email: string; mailFrom: string | null }[]
  subject: { kind: string; id: string } | null
}

export const raiseKind = 'notice.raise'
export const sendKind = 'notice.send'

/** Has people told, by mail and in the portal. In a partner's organization too: its own worker picks the people. */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  const { orgId, key, to, title, text, link, personalLink, subject, overtakes, isAlert, portalOnly } = notice
  await later(tx, {
    kind: raiseKind,
    lane: 'notice',
    orgId,
    key,
    data: {
      to: JSON.stringify(to),
      title,
      text,
      ...(link ? { link } : {}),
      ...(personalLink ? { personalLink: JSON.stringify(personalLink) } : {}),
      ...(subject ? { subject: JSON.stringify(subject) } : {}),
      ...(overtakes ? { overtakes } : {}),
      ...(isAlert ? { isAlert: 'yes' } : {}),
      ...(portalOnly ? { portalOnly: 'yes' } : {}),
    },
  })
}

// What comes from a form or a document must not begin a new header.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const oneLine = (text: string): string => text.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ').slice(0, 200)

export interface Raising {
  /** Stands in message ids. */
  host: string
  /** A mail waits so long for others to the same person. */
  gatherMs: number
  /** When the first of these subjects wants its answer. */
  dueOf: (tx: Tx, subjectIds: readonly string[]) => Promise<Due | undefined>
}

/** Picks the people, writes a notice for each, leaves its mail to be sent and announces who is told. */
export async function raise(tx: Tx, work: Work, raising: Raising): Promise<undefined> {
  const { to = '{}', subject, personalLink, isAlert } = work.data
  // A person waits for a mail with a link of their own; who asked for it is not asleep.
  const isUrgent = personalLink !== undefined
  const recipients = await recipientsOf(tx, JSON.parse(to) as Audience, isUrgent || isAlert === 'yes')
  const text = await fillDue(work.data.text ?? '', ids => raising.dueOf(tx, ids))
  const told: NoticeRaised['recipients'] = []
  for (const recipient of recipients) {
    const { personId, name, email } = recipient
    const mailFrom = personId !== null && work.data.portalOnly === 'yes' ? null : recipient.mailFrom
    const isFresh = await tell(tx, work, text, { ...recipient, mailFrom }, raising)
    told.push({ name, email, mailFrom: isFresh && mailFrom ? mailFrom.toISOString() : null })
  }
  const raised: NoticeRaised = {
    key: work.key,
    recipients: told,
    subject: subject ? (JSON.parse(subject) as NoticeRaised['subject']) : null,
  }
  await announce(tx, {
    type: 'notice.raised',
    subject: { kind: 'notice', id: work.id },
    parties: [work.orgId],
    at: tx.now,
    data: { ...raised },
  })
  return undefined
}

/** False: this one has been told before. */
async function tell(
  tx: Tx,
  work: Work,
  text: string,
  recipient: Recipient,
  { host, gatherMs }: Raising,
): Promise<boolean> {
  const { personId, name, email, zone, mailFrom } = recipient
  const { title = '', link = null, personalLink, overtakes = null } = work.data
  const id = newId()
  const mailId = mailFrom && !personalLink ? await gathering(tx, work.orgId, email) : undefined
  const fresh = await tx
    .insert(notices)
    .values({
      id,
      orgId: work.orgId,
      personId,
      name,
      email,
      key: work.key,
      title: oneLine(sayInstants(title, zone)),
      text: placeOf(recipient) + sayInstants(text, zone),
      link,
      personalLink: personalLink ? (JSON.parse(personalLink) as PersonalLink) : null,
      about: overtakes,
      isAlert: work.data.isAlert === 'yes',
      mailId: mailId ?? id,
      status: mailFrom ? 'queued' : 'portal',
      messageId: newMessageId(host),
    })
    .onConflictDoNothing()
    .returning({ id: notices.id })
  const isFresh = fresh.length > 0
  if (!isFresh || mailId || !mailFrom) return isFresh
  const dueAt = personalLink ? tx.now : new Date(Math.max(mailFrom.getTime(), tx.now.getTime() + gatherMs))
  await later(tx, { kind: sendKind, lane: 'notice', orgId: work.orgId, key: id, dueAt })
  return isFresh
}

/** Whoever stands in knows for whom, and that nobody else has the mail. */
function placeOf({ inPlaceOf, onlyInPlace }: Recipient): string {
  if (inPlaceOf.length === 0) return ''
  const away = `${inPlaceOf.join(' and ')}, who ${inPlaceOf.length === 1 ? 'is' : 'are'} away.`
  return `${onlyInPlace ? 'In place' : 'To you, and in place'} of ${away}\n\n`
}

/** The mail to this address that has not left yet; it does not leave before this transaction ends. One asks at a time. */
async function gathering(tx: Tx, orgId: string, email: string): Promise<string | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${orgId} ${email}`}, 0))`)
  const [mail] = await tx
    .select({ mailId: notices.mailId })
    .from(notices)
    .where(
      and(
        eq(notices.orgId, orgId),
        eq(notices.email, email),
        eq(notices.status, 'queued'),
        isNull(notices.mailTakenAt),
        isNull(notices.personalLink),
      ),
    )
    .limit(1)
    .for('update')
  return mail?.mailId
}
