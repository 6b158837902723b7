// One mail on its way: written, sent outside any transaction, marked as sent. At least once, under one message id.
import { eq, sql } from 'drizzle-orm'
import { makeInvitationLink, makeResetLink } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newSecret } from '../kernel/ids.ts'
import type { Hold, Work } from '../kernel/work.ts'
import { htmlText, plainText } from './mail-text.ts'
import { isFinal, type Letter, type Post } from './post.ts'
import { notices } from './tables.ts'

type Row = typeof notices.$inferSelect

export async function deliver(work: Work, hold: Hold, post: Post, publicUrl: string): Promise<undefined> {
  const letter = await hold.fenced(tx => write(tx, work.key, publicUrl))
  if (!letter) return undefined
  failpoint('notice.before-send')
  try {
    await post(letter)
  } catch (error) {
    await hold.fenced(tx => recordTrouble(tx, work.key, error))
    if (isFinal(error)) return undefined
    throw error
  }
  failpoint('notice.after-send')
  await hold.fenced(tx => settle(tx, work.key, { status: 'sent', sentAt: tx.now, error: null }))
  failpoint('notice.marked')
  return undefined
}

/** The letter, or undefined when there is nothing (more) to send. */
async function write(tx: Tx, id: string, publicUrl: string): Promise<Letter | undefined> {
  const [row] = await tx.select().from(notices).where(eq(notices.id, id))
  if (!row || row.status === 'sent') return undefined
  const path = await pathOf(tx, row)
  if (path === undefined) {
    await settle(tx, id, { status: 'failed', error: 'The invitation is no longer open.' })
    return undefined
  }
  const words = {
    name: row.name,
    title: row.title,
    text: row.text,
    url: path === null ? undefined : publicUrl + path,
    action: actionOf(row),
  }
  return {
    id: row.id,
    to: { name: row.name, address: row.email },
    subject: row.title,
    text: plainText(words),
    html: htmlText(words),
    date: row.createdAt,
    // A repeat of a personal mail holds another link, so it must not be taken for the first one.
    messageId: row.personalLink ? row.messageId.replace('@', `.${newSecret().slice(0, 8)}@`) : row.messageId,
  }
}

/** Null: the mail leads nowhere. Undefined: where it led is gone. */
async function pathOf(tx: Tx, { link, personalLink }: Row): Promise<string | null | undefined> {
  if (!personalLink) return link
  return personalLink.kind === 'invitation'
    ? await makeInvitationLink(tx, personalLink.id)
    : await makeResetLink(tx, personalLink.id)
}

function actionOf({ personalLink }: Row): string {
  if (!personalLink) return 'Open in Pullwire'
  return personalLink.kind === 'invitation' ? 'Look at the invitation' : 'Choose a new password'
}

type Settled = { status: 'sent'; sentAt: Date; error: null } | { status: 'failed'; error: string }

async function settle(tx: Tx, id: string, settled: Settled): Promise<void> {
  const [row] = await tx.update(notices).set(settled).where(eq(notices.id, id)).returning()
  if (!row) return
  await announce(tx, {
    type: `notice.${settled.status}`,
    subject: { kind: 'notice', id },
    parties: [row.orgId],
    at: tx.now,
    data: { key: row.key, name: row.name, email: row.email, error: settled.error },
  })
}

const troubleOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500)

async function recordTrouble(tx: Tx, id: string, error: unknown): Promise<void> {
  if (isFinal(error)) await settle(tx, id, { status: 'failed', error: troubleOf(error) })
  else
    await tx
      .update(notices)
      .set({ error: troubleOf(error) })
      .where(eq(notices.id, id))
}

/** After the last try: the mail stays on the operations page, where it can be tried again. */
export async function gaveUp(tx: Tx, work: Work, error: Error): Promise<void> {
  const [row] = await tx.select().from(notices).where(eq(notices.id, work.key)).for('update')
  if (row?.status === 'queued') await settle(tx, work.key, { status: 'failed', error: troubleOf(error) })
}

/** Makes a failed mail wait for its turn again. */
export const requeue = (tx: Tx, id: string) =>
  tx
    .update(notices)
    .set({ status: 'queued', error: null })
    .where(sql`${notices.id} = ${id} and ${notices.status} = 'failed'`)
