// A trade whose clocks run: started at T0, counted day and night, and looked at whenever a test moves the time.
import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import type { Caller, Tx } from '../src/kernel/db.ts'
import type { WorkHandler } from '../src/kernel/work.ts'
import { noticesWork } from '../src/notices/index.ts'
import { notices } from '../src/notices/tables.ts'
import { slaReactions } from '../src/sla/react.ts'
import { clockSay } from '../src/sla/say.ts'
import { type Asked, startClock, stepWork } from '../src/sla/start.ts'
import { clockStep } from '../src/sla/step.ts'
import { clocks, escalations } from '../src/sla/tables.ts'
import { clockTell } from '../src/sla/tell.ts'
import { runDueWork } from './run-due-work.ts'
import { openTrade, type SupplierGiven, type Trade } from './trade.ts'

export const T0 = new Date('2027-03-01T08:00:00Z')
/** So many minutes after T0. */
export const past = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000)

export interface ClockTrade {
  trade: Trade
  handlers: ReadonlyMap<string, WorkHandler>
  start(supplier?: Caller, more?: Partial<Asked>): Promise<{ clockId: string; subjectId: string }>
  /** Moves the database's clock, then does what is due of the clocks. */
  runAt(at: Date): Promise<void>
  clockOf(id: string): Promise<typeof clocks.$inferSelect>
  stepsOf(id: string): Promise<(typeof escalations.$inferSelect)[]>
  levelsOf(id: string): Promise<string[]>
  /** An interchange that lies in the house, with the documents that were read in it. */
  arrives(supplier: Caller, at: Date, status: string, documents?: readonly Read[]): Promise<string>
}

export interface Read {
  setId: string
  functionalId: string
  status: string
  subjectId?: string
  /** What else it names. */
  also?: readonly string[]
}

export async function openClockTrade(given: SupplierGiven): Promise<ClockTrade> {
  const trade = await openTrade(slaReactions, given)
  const handlers = new Map<string, WorkHandler>([clockStep, clockTell].map(each => [each.kind, each]))
  const asBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.web.withTenant(trade.buyer, act)
  const stepsOf = (id: string) =>
    asBuyer(tx =>
      tx
        .select()
        .from(escalations)
        .where(eq(escalations.clockId, id))
        .orderBy(asc(escalations.dueAt), asc(escalations.id)),
    )
  return {
    trade,
    handlers,
    async start(supplier = trade.supplier, more = {}) {
      const subjectId = more.subject?.id ?? randomUUID()
      const asked: Asked = {
        ...{ buyerId: trade.buyer.orgId, supplierId: supplier.orgId, kind: 'order', label: '4711', at: T0 },
        subject: { kind: 'order', id: subjectId },
        ...more,
      }
      await trade.setNow(asked.at)
      await asBuyer(tx => startClock(tx, asked))
      const rows = await asBuyer(tx =>
        tx.select().from(clocks).where(eq(clocks.subjectId, subjectId)).orderBy(asc(clocks.round)),
      )
      return { clockId: rows.at(-1)?.id ?? '', subjectId }
    },
    async runAt(at) {
      await trade.setNow(at)
      await runDueWork(trade.worker, handlers, kind => kind === stepWork)
    },
    async clockOf(id) {
      const [row] = await asBuyer(tx => tx.select().from(clocks).where(eq(clocks.id, id)))
      if (!row) throw new Error('no clock')
      return row
    },
    stepsOf,
    levelsOf: async id => (await stepsOf(id)).map(({ level }) => level),
    async arrives(supplier, at, status, documents = []) {
      const id = randomUUID()
      const parties = [trade.buyer.orgId, supplier.orgId]
      await trade.owner.query(
        `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
           receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
         values ($1, $2, $3, 'in', 'https', $4, 'ZZ', 'S', 'ZZ', 'B', $5, 'P', '', '', $6)`,
        [id, ...parties, status, id.slice(0, 9), at],
      )
      for (const [i, each] of documents.entries()) {
        const { rows } = await trade.owner.query<{ id: string }>(
          `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status,
             set_index, subject_id) values (gen_random_uuid(), $1, $2, 'in', $3, $4, $5, $6, $7, $8) returning id`,
          [...parties, id, each.setId, each.functionalId, each.status, i, each.subjectId ?? null],
        )
        await namesAlso(trade, parties, rows[0]?.id, each.also)
      }
      return id
    },
  }
}

/** As it is kept of a document that names several orders. */
export const namesAlso = (trade: Trade, parties: string[], documentId?: string, also: readonly string[] = []) =>
  trade.owner.query(
    `insert into further_subjects (buyer_id, supplier_id, document_id, subject_id) select $1, $2, $3, unnest($4::uuid[])`,
    [...parties, documentId, also],
  )

/** Who was told what of a clock, beside its steps: the buyer's people, then the supplier's. */
export async function titlesOf({ trade }: ClockTrade, clockId: string): Promise<[string, string][]> {
  const settings = { mail: { kind: 'folder', folder: '/nowhere', from: 'x@y.example' }, publicUrl: 'https://x.example' }
  const raise = noticesWork(settings as unknown as Parameters<typeof noticesWork>[0])
  const handlers = new Map<string, WorkHandler>([...raise, clockSay].map(each => [each.kind, each]))
  await runDueWork(trade.worker, handlers, kind => kind === 'clock.say' || kind === 'notice.raise')
  const of = (who: Caller) =>
    trade.web.withTenant(who, tx =>
      tx
        .select({ name: notices.name, title: notices.title })
        .from(notices)
        .where(eq(notices.link, `/clocks/${clockId}`))
        .orderBy(asc(notices.title), asc(notices.name)),
    )
  const rows = [...(await of(trade.buyer)), ...(await of(trade.supplier))]
  return rows.map(({ name, title }) => [name, title])
}
