// The buyer's decision on proposals, in one step: agree, refuse, or propose something else. Each writes the next version.
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, sure, Unknown } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { announceOrder } from './facts.ts'
import { type Held, type HeldLine, holdOrder, type ProposalRecord } from './held.ts'
import { type Left, leftOf, type OnTheWay, refuseLess } from './on-its-way.ts'
import { apply, awaitsSupplier, type LineEvent, type OrderStatus, type Promised, refuse } from './order-line.ts'
import { type Change, closeProposals, orderAfter, saveLines, saveOrders, statesAfter } from './save.ts'
import { proposals } from './tables.ts'
import { tellPartner, toldBy } from './tell-partner.ts'

export interface Decision {
  proposalId: string
  act: 'accept' | 'reject' | 'counter'
  /** For a counter-proposal. */
  promised?: Promised[]
  note?: string
}

export interface Decided {
  orderId: string
  version: number
  status: OrderStatus
}

interface Judged {
  decision: Decision
  proposal: ProposalRecord
  change: Change
}

/** Decides on open proposals of an order. All of them, or nothing. */
export async function decide(
  tx: Tx,
  given: { orderId: string; version: number; decisions: readonly Decision[]; at?: Date },
  onTheWay: OnTheWay,
): Promise<Decided | Refusal[]> {
  const at = given.at ?? tx.now
  const held = await holdOrder(tx, given.orderId)
  if (tx.caller.orgId !== held.order.buyerId) throw new Unknown()
  if (given.version !== held.order.version) return [changedMeanwhile(held.order.number)]
  const misnamed = refuseNaming(given.decisions)
  if (misnamed) return [misnamed]
  const version = held.order.version + 1
  const left = await leftOf(tx, held.lines, onTheWay)
  const judged = given.decisions.map((decision, i) => judge(held, decision, { version, left }, i))
  const refusals = judged.filter(isRefusal)
  if (refusals.length > 0) return refusals
  const decided = judged.filter((each): each is Judged => !isRefusal(each))
  const changes = decided.map(({ change }) => change)
  await saveLines(tx, changes)
  await closeDecided(tx, decided, at)
  await layCounters(tx, held, decided, at)
  const order = orderAfter(held, changes, { version })
  await saveOrders(tx, [order])
  await announceOrder(tx, 'order.decided', order, statesAfter(held, changes), {
    at,
    // A refused proposal or a counter-proposal asks the supplier anew: another round of its answer clock.
    ...toldBy(held),
    asksAnew: changes.some(({ next }) => awaitsSupplier(next.at)),
    lines: decided.map(({ change, decision, proposal }) => ({
      lineNumber: change.line.row.lineNumber,
      act: decision.act,
      note: decision.note ?? '',
      outcome: change.next.at,
      // What was decided on, or what the buyer wants instead: the history tells it by day and quantity.
      promised: change.next.at === 'countered' ? change.next.open : proposal.promised,
    })),
  })
  const notes = new Map(decided.map(({ change, decision }) => [change.line.row.lineNumber, decision.note ?? '']))
  const acts = new Map(decided.map(({ change, decision }) => [change.line.row.lineNumber, decision.act]))
  await tellPartner(tx, held, order, changes, version, { notes, acts })
  return { orderId: order.id, version, status: order.status }
}

export const changedMeanwhile = (number: string): Refusal =>
  refusal('order-changed', `Order ${number} has changed since you looked at it.`, {
    remedy: 'Look at it again, then decide.',
  })

/** A decision on nothing would raise the version and tell the supplier of a change that is none. */
function refuseNaming(decisions: readonly Decision[]): Refusal | undefined {
  if (decisions.length === 0) return refusal('nothing-decided', 'Nothing in it waits for your decision any more.')
  const ids = new Set(decisions.map(({ proposalId }) => proposalId))
  return ids.size < decisions.length ? refusal('proposal-twice', 'One proposal is decided twice.') : undefined
}

const closedAs = { accept: 'accepted', reject: 'rejected', counter: 'countered' } as const

interface Deciding {
  version: number
  left: ReadonlyMap<string, Left>
}

function judge(held: Held, decision: Decision, { version, left }: Deciding, index: number): Judged | Refusal {
  const where = `/decisions/${index}`
  const line = held.lines.find(each => each.open?.id === decision.proposalId)
  const proposal = line?.open
  if (!line || proposal?.by !== 'supplier')
    return refusal('proposal-not-open', 'This proposal is not open any more.', {
      where,
      remedy: 'Look at the order again, then decide.',
    })
  const event = eventOf(held, decision)
  const refused = isRefusal(event) ? event : refuse(line.state, event)
  if (refused || isRefusal(event)) return placed(line, refused ?? refusal('refused', 'Refused.'), where)
  const next = apply(line.state, event)
  // Whoever refuses a proposal leaves what stands as it is.
  const less = decision.act === 'reject' ? undefined : refuseLess(next, left.get(line.row.id), 'buyer')
  if (less) return placed(line, less, where)
  return { decision, proposal, change: { line, next, askedVersion: version } }
}

function placed(line: HeldLine, refused: Refusal, where: string): Refusal {
  return refusal(refused.code, `Line ${line.row.lineNumber}: ${refused.detail}`, {
    where: refused.where === undefined ? where : `${where}/${refused.where}`,
    ...(refused.remedy === undefined ? {} : { remedy: refused.remedy }),
  })
}

function eventOf(held: Held, { act, promised }: Decision): LineEvent | Refusal {
  switch (act) {
    case 'accept':
      return { type: 'line.proposal-accepted' }
    case 'reject':
      return { type: 'line.proposal-rejected' }
    case 'counter':
      if (!promised) return refusal('promise-empty', 'A counter-proposal says a quantity and a date.')
      return { type: 'line.countered', promised, today: held.today }
  }
}

/** Those that are decided alike, with the same words, in one statement. */
async function closeDecided(tx: Tx, decided: readonly Judged[], at: Date): Promise<void> {
  const alike = new Map<string, Judged[]>()
  for (const one of decided) {
    const key = `${one.decision.act} ${one.decision.note ?? ''}`
    alike.set(key, [...(alike.get(key) ?? []), one])
  }
  for (const some of alike.values()) {
    const { act, note = '' } = sure(some[0]).decision
    const ids = some.map(({ proposal }) => proposal.id)
    await closeProposals(tx, ids, closedAs[act], { at, note })
  }
}

async function layCounters(tx: Tx, held: Held, decided: readonly Judged[], at: Date): Promise<void> {
  const fresh = decided.flatMap(({ change, decision }) =>
    change.next.at === 'countered'
      ? [
          {
            id: newId(),
            buyerId: held.order.buyerId,
            supplierId: held.order.supplierId,
            orderId: held.order.id,
            lineId: change.line.row.id,
            by: 'buyer' as const,
            againstVersion: held.order.version,
            promised: [...change.next.open],
            reason: decision.note ?? '',
            status: 'open' as const,
            createdAt: at,
            channel: tx.caller.channel,
            proposedBy: tx.caller.name,
          },
        ]
      : [],
  )
  if (fresh.length > 0) await tx.insert(proposals).values(fresh)
}
