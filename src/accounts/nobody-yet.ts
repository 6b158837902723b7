// An organization where nobody may do a thing yet: who has something waiting there asks, and says how somebody gets in.
import type { Tx } from '../kernel/db.ts'
import { invitationsTo } from './invitation.ts'
import { type Act, may } from './may.ts'
import { anybodyMay, holdPeople, peopleNamed } from './people.ts'

/** Those of the organizations where nobody may; nobody comes into one of them before this transaction has ended. */
export async function nobodyMay(tx: Tx, orgIds: readonly string[], act: Act): Promise<ReadonlySet<string>> {
  const without = new Set<string>()
  for (const id of [...new Set(orgIds)].sort()) {
    if (await anybodyMay(tx, id, act)) continue
    await holdPeople(tx, id)
    if (!(await anybodyMay(tx, id, act))) without.add(id)
  }
  return without
}

/** For a mail to the supplier's contact. `what`: what is seen by whoever comes in, such as "the order". */
export async function howToSee(
  tx: Tx,
  { orgId, act, buyer, what }: { orgId: string; act: Act; buyer: string; what: string },
): Promise<string> {
  const open = (await invitationsTo(tx, orgId)).filter(({ state, role }) => state === 'open' && may(role, act))
  const [invited] = open
  if (invited)
    return `${invited.name} (${invited.email}) has an invitation by a mail of its own: whoever accepts it sees ${what}.`
  const [issuer] = tx.caller.personId ? await peopleNamed(tx, [tx.caller.personId]) : []
  const whom = issuer ? `${issuer.name} at ${buyer} (${issuer.email})` : `your contact at ${buyer}`
  return `Please ask ${whom} to invite the person who is to answer.`
}
