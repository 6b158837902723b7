// A small trade to test rooms with: a buyer, suppliers, their people, and a database whose clock can be moved.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Role } from '../src/accounts/index.ts'
import { type Caller, type Database, openDatabase } from '../src/kernel/db.ts'
import type { Reactions } from '../src/kernel/events.ts'
import {
  defaultDelimiters,
  defaultTargets,
  defaultTolerance,
  portalDocuments,
  type Targets,
} from '../src/partners/profile.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export interface Trade {
  fresh: FreshDatabase
  web: Database
  worker: Database
  owner: pg.Client
  buyer: Caller
  /** Somebody of the supplier who answers. */
  supplier: Caller
  /** Another supplier of the same buyer. */
  addSupplier(name: string, more?: SupplierGiven): Promise<Caller>
  addPerson(orgId: string, name: string, role: Role): Promise<Caller>
  /** Sets the database's clock so that it is this instant now; it goes on from there. */
  setNow(at: string | Date): Promise<void>
  now(): Promise<Date>
  close(): Promise<void>
}

export interface SupplierGiven {
  targets?: Partial<Targets>
  calendarId?: string
}

export async function openTrade(reactions: Reactions, given: SupplierGiven = {}): Promise<Trade> {
  const fresh = await freshDatabase()
  const owner = new pg.Client({ connectionString: fresh.ownerUrl })
  await owner.connect()
  const web = openDatabase({ url: fresh.webUrl, reactions })
  const worker = openDatabase({ url: fresh.workerUrl, reactions, max: 16 })
  const addPerson = (orgId: string, name: string, role: Role) => person(owner, orgId, name, role)
  const buyerId = await organization(owner, 'buyer', 'Velowerk AG')
  const buyer = await addPerson(buyerId, 'Anna Berg', 'buyer')
  let vendors = 0
  const addSupplier = async (name: string, more: SupplierGiven = {}) => {
    const supplierId = await organization(owner, 'supplier', name)
    await relate(owner, { buyerId, supplierId, name, vendorNumber: String(10_000 + vendors++), ...more })
    return await addPerson(supplierId, `Ole of ${name}`, 'answerer')
  }
  const supplier = await addSupplier('Nordlicht Antriebe', given)
  return {
    fresh,
    web,
    worker,
    owner,
    buyer,
    supplier,
    addSupplier,
    addPerson,
    setNow: async at => {
      await owner.query('delete from kernel.clock_shift')
      await owner.query('insert into kernel.clock_shift select $1::timestamptz - statement_timestamp()', [at])
    },
    now: async () => (await owner.query<{ now: Date }>('select kernel.now() as now')).rows[0]?.now ?? new Date(0),
    close: async () => {
      await owner.end()
      await web.close()
      await worker.close()
      await fresh.drop()
    },
  }
}

async function organization(owner: pg.Client, side: 'buyer' | 'supplier', name: string): Promise<string> {
  const id = randomUUID()
  await owner.query('insert into organizations (id, side, name, connection_code) values ($1, $2, $3, $4)', [
    id,
    side,
    name,
    id.slice(0, 14),
  ])
  return id
}

async function person(owner: pg.Client, orgId: string, name: string, role: Role): Promise<Caller> {
  const id = randomUUID()
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${id}@example.com`
  await owner.query('insert into people (id, email, name) values ($1, $2, $3)', [id, email, name])
  await owner.query('insert into memberships (org_id, person_id, role) values ($1, $2, $3)', [orgId, id, role])
  return { orgId, personId: id, name, channel: 'portal' }
}

interface Related extends SupplierGiven {
  buyerId: string
  supplierId: string
  name: string
  vendorNumber: string
}

async function relate(owner: pg.Client, { buyerId, supplierId, name, vendorNumber, targets, calendarId }: Related) {
  await owner.query(
    `insert into relationships (id, buyer_id, supplier_id, status, vendor_number, supplier_name, contact_name,
       contact_email, calendar_id, tolerance, targets, delimiters, documents)
     values ($1, $2, $3, 'active', $4, $5, 'Mara Voss', 'edi@supplier.example', $6, $7, $8, $9, $10)`,
    [
      randomUUID(),
      buyerId,
      supplierId,
      vendorNumber,
      name,
      calendarId ?? null,
      JSON.stringify(defaultTolerance),
      JSON.stringify({ ...defaultTargets, ...targets }),
      JSON.stringify(defaultDelimiters),
      JSON.stringify(portalDocuments),
    ],
  )
}

/** One without people here; its contact, Kai Still, is told by mail. Answers its organization's id. */
export async function addSilentSupplier({ owner }: Trade, contactEmail: string): Promise<string> {
  const id = randomUUID()
  await owner.query(
    `insert into organizations (id, side, name, connection_code) values ($1, 'supplier', 'Silent GmbH', 'silent')`,
    [id],
  )
  await owner.query(
    `insert into relationships (id, buyer_id, supplier_id, status, vendor_number, supplier_name, contact_name, contact_email,
       tolerance, targets, delimiters, documents)
     select gen_random_uuid(), buyer_id, $1, status, 'silent', 'Silent GmbH', 'Kai Still', $2,
       tolerance, targets, delimiters, documents from relationships limit 1`,
    [id, contactEmail],
  )
  return id
}
