// A relationship and what arrives in it, as rows: for the contract of the stores and for the simulation.
import { eq } from 'drizzle-orm'
import { organizations } from '../../src/accounts/tables.ts'
import { interchanges } from '../../src/gateway/tables.ts'
import type { Tx } from '../../src/kernel/db.ts'
import { newId } from '../../src/kernel/ids.ts'
import { defaultTargets, type Targets } from '../../src/partners/profile.ts'
import { relationships } from '../../src/partners/tables.ts'

export interface Parties {
  buyerId: string
  supplierId: string
}

const setting = { vendorNumber: '1', supplierName: 'S', contactName: '', contactEmail: '' } as const

/** The two organizations of a relationship. */
export const found = (tx: Tx, { buyerId, supplierId }: Parties) =>
  tx.insert(organizations).values([
    { id: buyerId, side: 'buyer', name: 'Buyer', connectionCode: buyerId.slice(-14) },
    { id: supplierId, side: 'supplier', name: 'Supplier', connectionCode: supplierId.slice(-14) },
  ])

/** A relationship, as a buyer has agreed it; what is not about clocks is left empty. */
export const relate = (
  tx: Tx,
  parties: Parties,
  { targets, calendarId }: { targets?: Partial<Targets>; calendarId?: string },
) =>
  tx.insert(relationships).values({
    ...parties,
    ...setting,
    id: newId(),
    status: 'active',
    vendorNumber: parties.supplierId,
    calendarId: calendarId ?? null,
    targets: { ...defaultTargets, ...targets },
    tolerance: {} as never,
    delimiters: {} as never,
    documents: {} as never,
  })

export async function receive(tx: Tx, parties: Parties, at: Date): Promise<string> {
  const id = newId()
  await tx.insert(interchanges).values({
    ...{ id, ...parties, direction: 'in', transport: 'https', status: 'received', at, usage: 'P', control: id },
    ...{ senderQualifier: 'ZZ', senderId: 'S', receiverQualifier: 'ZZ', receiverId: 'B' },
    ...{ sha256: '', bytes: Buffer.alloc(0) },
  } as typeof interchanges.$inferInsert)
  return id
}

export const markRead = (tx: Tx, id: string) =>
  tx.update(interchanges).set({ status: 'applied' }).where(eq(interchanges.id, id))
