// People of a supplier who work in the portal are told of a new forecast, and whether their word is wanted.
import { eq } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { notify } from '../notices/index.ts'
import type { ShareToWrite } from './compose.ts'
import type { ShareRecord } from './standing.ts'

export async function tellSuppliers(tx: Tx, shares: readonly ShareToWrite[], number: number): Promise<void> {
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, tx.caller.orgId))
  const buyer = sure(found, 'buyer').name
  for (const share of shares) {
    const { commitStatus, relationship, summary, id } = share
    // A system that takes 830s tells its own people.
    if (relationship.documents.forecast === '830' && commitStatus !== 'awaiting') continue
    const changed = summary.changedLines + summary.newLines + summary.endedLines
    const what =
      share.lines.length === 0
        ? `It ends all demand: none of the ${summary.endedLines} items of the release before is needed any more.`
        : share.standing === undefined
          ? `It is the first one, with ${summary.lines} items.`
          : `${changed} of ${summary.lines + summary.endedLines} items differ from release ${share.standing.share.number}.`
    const wanted =
      commitStatus === 'awaiting' ? ' Your commit is wanted: all as forecast in one click, or by week.' : ''
    await notify(tx, {
      orgId: relationship.supplierId,
      to: { roles: ['supplier-administrator', 'answerer'] },
      key: `forecast-published-${id}`,
      title: `${buyer}: forecast release ${number}${commitStatus === 'awaiting' ? ' wants your commit' : ''}`,
      text: `${buyer} has published forecast release ${number}. ${what}${wanted}`,
      link: `/forecasts/${id}`,
      subject: { kind: 'supplier-release', id },
    })
  }
}

/** What was published before anybody could see it, told to the first who can. */
export async function tellDelivered(tx: Tx, share: ShareRecord): Promise<void> {
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, share.buyerId))
  const buyer = sure(found, 'buyer').name
  await notify(tx, {
    orgId: share.supplierId,
    to: { roles: ['supplier-administrator', 'answerer'] },
    key: `forecast-published-${share.id}`,
    title: `${buyer}: forecast release ${share.number} wants your commit`,
    text: `${buyer} has published forecast release ${share.number}. Your commit is wanted: all as forecast in one click, or by week.`,
    link: `/forecasts/${share.id}`,
    subject: { kind: 'supplier-release', id: share.id },
  })
}
