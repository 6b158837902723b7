// Keeping contacts that ladders may name. None is ever deleted: what was told goes on naming it.
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { buyerRoles, firstRefusal, peopleInRoles, readEmail, readName } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, known, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { CONTACTS_MAX, type Contact, type ContactBody } from './contact-api.ts'
import { namedContacts } from './tables.ts'

/** Refusals: name-missing, email-invalid, contact-signs-in, contact-kept, too-many-contacts. */
export async function addContact(tx: Tx, body: ContactBody): Promise<Contact | Refusal> {
  const wanted = await read(tx, body)
  if (isRefusal(wanted)) return wanted
  const id = newId()
  await tx.insert(namedContacts).values({ id, orgId: tx.caller.orgId, ...wanted })
  await announceContact(tx, 'contact.added', id)
  return await getContact(tx, id)
}

/** Refusals: those of adding. Throws Unknown. */
export async function changeContact(tx: Tx, id: string, body: ContactBody): Promise<Contact | Refusal> {
  await getContact(tx, id)
  const wanted = await read(tx, body, id)
  if (isRefusal(wanted)) return wanted
  await tx.update(namedContacts).set(wanted).where(eq(namedContacts.id, id))
  await announceContact(tx, 'contact.changed', id)
  return await getContact(tx, id)
}

/** Steps leave it out from now on. Throws Unknown. */
export async function removeContact(tx: Tx, id: string): Promise<undefined> {
  await getContact(tx, id)
  await tx.update(namedContacts).set({ removedAt: tx.now }).where(eq(namedContacts.id, id))
  await announceContact(tx, 'contact.removed', id)
  return undefined
}

/** By name. */
export async function listContacts(tx: Tx): Promise<{ rows: Contact[]; people: { id: string; name: string }[] }> {
  const people = await peopleInRoles(tx, buyerRoles)
  const named = people.map(({ personId: id, name }) => ({ id, name }))
  return { rows: await contactsOf(tx), people: named.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

/** Two administrators who save at once come one after the other. */
async function read(tx: Tx, body: ContactBody, id?: string): Promise<ContactBody | Refusal> {
  const [name, email] = [readName(body.name), readEmail(body.email)]
  if (isRefusal(name) || isRefusal(email)) return sure(firstRefusal(name, email))
  const colleague = (await peopleInRoles(tx, buyerRoles)).find(each => each.email === email)
  if (colleague)
    return refusal('contact-signs-in', `${colleague.name} signs in here with this address.`, {
      where: '/email',
      remedy: 'Name them in the ladder as one of your people.',
    })
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`contacts of ${tx.caller.orgId}`}, 0))`)
  const others = (await contactsOf(tx)).filter(each => each.id !== id)
  const same = others.find(each => each.email === email)
  if (same)
    return refusal('contact-kept', `${same.name} is kept with this address already.`, {
      where: '/email',
      remedy: 'Name that contact, or write another address.',
    })
  if (others.length < CONTACTS_MAX) return { name, email }
  return refusal('too-many-contacts', `There are ${CONTACTS_MAX} contacts already.`, {
    remedy: 'Remove one that no ladder names any more.',
  })
}

const getContact = async (tx: Tx, id: string): Promise<Contact> =>
  known((await contactsOf(tx)).find(each => each.id === id))

async function contactsOf(tx: Tx): Promise<Contact[]> {
  const { id, name, email, createdAt } = namedContacts
  const rows = await tx
    .select({ id, name, email, createdAt })
    .from(namedContacts)
    .where(and(eq(namedContacts.orgId, tx.caller.orgId), isNull(namedContacts.removedAt)))
    .orderBy(asc(name), asc(id))
  return rows.map(row => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

const announceContact = (tx: Tx, type: string, id: string): Promise<void> =>
  announce(tx, { type, subject: { kind: 'contact', id }, parties: [tx.caller.orgId], at: tx.now, data: {} })
