// A buyer's new supplier: entered here for the first time, or found by its connection code and asked to agree.
import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { enterSupplier, firstRefusal, readEmail, readName, supplierByCode } from '../accounts/index.ts'
import { getCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import type { AddSupplierBody, ConnectBody } from './api.ts'
import { announcePartner } from './facts.ts'
import { readPhone } from './phone.ts'
import { defaultDelimiters, defaultTargets, defaultTolerance, portalDocuments } from './profile.ts'
import { type Relationship, relationshipOf } from './relationship.ts'
import { relationships } from './tables.ts'
import { unlessTaken } from './taken.ts'

type Terms = Omit<AddSupplierBody, 'name'>

/** Makes the supplier's organization and an active relationship with everything in the portal. */
export async function addSupplier(tx: Tx, { name, ...terms }: AddSupplierBody): Promise<Relationship | Refusal> {
  const checked = await readTerms(tx, terms)
  if (isRefusal(checked)) return checked
  const supplier = await enterSupplier(tx, name)
  if (isRefusal(supplier)) return supplier
  const relationship = await relate(tx, supplier, checked, 'active')
  if (!isRefusal(relationship)) await announcePartner(tx, 'partner.added', relationship)
  return relationship
}

/** Proposes to trade with a supplier that is here already; its administrator agrees or declines. */
export async function connectSupplier(tx: Tx, body: ConnectBody): Promise<Relationship | Refusal> {
  const { connectionCode, ...terms } = body
  const checked = await readTerms(tx, terms)
  if (isRefusal(checked)) return checked
  const supplier = await supplierByCode(tx, connectionCode)
  if (!supplier)
    return refusal('connection-code-unknown', 'No supplier here has this connection code.', {
      where: '/connectionCode',
      remedy: 'Ask the supplier for it: its administrator finds it under Organization.',
    })
  const there = await relationshipOf(tx, tx.caller.orgId, supplier.id)
  const relationship =
    there?.status === 'declined' ? await ask(tx, there, checked) : await relate(tx, supplier, checked, 'proposed')
  if (!isRefusal(relationship)) await announcePartner(tx, 'partner.proposed', relationship)
  return relationship
}

async function readTerms(
  tx: Tx,
  { vendorNumber, contactName, contactEmail, contactPhone = '', calendarId }: Terms,
): Promise<Required<Terms> | Refusal> {
  const number = readName(vendorNumber, '/vendorNumber')
  const name = readName(contactName, '/contactName')
  const email = readContactEmail(contactEmail)
  const phone = readPhone(contactPhone)
  if (isRefusal(number) || isRefusal(name) || isRefusal(email) || isRefusal(phone))
    return sure(firstRefusal(number, name, email, phone))
  // The foreign key alone would take another organization's calendar.
  if (calendarId !== null) await getCalendar(tx, calendarId)
  return { vendorNumber: number, contactName: name, contactEmail: email, contactPhone: phone, calendarId }
}

export function readContactEmail(text: string): string | Refusal {
  const email = readEmail(text)
  // A supplier is outside the house: its mail goes to a domain, and none is a single word.
  if (!isRefusal(email))
    return email.slice(email.indexOf('@')).includes('.')
      ? email
      : refusal('email-invalid', 'This is not a mail address: its domain has no ending.', {
          ...{ where: '/contactEmail', remedy: 'Write it as in anna@example.com.' },
        })
  return refusal(email.code, email.detail, {
    where: '/contactEmail',
    ...(email.remedy ? { remedy: email.remedy } : {}),
  })
}

async function relate(
  tx: Tx,
  supplier: { id: string; name: string },
  terms: Terms,
  status: 'active' | 'proposed',
): Promise<Relationship | Refusal> {
  const ourIdentity = await ownIdentity(tx)
  const [relationship] = await firstOf(
    unlessTaken(tx, () =>
      tx
        .insert(relationships)
        .values({
          id: newId(),
          buyerId: tx.caller.orgId,
          supplierId: supplier.id,
          supplierName: supplier.name,
          status,
          ...terms,
          ourIdentity,
          tolerance: defaultTolerance,
          targets: defaultTargets,
          delimiters: defaultDelimiters,
          documents: portalDocuments,
        })
        .returning(),
    ),
  )
  return sure(relationship)
}

/** As it was agreed last with another supplier: a buyer seldom has two, and may write the other one. */
async function ownIdentity(tx: Tx) {
  const [last] = await tx
    .select({ ourIdentity: relationships.ourIdentity })
    .from(relationships)
    .where(and(eq(relationships.buyerId, tx.caller.orgId), isNotNull(relationships.ourIdentity)))
    .orderBy(desc(relationships.updatedAt))
    .limit(1)
  return last?.ourIdentity ?? null
}

/** Asks anew a supplier that declined before. */
async function ask(tx: Tx, there: Relationship, terms: Terms): Promise<Relationship | Refusal> {
  const [relationship] = await firstOf(
    unlessTaken(tx, () =>
      tx
        .update(relationships)
        .set({ ...terms, status: 'proposed', updatedAt: tx.now, version: there.version + 1 })
        .where(eq(relationships.id, there.id))
        .returning(),
    ),
  )
  return sure(relationship)
}

async function firstOf<T>(written: Promise<T[] | Refusal>): Promise<(T | Refusal)[]> {
  const rows = await written
  return isRefusal(rows) ? [rows] : rows
}
