// The contacts that steps name one by one: our own people by membership, and addresses that we keep.
import { and, inArray, isNull } from 'drizzle-orm'
import { peopleNamed } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { Audience, Step } from './ladder.ts'
import type { NamedOne, PolicyLadder } from './policy-api.ts'
import { stepsOf } from './policy-ladder.ts'
import { namedContacts } from './tables.ts'

export const idOf = (one: NamedOne): string => ('personId' in one ? one.personId : one.contactId)

type Naming = { named?: readonly NamedOne[] | null }

const personIdsOf = (named: readonly NamedOne[]): string[] =>
  named.flatMap(one => ('personId' in one ? one.personId : []))
const contactIdsOf = (named: readonly NamedOne[]): string[] =>
  named.flatMap(one => ('contactId' in one ? one.contactId : []))

const allOf = (steps: readonly Naming[]): NamedOne[] => steps.flatMap(({ named }) => named ?? [])

/** The addresses of those whom we still keep. */
export async function addressesOf(tx: Tx, named: readonly NamedOne[]): Promise<{ name: string; email: string }[]> {
  const { name, email } = namedContacts
  return await kept(tx, named, { name, email })
}

const kept = async <T extends Record<string, (typeof namedContacts)['id' | 'name' | 'email']>>(
  tx: Tx,
  named: readonly NamedOne[],
  columns: T,
) => {
  const ids = contactIdsOf(named)
  if (ids.length === 0) return []
  return await tx
    .select(columns)
    .from(namedContacts)
    .where(and(inArray(namedContacts.id, ids), isNull(namedContacts.removedAt)))
}

export interface Reached {
  to: Audience
  named: NamedOne[] | null
  /** Named, and there no more. */
  gone: number
}

/** Of steps that fire now: whom each tells. Where nobody whom it names is left, whoever comes next in the ladder is told instead. */
export async function stillThere(tx: Tx, steps: readonly Step[]): Promise<(step: Step) => Reached> {
  const there = await thereOf(tx, allOf(steps))
  return ({ to, named, instead = 'buyer' }) => {
    if (!named) return { to, named: null, gone: 0 }
    const left = named.filter(one => there.has(idOf(one)))
    const gone = named.length - left.length
    return left.length > 0 ? { to, named: left, gone } : { to: instead, named: null, gone }
  }
}

async function thereOf(tx: Tx, named: readonly NamedOne[]): Promise<ReadonlySet<string>> {
  if (named.length === 0) return new Set()
  const people = await peopleNamed(tx, personIdsOf(named))
  const contacts = await kept(tx, named, { id: namedContacts.id })
  return new Set([...people.map(({ personId }) => personId), ...contacts.map(({ id }) => id)])
}

/** By the id of either kind, those kept no more too; who has left the organization goes by no name. */
export async function namesOf(tx: Tx, steps: readonly Naming[]): Promise<ReadonlyMap<string, string>> {
  const named = allOf(steps)
  if (named.length === 0) return new Map()
  const people = await peopleNamed(tx, personIdsOf(named))
  const { id, name } = namedContacts
  const contactIds = contactIdsOf(named)
  const contacts = contactIds.length
    ? await tx.select({ id, name }).from(namedContacts).where(inArray(id, contactIds))
    : []
  return new Map(
    [...people.map(each => ({ id: each.personId, name: each.name })), ...contacts].map(one => [one.id, one.name]),
  )
}

/** Steps that name somebody who is not of ours, or no more; in the same words whether or not others know the id. */
export async function refuseUnknown(tx: Tx, ladder: PolicyLadder): Promise<Refusal[]> {
  const steps = stepsOf(ladder)
  const there = await thereOf(tx, allOf(steps.map(({ step }) => step)))
  return steps.flatMap(({ step: { named = [] }, where }) =>
    named.every(one => there.has(idOf(one)))
      ? []
      : [
          refusal(
            'named-unknown',
            'This step names somebody who is not, or no longer, among your people and contacts.',
            {
              where,
              remedy: 'Choose somebody else.',
            },
          ),
        ],
  )
}
