// A buyer and a supplier on either store, with a clock that can be set: what the contract of the two is tried on.
import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { type Caller, type Database, systemOf } from '../../src/kernel/db.ts'
import { slaReactions } from '../../src/sla/react.ts'
import { stepWork } from '../../src/sla/start.ts'
import { dueWork } from '../run-due-work.ts'
import { openTrade, type SupplierGiven } from '../trade.ts'
import { memoryStore } from './memory.ts'
import { databaseIn } from './memory-pool.ts'
import { markRead, type Parties, receive, relate } from './parties.ts'

export interface Shop {
  db: Database
  buyer: Caller
  supplier: Caller
  parties: Parties
  /** Sets the store's clock; on Postgres it goes on from there. */
  setNow(at: Date): Promise<void>
  /** Ids of the clocks' work that is due. */
  due(): Promise<string[]>
  /** An interchange of the supplier's was received, and nobody has read it. */
  arrives(at: Date): Promise<string>
  read(id: string): Promise<void>
  close(): Promise<void>
}

const kept = (db: Database, buyer: Caller, parties: Parties) => ({
  ...{ db, buyer, supplier: systemOf(parties.supplierId), parties },
  arrives: (at: Date) => db.withTenant(buyer, tx => receive(tx, parties, at)),
  read: async (id: string) => void (await db.withTenant(buyer, tx => markRead(tx, id))),
})

export async function onPostgres(given: SupplierGiven): Promise<Shop> {
  const { buyer, supplier, worker, setNow, close } = await openTrade(slaReactions, given)
  return {
    ...kept(worker, buyer, { buyerId: buyer.orgId, supplierId: supplier.orgId }),
    ...{ setNow, close },
    due: () => dueWork(worker, kind => kind === stepWork),
  }
}

export async function onMemory(given: SupplierGiven): Promise<Shop> {
  let now = 0
  const store = memoryStore(() => now)
  const host = { offMs: 0, turn: () => turn(), open: new Set<never>() }
  const db = databaseIn(store, host, slaReactions)
  const parties = { buyerId: randomUUID(), supplierId: randomUUID() }
  const buyer: Caller = { ...systemOf(parties.buyerId), name: 'Anna Berg' }
  await db.withTenant(buyer, tx => relate(tx, parties, given))
  return {
    ...kept(db, buyer, parties),
    setNow: async at => {
      now = at.getTime()
    },
    due: () => dueWork(db, kind => kind === stepWork),
    close: async () => undefined,
  }
}
