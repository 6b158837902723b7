// What an answer that is asked now is timed by: the policy that governs it, else what is agreed in the relationship.
import { and, eq, isNull, or, type SQL } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import type { ClockTarget, Targets } from '../partners/index.ts'
import { relationships } from '../partners/tables.ts'
import type { ClockKind } from './api.ts'
import {
  acknowledgmentLadder,
  acknowledgmentTarget,
  decisionLadder,
  defaultLadder,
  type Ladder,
  noticeLadder,
  withEscalation,
} from './ladder.ts'
import { ofNoOrder, ofOrder } from './of-order.ts'
import { type Applies, type Governing, isOfOrders, policyFor } from './policy.ts'
import { ladderOf } from './policy-ladder.ts'
import { whyWords } from './policy-words.ts'
import { type Places, type Way, waysFor } from './ship-from.ts'
import { policies, policyVersions } from './tables.ts'
import { asAgreed } from './whose-hours.ts'

interface Between {
  buyerId: string
  supplierId: string
  kind: ClockKind
}

interface Asked extends Between {
  subject: { kind: string; id: string }
}

export interface TimedBy {
  /** Null: nothing of the kind is agreed, so nothing is due. */
  target: ClockTarget | null
  ladder: Ladder
  /** By which calendars what goes between these places may be counted. */
  waysOf: (places: Places | null) => [Way, ...Way[]]
  /** Null where what is agreed in the relationship counts. */
  policy: Governing | null
}

export async function timedBy(tx: Tx, asked: Asked): Promise<TimedBy> {
  const { named, supplierGroupId, ...relationship } = await agreedOf(tx, asked)
  const row = await policyOf(tx, { ...asked, supplierGroupId })
  const waysOf = (places: Places | null) => waysFor(row ?? asAgreed, asked.kind, named, places)
  if (!row) return { ...relationship, waysOf, policy: null }
  const policy = governingOf(row)
  return { target: row.target, ladder: policy.ladder, waysOf, policy }
}

type Governed = Between & { policy: Governing | null }

/** The ladder of a clock that runs: its own, or what is agreed by now in its relationship. */
export const ladderOfClock = async (tx: Tx, clock: Governed): Promise<Ladder> =>
  clock.policy?.ladder ?? (await agreedOf(tx, clock)).ladder

/** The same of clocks of one kind in one relationship, read once. */
export async function laddersOf(tx: Tx, clocks: readonly Governed[]): Promise<(clock: Governed) => Ladder> {
  const ungoverned = clocks.find(({ policy }) => policy === null)
  const shared = ungoverned && (await agreedOf(tx, ungoverned)).ladder
  return ({ policy }) => policy?.ladder ?? sure(shared, 'ladder')
}

async function agreedOf(tx: Tx, { buyerId, supplierId, kind }: Between) {
  const [relationship] = await tx
    .select({ targets: relationships.targets, supplierGroupId: relationships.supplierGroupId, ...namedCalendars })
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  const { targets, supplierGroupId, ...named } = sure(relationship, 'relationship')
  return { ...agreed(kind, targets), named, supplierGroupId }
}

/** The supplier's, and the buyer's own. */
export const namedCalendars = { calendarId: relationships.calendarId, buyerCalendarId: relationships.buyerCalendarId }

export type PolicyVersion = typeof policyVersions.$inferSelect

/** Those in force, in the version in force. */
export async function policiesInForce(tx: Tx, buyerId: string, which?: SQL): Promise<PolicyVersion[]> {
  const rows = await tx
    .select({ version: policyVersions })
    .from(policies)
    .innerJoin(
      policyVersions,
      and(eq(policyVersions.policyId, policies.id), eq(policyVersions.version, policies.version)),
    )
    .where(and(eq(policies.orgId, buyerId), isNull(policies.retiredAt), which))
  return rows.map(({ version }) => version)
}

async function policyOf(
  tx: Tx,
  { buyerId, supplierId, supplierGroupId, kind, subject }: Asked & { supplierGroupId: string | null },
): Promise<PolicyVersion | undefined> {
  if (kind === 'acknowledgment') return undefined
  const ofThem = or(isNull(policies.onlySupplierId), eq(policies.onlySupplierId, supplierId))
  const rows = await policiesInForce(tx, buyerId, and(eq(policies.kind, kind), ofThem))
  const candidates = rows.map(asPolicy)
  // What no policy asks of an order need not be read.
  const order = candidates.some(isOfOrders) ? await ofOrder(tx, subject) : ofNoOrder
  return policyFor(candidates, { kind, supplierId, supplierGroupId, ...order })?.row
}

/** As `policyFor` knows a policy. */
export const asPolicy = (row: PolicyVersion) => ({ id: row.policyId, ...appliesOf(row), row })

/** To what a stored policy applies. */
export const appliesOf = (
  row: Pick<PolicyVersion, 'kind' | 'onlySupplierId' | 'onlySupplierGroupId' | 'onlyItemGroupId' | 'onlyPriority'>,
): Applies => ({
  ...{ kind: row.kind, priority: row.onlyPriority, supplierId: row.onlySupplierId },
  ...{ supplierGroupId: row.onlySupplierGroupId, itemGroupId: row.onlyItemGroupId },
})

const governingOf = (row: PolicyVersion): Governing => ({
  id: row.policyId,
  version: row.version,
  name: row.name,
  why: whyWords(appliesOf(row)),
  ladder: ladderOf(row.ladder, row.kind),
  pauseReasons: row.pauseReasons,
  supplierPauseReasons: row.supplierPauseReasons,
  hours: row.hours,
})

/** What is agreed for this kind of answer. */
export function agreed(kind: ClockKind, targets: Targets): { target: ClockTarget | null; ladder: Ladder } {
  const answers = withEscalation(defaultLadder, targets.escalation)
  switch (kind) {
    case 'order':
      return { target: targets.order, ladder: answers }
    case 'call-off':
      return { target: targets.callOff, ladder: answers }
    case 'commit':
      return { target: targets.commit, ladder: answers }
    case 'decision':
      return { target: targets.decision, ladder: decisionLadder(targets.escalation) }
    case 'ship-notice':
      return { target: targets.shipNotice ?? null, ladder: withEscalation(noticeLadder, targets.escalation) }
    case 'acknowledgment': {
      const target = acknowledgmentTarget(targets.acknowledgment) as ClockTarget
      return { target, ladder: acknowledgmentLadder(targets.acknowledgment) }
    }
  }
}
