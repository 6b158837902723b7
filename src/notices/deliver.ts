// One mail on its way: written, sent outside any transaction, marked as sent. At least once, under one message id.
import { and, eq, inArray } from 'drizzle-orm'
import { makeInvitationLink, makeResetLink } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { failpoint } from '../kernel/failpoint.ts'
import type { Hold, Outcome, Work } from '../kernel/work.ts'
import { announceEach } from './announce-each.ts'
import type { NoticeStatus } from './api.ts'
import { htmlText, type MailItem, plainText, subjectOf } from './mail-text.ts'
import { anotherOf } from './message-id.ts'
import { isFinal, type Letter, type Post } from './post.ts'
import { notices } from './tables.ts'

type Row = typeof notices.$inferSelect

export interface Delivering {
  publicUrl: string
  /** A mail waits so long for others to the same person, and again for those that come meanwhile. */
  gatherMs: number
}

export async function deliver(work: Work, hold: Hold, post: Post, delivering: Delivering): Promise<Outcome> {
  const letter = await hold.fenced(tx => write(tx, work.key, delivering))
  if (!letter) return undefined
  if (letter instanceof Date) return { postpone: letter }
  failpoint('notice.before-send')
  let status: 'sent' | 'filed'
  try {
    status = await post(letter)
  } catch (error) {
    await hold.fenced(tx => recordTrouble(tx, work.key, error))
    if (isFinal(error)) return undefined
    throw error
  }
  failpoint('notice.after-send')
  await hold.fenced(tx => settle(tx, work.key, { status, sentAt: tx.now, error: null }, 'queued'))
  failpoint('notice.marked')
  return undefined
}

const standingIn = (mailId: string, ...statuses: NoticeStatus[]) =>
  and(eq(notices.mailId, mailId), inArray(notices.status, statuses))
const waitingIn = (mailId: string) => standingIn(mailId, 'queued')

/**
 * The letter, from now on joined by nothing; when to look again, while others are still coming; or undefined when there is
 * nothing (more) to send.
 */
async function write(tx: Tx, mailId: string, { publicUrl, gatherMs }: Delivering): Promise<Letter | Date | undefined> {
  const rows = await tx.select().from(notices).where(waitingIn(mailId)).orderBy(notices.id).for('update')
  // The one that it is named after, though one that came at the same moment may bear a smaller number.
  const first = rows.find(({ id }) => id === mailId) ?? rows[0]
  if (!first) return undefined
  const until = gatheredAt(rows, first, gatherMs)
  if (until > tx.now) return until
  await tx.update(notices).set({ mailTakenAt: tx.now }).where(waitingIn(mailId))
  const items: MailItem[] = []
  for (const row of alertsFirst(lastOfEach(rows))) {
    const path = await pathOf(tx, row)
    if (path === undefined) {
      await settle(tx, mailId, { status: 'failed', error: 'The invitation is no longer open.' }, 'queued')
      return undefined
    }
    const url = path === null ? undefined : publicUrl + path
    items.push({ title: row.title, text: row.text, url, action: actionOf(row) })
  }
  const words = { name: first.name, items, all: `${publicUrl}/notices` }
  return {
    id: first.id,
    to: { name: first.name, address: first.email },
    subject: subjectOf(items),
    text: plainText(words),
    html: htmlText(words),
    date: first.createdAt,
    // A repeat of a personal mail holds another link, so it must not be taken for the first one.
    messageId: first.personalLink ? anotherOf(first.messageId) : first.messageId,
  }
}

/** Who answers and administers is told the same twice; of a reminder and the lateness behind it the lateness counts. */
const lastOfEach = (rows: readonly Row[]): Row[] =>
  rows.filter((row, i) => row.about === null || !rows.slice(i + 1).some(({ about }) => about === row.about))

/** So many waits at most, however long a burst goes on. */
const gathersMax = 12

/** Nothing has come for a while, or it has waited long enough. What nothing joins goes at once: a secret link, and what was on its way before. */
function gatheredAt(rows: readonly Row[], first: Row, gatherMs: number): Date {
  if (first.personalLink) return first.createdAt
  if (first.mailTakenAt) return first.mailTakenAt
  const latest = Math.max(...rows.map(({ createdAt }) => createdAt.getTime()))
  return new Date(Math.min(latest + gatherMs, first.createdAt.getTime() + gathersMax * gatherMs))
}

/** What is late is not hidden behind news: it gives the mail its subject. */
const alertsFirst = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => Number(b.isAlert) - Number(a.isAlert))

/** Null: the mail leads nowhere. Undefined: where it led is gone. Who follows it has read the notice. */
async function pathOf(tx: Tx, { id, personId, link, personalLink }: Row): Promise<string | null | undefined> {
  if (!personalLink) return link && personId ? `${link}${link.includes('?') ? '&' : '?'}notice=${id}` : link
  return personalLink.kind === 'invitation'
    ? await makeInvitationLink(tx, personalLink.id)
    : await makeResetLink(tx, personalLink.id)
}

function actionOf({ personalLink }: Row): string {
  if (!personalLink) return 'Open in Pullwire'
  return personalLink.kind === 'invitation' ? 'Look at the invitation' : 'Choose a new password'
}

type Settled =
  | { status: 'sent' | 'filed'; sentAt: Date; error: null }
  | { status: 'bounced' | 'failed'; error: string }
  | { status: 'queued'; error: null }

/** What became of those notices of a mail that stand as one of `from`, announced for each. */
export async function settle(
  tx: Tx,
  mailId: string,
  settled: Settled,
  ...from: [NoticeStatus, ...NoticeStatus[]]
): Promise<void> {
  const rows = await tx
    .update(notices)
    .set(settled)
    .where(standingIn(mailId, ...from))
    .returning()
  await announceEach(tx, `notice.${settled.status}`, rows)
}

const troubleOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500)

async function recordTrouble(tx: Tx, mailId: string, error: unknown): Promise<void> {
  if (isFinal(error)) await settle(tx, mailId, { status: 'bounced', error: troubleOf(error) }, 'queued')
  else
    await tx
      .update(notices)
      .set({ error: troubleOf(error) })
      .where(waitingIn(mailId))
}

/** After the last try: the mail stays on the operations page, where it can be tried again. */
export const gaveUp = (tx: Tx, work: Work, error: Error): Promise<void> =>
  settle(tx, work.key, { status: 'failed', error: troubleOf(error) }, 'queued')

/** Makes what did not leave wait for its turn again. */
export const requeue = (tx: Tx, mailId: string): Promise<void> =>
  settle(tx, mailId, { status: 'queued', error: null }, 'bounced', 'failed')
