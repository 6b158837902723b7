// Who is told in the end: the people meant, and who stands in for those who are away.
import { afterQuiet, peopleInRoles, peopleNamed, type Reachable } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import type { Audience, Outsider } from './notify.ts'

export interface Recipient {
  personId: string | null
  name: string
  email: string
  /** In which due instants are said too; IANA name. */
  zone: string | null
  /** When the mail may leave at the earliest; null: the portal is enough. */
  mailFrom: Date | null
  /** The names of those in whose place it is told, who are away. */
  inPlaceOf: string[]
  /** Told because somebody is away, and not meant themselves. */
  onlyInPlace: boolean
}

/** Nobody is asked twice, and a chain of absences that leads nowhere ends with the one meant. */
export async function recipientsOf(tx: Tx, to: Audience, isAlert: boolean): Promise<Recipient[]> {
  if ('email' in to) return [outside(to, tx.now)]
  if ('addresses' in to) return to.addresses.map(each => outside(each, tx.now))
  const meant =
    'roles' in to
      ? await peopleInRoles(tx, to.roles)
      : await peopleNamed(tx, 'personIds' in to ? to.personIds : [to.personId])
  const told = new Map(meant.map(person => [person.personId, recipientOf(person, tx.now, isAlert)]))
  for (const person of meant) {
    const stand = await standInFor(tx, person)
    if (!stand) continue
    const own = told.get(person.personId)
    if (own) own.mailFrom = null
    const theirs = told.get(stand.personId) ?? { ...recipientOf(stand, tx.now, isAlert), onlyInPlace: true }
    theirs.inPlaceOf.push(person.name)
    told.set(stand.personId, theirs)
  }
  return [...told.values()].toSorted((a, b) => (a.email < b.email ? -1 : 1))
}

const outside = ({ name, email }: Outsider, now: Date): Recipient => ({
  ...{ personId: null, name, email, zone: null, mailFrom: now, inPlaceOf: [], onlyInPlace: false },
})

function recipientOf(person: Reachable, now: Date, isAlert: boolean): Recipient {
  const { personId, name, email, zone, mailAlertsOnly } = person
  const mailFrom = mailAlertsOnly && !isAlert ? null : afterQuiet(now, person)
  return { personId, name, email, zone, mailFrom, inPlaceOf: [], onlyInPlace: false }
}

/** More absences in a row than this are a circle. */
const hopsMax = 5

/** Undefined while the person is there, and where nobody stands in. */
async function standInFor(tx: Tx, person: Reachable): Promise<Reachable | undefined> {
  let at: Reachable | undefined = person
  for (let hop = 0; at && hop < hopsMax; hop++) {
    if (!at.awayUntil || at.awayUntil <= tx.now) return at === person ? undefined : at
    ;[at] = at.delegateId ? await peopleNamed(tx, [at.delegateId]) : []
  }
  return undefined
}
