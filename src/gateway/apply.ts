// Applies one accepted document on its own, so that one bad order delays no other.
import { sql } from 'drizzle-orm'
import { type Caller, savepoint, type Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import type { Fact } from '../kernel/events.ts'
import { flush, markOf, rewind } from '../kernel/outbox.ts'
import type {
  Applied,
  DocumentSubject,
  GatewayFact,
  InboundDocument,
  InboundHandler,
  InboundHandlers,
  NeedsAttention,
  Relationship,
} from './contract.ts'

export type Outcome =
  | { status: 'applied'; subject?: DocumentSubject }
  | {
      status: 'needs-attention'
      reason: string
      subject?: DocumentSubject
      position?: number
    }

/** What comes from a partner's system acts as the supplier's organization. */
export const partnerSystem = ({ supplierId, supplierName }: Relationship): Caller => ({
  orgId: supplierId,
  personId: null,
  name: `${supplierName} (X12)`,
  channel: 'edi',
})

/** The same transaction, told by another name in history. The organization must be the same. */
export const speakingAs = (tx: Tx, caller: Caller): Tx => Object.assign(Object.create(tx) as Tx, { caller })

/** Acknowledgments and advice are always taken; what else, the profile says. */
export function setsTaken({ documents }: Relationship): readonly string[] {
  const answers = documents.answer === '855' ? ['855'] : []
  return ['997', '999', '824', ...answers, ...(documents.shipNotice === '856' ? ['856'] : [])]
}

/** What only buyers say. */
const buyersSets: ReadonlySet<string> = new Set(['830', '850', '860', '862'])

/** Why it cannot even be tried, in words. */
export function refuseToApply(
  setId: string,
  relationship: Relationship,
  handlers: InboundHandlers,
): string | undefined {
  const { supplierName, status } = relationship
  // Both sides read it: it says who of them has to act.
  if (status !== 'active')
    return `Trade with ${supplierName} is not active, so nothing of it is applied. The buyer’s operator has to make it active, then run it again.`
  if (buyersSets.has(setId))
    return `Not in this direction: a document ${setId} goes from buyer to supplier. ${supplierName} has to send the document that answers it.`
  if (!setsTaken(relationship).includes(setId))
    return `A document ${setId} is not agreed with ${supplierName}. The buyer’s operator has to agree on it in the profile of ${supplierName}, then run it again.`
  if (!Object.hasOwn(handlers, setId))
    return `Pullwire does not apply documents of kind ${setId} yet. The buyer’s operator has to deal with it by hand, and close it.`
  return undefined
}

/** Applies one document. Throws what the handler throws. */
export async function applyOne(tx: Tx, handlers: InboundHandlers, document: InboundDocument): Promise<Outcome> {
  return sure((await applyTogether(tx, handlers, [document])).get(document))
}

export type Outcomes = Map<InboundDocument, Outcome>

/** What cannot be tried is refused in words; the rest goes to its room, all documents of a kind at once. */
async function applyTogether(
  tx: Tx,
  handlers: InboundHandlers,
  documents: readonly InboundDocument[],
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map()
  const tried = new Map<InboundHandler, InboundDocument[]>()
  for (const document of documents) {
    const { set, relationship } = document
    const refused = refuseToApply(set.id, relationship, handlers)
    const handler = handlers[set.id]
    if (refused || !handler) outcomes.set(document, { status: 'needs-attention', reason: refused ?? '' })
    else tried.set(handler, [...(tried.get(handler) ?? []), document])
  }
  for (const [handler, mine] of tried) {
    const results = await handler(tx, mine)
    for (const [i, document] of mine.entries()) outcomes.set(document, outcomeOf(sure(results[i], 'result')))
  }
  return outcomes
}

/** ST is the first segment of a set. */
const beginning = 2

function outcomeOf(result: Applied | NeedsAttention): Outcome {
  const subject = result.subject ? { subject: result.subject } : {}
  if ('needsAttention' in result) {
    // Of what names nothing that is known, the segment that begins it has the name.
    const position = result.position ?? (result.subject ? undefined : beginning)
    const place = position === undefined ? {} : { position }
    return { status: 'needs-attention', reason: result.needsAttention, ...place, ...subject }
  }
  return { status: 'applied', ...subject }
}

/** While reading, nobody waits for another's lock: what cannot be applied at once is applied by work of its own. */
const lockWaitMs = 250
const lockWaitUsualMs = 10_000

/**
 * The first try, inside the transaction that answers the interchanges: of all documents together, and if one of them
 * throws, of each by itself. What is in no outcome has to be tried again.
 */
export async function applyAtOnce(
  tx: Tx,
  handlers: InboundHandlers,
  documents: readonly InboundDocument[],
): Promise<Outcomes> {
  const all = await tryTogether(tx, handlers, documents)
  if (all || documents.length < 2) return all ?? new Map()
  const outcomes: Outcomes = new Map()
  for (const document of documents) {
    const alone = await tryTogether(tx, handlers, [document])
    for (const [one, outcome] of alone ?? []) outcomes.set(one, outcome)
  }
  return outcomes
}

async function tryTogether(
  tx: Tx,
  handlers: InboundHandlers,
  documents: readonly InboundDocument[],
): Promise<Outcomes | undefined> {
  if (documents.length === 0) return new Map()
  const mark = markOf(tx)
  await tx.execute(sql.raw(`savepoint first_try; set local lock_timeout = ${lockWaitMs}`))
  try {
    const outcomes = await applyTogether(tx, handlers, documents)
    await tx.execute(sql.raw(`release savepoint first_try; set local lock_timeout = ${lockWaitUsualMs}`))
    return outcomes
  } catch {
    // Whatever it was, it will be thrown again, and told, by the work that tries again.
    await tx.execute(sql.raw('rollback to savepoint first_try; release savepoint first_try'))
    rewind(tx, mark)
    return undefined
  }
}

class TriedOut extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('tried out')
    this.outcome = outcome
  }
}

/**
 * What would come of it: it is done, with all that others do about it, and undone. Nothing stays, neither rows nor the
 * facts, reactions and work that had gathered in memory.
 */
export const tryOut = (tx: Tx, act: () => Promise<Outcome>): Promise<Outcome> =>
  savepoint(tx, async () => {
    const outcome = await act()
    await flush(tx)
    throw new TriedOut(outcome)
  }).catch((thrown: unknown) => {
    if (thrown instanceof TriedOut) return thrown.outcome
    throw thrown
  })

/** The fact of an outcome. Stamped with the moment the bytes arrived. */
export function outcomeFact(
  {
    documentId,
    relationship: { buyerId, supplierId },
    set,
    receivedAt,
  }: Pick<InboundDocument, 'documentId' | 'relationship' | 'set' | 'receivedAt'>,
  interchangeId: string,
  outcome: Outcome,
): Fact {
  const type: GatewayFact = outcome.status === 'applied' ? 'document.applied' : 'document.needs-attention'
  return {
    type,
    subject: { kind: 'document', id: documentId },
    parties: [buyerId, supplierId],
    at: receivedAt,
    data: {
      setId: set.id,
      direction: 'in',
      interchangeId,
      subjectKind: outcome.subject?.kind ?? null,
      subjectId: outcome.subject?.id ?? null,
      label: outcome.subject?.label ?? null,
      buyerId,
      supplierId,
      ...(outcome.status === 'needs-attention' ? { reason: outcome.reason, position: outcome.position ?? null } : {}),
    },
  }
}
