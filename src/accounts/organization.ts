// Organizations: the own one renamed, a supplier entered by its customer, another buyer on this installation.
import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { Forbidden, isRefusal, known, type Refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import type { CreatedBuyer, Organization } from './api.ts'
import { newConnectionCode, readConnectionCode } from './connection-code.ts'
import { readName } from './email.ts'
import { invitationRow, sendInvitation } from './invitation.ts'
import { nameIn } from './naming.ts'
import { invitations, organizations, people } from './tables.ts'

type Row = typeof organizations.$inferSelect

async function ownRow(tx: Tx): Promise<Row> {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, tx.caller.orgId))
  return known(row)
}

const shown = ({ id, name, side, createdAt }: Row): Organization => ({
  id,
  name,
  side,
  createdAt: createdAt.toISOString(),
})

export const organizationOf = async (tx: Tx): Promise<Organization> => shown(await ownRow(tx))

export async function renameOrganization(tx: Tx, typed: string): Promise<Organization | Refusal> {
  const name = readName(typed)
  if (isRefusal(name)) return name
  const row = await ownRow(tx)
  if (row.name !== name) {
    await tx.update(organizations).set({ name }).where(eq(organizations.id, row.id))
    await announceChange(tx, 'organization.renamed', { from: row.name, to: name })
  }
  return shown({ ...row, name })
}

export const connectionCodeOf = async (tx: Tx): Promise<string> => (await ownRow(tx)).connectionCode

/** Customers who already connected stay connected; the old code connects nobody else. */
export async function replaceConnectionCode(tx: Tx): Promise<string> {
  const code = newConnectionCode()
  await tx.update(organizations).set({ connectionCode: code }).where(eq(organizations.id, tx.caller.orgId))
  await announceChange(tx, 'connection-code.replaced', {})
  return code
}

const announceChange = (tx: Tx, type: string, data: Record<string, string>) =>
  announce(tx, {
    type,
    subject: { kind: 'organization', id: tx.caller.orgId },
    parties: [tx.caller.orgId],
    at: tx.now,
    data,
  })

/** The supplier whose connection code the caller holds. */
export async function supplierByCode(tx: Tx, typed: string): Promise<{ id: string; name: string } | undefined> {
  const code = readConnectionCode(typed)
  await nameIn(tx, { tokenHash: code })
  const [row] = await tx
    .select()
    .from(organizations)
    .where(and(eq(organizations.connectionCode, code), eq(organizations.side, 'supplier')))
  await nameIn(tx, { tokenHash: '' })
  return row && { id: row.id, name: row.name }
}

/** A supplier that is not here yet; the caller's organization may invite its first people. */
export async function enterSupplier(tx: Tx, typed: string): Promise<{ id: string; name: string } | Refusal> {
  return await enter(tx, 'supplier', typed)
}

async function enter(tx: Tx, side: Row['side'], typed: string): Promise<{ id: string; name: string } | Refusal> {
  const name = readName(typed)
  if (isRefusal(name)) return name
  const id = newId()
  await tx
    .insert(organizations)
    .values({ id, side, name, connectionCode: newConnectionCode(), invitedBy: tx.caller.orgId })
  return { id, name }
}

/** Only for the installation's administrator, who by it sees none of the other organization's data. */
async function onlyInstallationAdministrator(tx: Tx): Promise<void> {
  const { personId } = tx.caller
  const [person] = personId ? await tx.select().from(people).where(eq(people.id, personId)) : []
  if (!person?.installationAdministrator || tx.caller.orgId === '')
    throw new Forbidden("Only the installation's administrator may do this.")
}

export interface NewBuyer {
  name: string
  administratorName: string
  administratorEmail: string
}

/** Another buyer organization on this installation; its administrator is invited by mail. */
export async function createBuyerOrganization(tx: Tx, wanted: NewBuyer): Promise<CreatedBuyer | Refusal> {
  await onlyInstallationAdministrator(tx)
  const entered = await enter(tx, 'buyer', wanted.name)
  if (isRefusal(entered)) return entered
  const invitation = await sendInvitation(tx, {
    orgId: entered.id,
    email: wanted.administratorEmail,
    name: wanted.administratorName,
    role: 'administrator',
  })
  if (isRefusal(invitation)) return invitation
  await announce(tx, {
    type: 'organization.created',
    subject: { kind: 'organization', id: entered.id },
    parties: [tx.caller.orgId],
    at: tx.now,
    data: { name: entered.name },
  })
  return { ...entered, createdAt: tx.now.toISOString(), invitation }
}

export async function createdBuyers(tx: Tx): Promise<CreatedBuyer[]> {
  await onlyInstallationAdministrator(tx)
  const rows = await tx
    .select()
    .from(organizations)
    .where(and(eq(organizations.invitedBy, tx.caller.orgId), eq(organizations.side, 'buyer')))
    .orderBy(desc(organizations.createdAt))
    .limit(1_000)
  const sent = await tx.select().from(invitations).where(eq(invitations.invitedByOrgId, tx.caller.orgId))
  return rows.map(row => {
    const invitation = sent.find(one => one.orgId === row.id)
    return {
      id: row.id,
      name: row.name,
      createdAt: row.createdAt.toISOString(),
      invitation: invitation ? invitationRow(sure(invitation), tx.now) : null,
    }
  })
}
