// What came back of a mail: its notices stand as bounced, with the same fact as when the mail server refuses it at once.
import { and, eq } from 'drizzle-orm'
import { asOrganization, type Database, systemOf, type Tx } from '../kernel/db.ts'
import { settle } from './deliver.ts'
import type { Standing } from './delivery-report.ts'
import { verdictOn } from './report-words.ts'
import { notices } from './tables.ts'

/** `early`: the mail is yet to be marked as sent. `unknown`: no mail of ours bears this name. */
export type Taken = 'taken' | 'early' | 'unknown'

/**
 * Takes what a mail server says of one mail. Said again it changes nothing.
 * @param messageId as it is stored: it alone says whose mail it is
 */
export async function takeReport(db: Database, messageId: string, standings: readonly Standing[]): Promise<Taken> {
  return await db.withNaming({ messageId }, async tx => {
    const [named] = await tx.select().from(notices).where(eq(notices.messageId, messageId)).limit(1)
    if (!named) return 'unknown'
    return await asOrganization(tx, systemOf(named.orgId), own => settleBy(own, named.mailId, standings))
  })
}

async function settleBy(tx: Tx, mailId: string, standings: readonly Standing[]): Promise<Taken> {
  const rows = await tx.select().from(notices).where(eq(notices.mailId, mailId)).orderBy(notices.id).for('update')
  if (rows.some(({ status }) => status === 'queued')) return 'early'
  const verdict = verdictOn(standings, rows[0]?.email ?? '')
  if (!verdict) return 'taken'
  const { kind, words } = verdict
  if (kind !== 'going on') await settle(tx, mailId, { status: kind, error: words }, 'sent')
  else
    await tx
      .update(notices)
      .set({ error: words })
      .where(and(eq(notices.mailId, mailId), eq(notices.status, 'sent')))
  return 'taken'
}
