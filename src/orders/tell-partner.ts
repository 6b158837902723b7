// The supplier is told what the buyer decided; a partner who works by EDI by mail only, for there is no 860 from us yet.
import { eq } from 'drizzle-orm'
import { anybodyMay, howToSee } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { notify } from '../notices/index.ts'
import type { OrderRecord } from './facts.ts'
import type { Held, RelationshipRecord } from './held.ts'
import type { Change } from './save.ts'
import { spoken } from './spoken.ts'

/** Whether the other side learns of decisions by mail, because its system has not been told of them. */
export const decisionsByMail = (order: Pick<OrderRecord, 'document'>, { documents }: RelationshipRecord): boolean =>
  order.document !== 'portal' || documents.answer === '855'

/** As the history keeps it: by mail to the contact, or to nobody where no address is known; nothing of those who read it here. */
export function toldBy({ order, relationship }: Held): { told?: 'mail' | 'nobody' } {
  if (!decisionsByMail(order, relationship)) return {}
  return { told: relationship.contactEmail === '' ? 'nobody' : 'mail' }
}

/** What the buyer said beside the changes: a note for each line decided on, a reason for all that are cancelled. */
export interface BuyerWords {
  reason?: string
  notes?: ReadonlyMap<number, string>
  /** What was decided of each line; none where lines were cancelled. */
  acts?: ReadonlyMap<number, Act>
}

type Act = 'accept' | 'reject' | 'counter'

/** Tells what became of the lines, with a link to the order: the partner's contact, or the people who answer here. */
export async function tellPartner(
  tx: Tx,
  held: Held,
  order: OrderRecord,
  changes: readonly Change[],
  version: number,
  { reason = '', notes = new Map(), acts = new Map() }: BuyerWords = {},
): Promise<void> {
  const { contactEmail, contactName } = held.relationship
  const byMail = decisionsByMail(order, held.relationship)
  if (byMail && contactEmail === '') return
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, order.buyerId))
  const buyer = sure(found, 'buyer')
  await notify(tx, {
    orgId: byMail ? order.buyerId : order.supplierId,
    to: byMail ? { email: contactEmail, name: contactName } : { roles: ['supplier-administrator', 'answerer'] },
    key: `order-version-${order.id}-${version}`,
    title: `${order.number}: ${titleOf(changes, acts)}`,
    text: [
      `${buyer.name} has decided on order ${order.number}, which is now version ${version}:`,
      '',
      ...changes.flatMap(change => [
        inWords(change, acts.get(change.line.row.lineNumber)),
        ...quoted(notes.get(change.line.row.lineNumber) ?? ''),
      ]),
      ...(reason.trim() === '' ? [] : ['', `Reason: ${reason.trim()}`]),
      ...(byMail ? ['', systemNotTold, ...(await howIn(tx, order.supplierId, buyer.name))] : []),
    ].join('\n'),
    link: `/orders/${order.id}`,
    subject: { kind: 'order', id: order.id },
  })
}

/** Behind the link stands a sign-in: where nobody of the supplier has one, the mail says how somebody gets it. */
async function howIn(tx: Tx, supplierId: string, buyer: string): Promise<string[]> {
  if (await anybodyMay(tx, supplierId, 'order.answer')) return []
  const how = await howToSee(tx, { orgId: supplierId, act: 'order.answer', buyer, what: 'the order' })
  return ['', `Nobody of you can sign in to see the order yet. ${how}`]
}

const systemNotTold =
  'Your system has not been told of this: please enter it there, and answer in the portal where an answer is wanted.'

const quoted = (note: string): string[] => (note.trim() === '' ? [] : [`“${note.trim()}”`])

/** The telling part: a list under a bell has room for little more. */
function titleOf(changes: readonly Change[], acts: ReadonlyMap<number, Act>): string {
  const told = changes.map(({ line }) => acts.get(line.row.lineNumber))
  const kinds = new Set(told)
  const many = told.length > 1
  if (kinds.size > 1) return 'your proposals were decided on'
  const [act] = kinds
  switch (act) {
    case 'accept':
      return many ? `your ${told.length} proposals were accepted` : 'your proposal was accepted'
    case 'reject':
      return many ? `your ${told.length} proposals were not accepted` : 'your proposal was not accepted'
    case 'counter':
      return many ? `counter-proposals to ${told.length} of yours` : 'counter-proposal to yours'
    default:
      return many ? `${told.length} lines were cancelled` : 'a line was cancelled'
  }
}

function inWords({ line, next }: Change, act: Act | undefined): string {
  const { row } = line
  const part = row.supplierPart === '' ? row.buyerPart : row.supplierPart
  const begin = `Line ${row.lineNumber} (${part}):`
  switch (next.at) {
    case 'confirmed':
    case 'agreed':
      if (act === 'reject')
        return `${begin} your proposal was not accepted; ${spoken(next.promised, row.unit)} still stands.`
      return `${begin} agreed, ${spoken(next.promised, row.unit)}.`
    case 'countered':
      return `${begin} your proposal was not accepted; proposed instead: ${spoken(next.open, row.unit)}. An answer is wanted.`
    case 'awaiting-answer':
      return `${begin} your proposal was not accepted; ${spoken([{ quantity: row.quantity, date: row.needBy }], row.unit)} is still asked for. An answer is wanted.`
    case 'cancelled':
      return next.promised.length === 0
        ? `${begin} cancelled.`
        : `${begin} cancelled, but for what is on its way: ${spoken(next.promised, row.unit)} still stands.`
    case 'proposed':
    case 'rejected':
      return `${begin} ${next.at}.`
  }
}
