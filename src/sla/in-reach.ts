// How whoever owes an answer is reached in place, for the buyer: the contact's telephone, and the document that can be sent again.
import { and, desc, eq, inArray, isNotNull, ne, or } from 'drizzle-orm'
import { documents } from '../gateway/tables.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { relationships } from '../partners/tables.ts'
import type { ClockRow } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import { isNotice, isOwn } from './whose.ts'

type InReach = Pick<ClockRow, 'contact' | 'sentIn'>
const nobody: InReach = { contact: null, sentIn: null }

/** Sets that ask for an answer. */
const asking = ['850', '862', '830']

/**
 * In two statements for all. Of a decision that is its own the buyer calls nobody, and has sent nothing; nothing that it
 * sent asks for a ship notice, and an order that is agreed on is not sent once more.
 */
export async function inReachOf(tx: Tx, rows: readonly ClockRecord[]): Promise<(row: ClockRecord) => InReach> {
  const theirs = rows.filter(row => row.buyerId === tx.caller.orgId && !isOwn(row))
  if (theirs.length === 0) return () => nobody
  const contacts = await contactsOf(tx, theirs)
  const sent = await sentOf(
    tx,
    theirs.filter(row => !isNotice(row)),
  )
  const known = new Set(theirs.map(({ id }) => id))
  return row => {
    if (!known.has(row.id)) return nobody
    const sentIn = isNotice(row) ? undefined : sent.get(row.subjectId)
    return { contact: contacts.get(row.supplierId) ?? null, sentIn: sentIn ?? null }
  }
}

async function contactsOf(tx: Tx, rows: readonly ClockRecord[]) {
  const { supplierId, contactName: name, contactPhone: phone } = relationships
  const found = await tx
    .select({ supplierId, name, phone })
    .from(relationships)
    .where(
      and(
        eq(relationships.buyerId, tx.caller.orgId),
        inArray(supplierId, [...new Set(rows.map(each => each.supplierId))]),
      ),
    )
  return new Map(found.map(row => [row.supplierId, { name: row.name, phone: row.phone }]))
}

/** The interchange in which what is asked went out last, by the subject; of a 997 that is waited for, its document itself. */
async function sentOf(tx: Tx, rows: readonly ClockRecord[]): Promise<ReadonlyMap<string, string>> {
  const { id, subjectId, interchangeId, createdAt } = documents
  const idsOf = (acknowledged: boolean) =>
    rows.filter(({ kind }) => (kind === 'acknowledgment') === acknowledged).map(row => row.subjectId)
  const found = await tx
    .select({ id, subjectId, interchangeId })
    .from(documents)
    .where(
      and(
        eq(documents.direction, 'out'),
        isNotNull(interchangeId),
        // Written anew since, it stands in another.
        ne(documents.status, 'closed'),
        or(and(anyOf(subjectId, idsOf(false)), inArray(documents.setId, asking)), anyOf(id, idsOf(true))),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
  const sent = new Map<string, string>()
  for (const row of found)
    for (const key of [row.id, row.subjectId ?? ''])
      if (row.interchangeId && !sent.has(key)) sent.set(key, row.interchangeId)
  return sent
}
