// A relationship of the simulated world: what is agreed and set in it, and the subjects that are asked in it.
import type { Caller, Database } from '../../src/kernel/db.ts'
import type { Targets } from '../../src/partners/profile.ts'
import type { Random } from '../fuzz/random.ts'
import type { Parties } from './parties.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'
import { agreedLadder, type Counted, type Kind, type PolicyTerms, policyLadder, type Terms, targetOf } from './terms.ts'
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
  unread: Unread[]
  /** What people do in it, one after the other: the oracle hears of each before the next. Workers wait for nobody. */
  turn: Promise<unknown>
}

export interface Subject {
  id: string
  kind: Kind
  relationship: Relationship
  told: Told[]
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

/** What is asked now is timed by: the narrowest policy for it, else what is agreed. */
export function termsOf(relationship: Relationship, kind: Kind, start: number): Terms {
  const { targets, calendars, agreedId, ownId } = relationship
  const applying = relationship.policies.map(({ says }) => says).filter(says => says.kind === kind)
  const policy = applying.find(({ isNarrow }) => isNarrow) ?? applying[0]
  const counted = (id: string | null | undefined) => (id ? calendars.get(id) : undefined)
  if (!policy)
    return {
      ...{ kind, start, target: targetOf(kind, targets), counted: counted(kind === 'decision' ? ownId : agreedId) },
      ...{ ...agreedLadder(kind, targets), isOwn: false, mayPause: true },
    }
  return {
    ...{ kind, start, target: policy.target, counted: counted(policy.calendarId ?? agreedId) },
    ...{ ...policyLadder(policy.ladder), isOwn: true, mayPause: policy.mayPause },
  }
}

/** Laid out anew: on the calendar as it is by now, by its own ladder, or by what is agreed by now. */
export function termsAnew({ targets, calendars }: Relationship, terms: Terms): Terms {
  const counted = terms.counted && calendars.get(terms.counted.calendar.id)
  return { ...terms, counted, ...(terms.isOwn ? {} : agreedLadder(terms.kind, targets)) }
}
