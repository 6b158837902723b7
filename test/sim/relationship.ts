// A relationship of the simulated world: what is agreed and set in it, and the subjects that are asked in it.
import type { Caller, Database } from '../../src/kernel/db.ts'
import type { Targets } from '../../src/partners/profile.ts'
import { pauseReasons } from '../../src/sla/api.ts'
import type { Random } from '../fuzz/random.ts'
import { expectedOf } from './expected.ts'
import type { Parties } from './parties.ts'
import type { Deal } from './promises.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'
import {
  agreedLadder,
  type Counted,
  type Delivery,
  type Kind,
  type PolicyTerms,
  policyLadder,
  type Sort,
  type Terms,
  targetOf,
} from './terms.ts'
import type { Told, Unread } from './told.ts'

export interface Policy {
  id: string
  version: number
  says: PolicyTerms
}

export interface Relationship {
  buyer: Caller
  supplier: Caller
  parties: Parties
  targets: Targets
  /** The calendar agreed for the supplier's answers, and the one for the buyer's own decisions, where there are any. */
  agreedId: string | undefined
  ownId: string | undefined
  calendars: Map<string, Counted>
  policies: Policy[]
  /** Of the buyer's items. */
  groups: readonly string[]
  /** Of the buyer's suppliers, and that of this one, if it is of any. */
  supplierGroups: readonly string[]
  supplierGroup: string | null
  unread: Unread[]
  /** Whether ship notices are agreed. */
  takesNotices: boolean
  /** What people do in it, one after the other: the oracle hears of each before the next. Workers wait for nobody. */
  turn: Promise<unknown>
}

export interface Subject {
  id: string
  kind: Kind
  relationship: Relationship
  told: Told[]
  /** Of an order. */
  sort?: Sort
  /** Of an order whose ship notices are waited for. */
  deal?: Deal
}

/** What all that happens in the world has to do with. */
export interface Ground {
  schedule: Schedule
  stage: Stage
  random: Random
  db: Database
  from: number
  days: number
  /** Those asked, and not judged yet. */
  subjects: Set<Subject>
  /** All rounds of a subject are over. */
  over: (subject: Subject) => void
  /** What a verb did that it should not have. */
  surprises: string[]
}

/** Does something of its own accord; what it throws is a surprise. */
export function begin({ surprises }: Ground, act: () => Promise<unknown>): void {
  act().catch((error: Error) => void surprises.push(String(error.stack ?? error)))
}

/** After whatever is being done in the relationship. */
export function inTurn<T>(relationship: Relationship, act: () => Promise<T>): Promise<T> {
  const mine = relationship.turn.then(act)
  relationship.turn = mine.catch(() => undefined)
  return mine
}

interface AskedNow {
  kind: Kind
  start: number
  sort?: Sort | undefined
  delivery?: Delivery
}

/** What is asked now is timed by: the narrowest policy for it, else what is agreed, if anything is. */
export function termsOf(relationship: Relationship, { kind, start, sort, delivery }: AskedNow): Terms | undefined {
  const { targets, policies } = relationship
  const applying = policies
    .map(({ says }) => says)
    .filter(says => says.kind === kind && isFor(says, relationship, sort))
  const policy = applying.toSorted((a, b) => narrowness(b) - narrowness(a))[0]
  const target = policy?.target ?? targetOf(kind, targets)
  if (!target) return undefined
  const timed = policy
    ? { ...policyLadder(policy.ladder), isOwn: true, pausable: policy.pausable }
    : { ...agreedLadder(kind, targets), isOwn: false, pausable: unsaid }
  const [counted, other] = hoursFor(relationship, kind, policy ?? { hours: 'agreed', calendarId: null })
  const terms = { ...timed, target, kind, start, counted, other, ...(delivery ? { delivery } : {}) }
  // Two that never meet, or too seldom: the answerer's alone.
  return other && !Number.isFinite(expectedOf(terms, []).due) ? { ...terms, other: undefined } : terms
}

const isFor = ({ priority, group, supplierGroup }: PolicyTerms, its: Relationship, sort: Sort | undefined): boolean =>
  (priority === null || priority === sort?.priority) &&
  (supplierGroup === null || supplierGroup === its.supplierGroup) &&
  (group === null || group === sort?.group)

/** How much an order hurries weighs more than whose it is, that more than whose group that is of, and least what it is about (019). */
const narrowness = ({ priority, isNarrow, supplierGroup, group }: PolicyTerms): number =>
  (priority === null ? 0 : 8) + (isNarrow ? 4 : 0) + (supplierGroup === null ? 0 : 2) + (group === null ? 0 : 1)

/** Where no policy says for what: the buyer for anything. */
const unsaid = { buyer: pauseReasons, supplier: [] }

/** The calendar that it is counted on, and the one that has to be open too: the answerer's, and the other party's (018). */
function hoursFor(
  { calendars, agreedId, ownId }: Relationship,
  kind: Kind,
  { hours, calendarId }: Pick<PolicyTerms, 'hours' | 'calendarId'>,
): [Counted | undefined, Counted?] {
  const [suppliers, buyers] = [agreedId, ownId].map(id => (id ? calendars.get(id) : undefined))
  const [answerers, others] = kind === 'decision' ? [buyers, suppliers] : [suppliers, buyers]
  if (hours === 'own') return [calendars.get(calendarId ?? '')]
  if (hours === 'buyer') return [buyers]
  if (hours === 'agreed') return [answerers]
  // One that is not named is day and night: the other's alone count.
  return answerers && others ? [answerers, others] : [answerers ?? others]
}

/** Whether it is one of those that it is counted on. */
export const isOn = ({ counted, other }: Terms, calendarId: string): boolean =>
  counted?.calendar.id === calendarId || other?.calendar.id === calendarId

/** Laid out anew, by its own ladder or by what is agreed by now; on the changed calendar, if it is one of its own. */
export function termsAnew({ targets }: Relationship, terms: Terms, changed?: Counted): Terms {
  const inForce = (each: Counted | undefined) => (each && each.calendar.id === changed?.calendar.id ? changed : each)
  const { counted, other, kind, isOwn } = terms
  return {
    ...{ ...terms, counted: inForce(counted), other: inForce(other) },
    ...(isOwn ? {} : agreedLadder(kind, targets)),
  }
}
