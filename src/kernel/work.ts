// Work to be done later: a row in Postgres is the truth, the queue only carries its id.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Caller, type Database, systemOf, type Tx } from './db.ts'
import { newId } from './ids.ts'
import { flush } from './outbox.ts'
import { work as workTable } from './tables.ts'

/** Lanes keep kinds of work from waiting for each other; each is one queue. */
export type Lane = 'edi' | 'clock' | 'send'
export const lanes: readonly Lane[] = ['edi', 'clock', 'send']

export interface Work {
  id: string
  orgId: string
  kind: string
  key: string
  data: Record<string, string>
  dueAt: Date
  attempts: number
}

/** What a handler may say besides being done. */
export type Outcome = undefined | { postpone: Date }

interface Kind {
  kind: string
  lane: Lane
  /** Tries before a person has to decide. The waits between them grow to an hour, with jitter. */
  triesMax?: number
  /** Runs in its own transaction when the last try has failed. */
  gaveUp?: (tx: Tx, work: Work, error: Error) => Promise<void>
  caller?: (work: Work) => Caller
}

export type WorkHandler =
  /** Handler and "done" commit together: exactly once. */
  | (Kind & { mode: 'tx'; run: (tx: Tx, work: Work) => Promise<Outcome> })
  /** For network I/O: claimed under a lease, done outside a transaction, finished in a fenced one. At least once. */
  | (Kind & { mode: 'lease'; run: (work: Work, hold: Hold) => Promise<Outcome> })

export interface Hold {
  /** A transaction of the work's organization. */
  tenant<T>(act: (tx: Tx) => Promise<T>): Promise<T>
  /** The same, refused when another worker has taken over the lease: a late writer writes nothing. */
  fenced<T>(act: (tx: Tx) => Promise<T>): Promise<T>
}

export interface NewWork {
  kind: string
  lane: Lane
  orgId: string
  key: string
  data?: Record<string, string>
  dueAt?: Date
}

/** Leaves work behind, once per (organization, kind, key), in the transaction that made it necessary. */
export async function later(tx: Tx, { kind, lane, orgId, key, data = {}, dueAt }: NewWork): Promise<void> {
  tx.outbox.work.push({ id: newId(), kind, lane, orgId, key, data, ...(dueAt ? { dueAt } : {}) })
}

/** Makes done or failed work due again: an operator's "run again". */
export async function again(tx: Tx, orgId: string, kind: string, key: string): Promise<void> {
  await flush(tx)
  await tx
    .update(workTable)
    .set({
      doneAt: null,
      failedAt: null,
      attempts: 0,
      queuedAt: null,
      leaseToken: null,
      leaseUntil: null,
      dueAt: sql`kernel.now()`,
    })
    .where(and(eq(workTable.orgId, orgId), eq(workTable.kind, kind), eq(workTable.key, key)))
  // New rows ring by themselves (migrations: ring the bell); this one is old.
  await tx.execute(sql`select pg_notify('pullwire_work', '')`)
}

/** For `gaveUp`: what was given up is tried again then, and given up once more should that fail too. */
export async function tryLater(tx: Tx, id: string, dueAt: Date): Promise<void> {
  await tx
    .update(workTable)
    .set({ failedAt: null, queuedAt: null, dueAt })
    .where(and(eq(workTable.id, id), isNull(workTable.doneAt)))
}

/** Short, and held on to while the handler runs: what a killed worker held is taken up by another within seconds. */
const leaseSeconds = 10
const renewMs = 3_000
const triesDefault = 12

/** 2 s, 4 s, 8 s … at most an hour, with jitter so that partners are not called in step. */
export const waitMs = (attempts: number): number =>
  Math.min(2 ** attempts * 1_000, 3_600_000) * (0.75 + Math.random() / 2)

export interface Performed {
  /** `not-due` also when another worker has it, or it is done already. */
  outcome: 'done' | 'not-due' | 'failed' | 'postponed'
  /** The kind of work; empty when nothing was found to do. */
  kind: string
  /** How long it had been due when it was taken up. */
  latenessSeconds: number
  error?: Error
}

/** Runs the work of one id. Says what became of it; throws only when the database cannot be reached. */
export async function perform(
  db: Database,
  handlers: ReadonlyMap<string, WorkHandler>,
  id: string,
): Promise<Performed> {
  let claimed: (Work & { latenessSeconds: number }) | undefined
  const about = () => ({ kind: claimed?.kind ?? '', latenessSeconds: claimed?.latenessSeconds ?? 0 })
  try {
    const outcome = await attempt(db, handlers, id, (work, now) => {
      claimed = { ...work, latenessSeconds: (now.getTime() - work.dueAt.getTime()) / 1_000 }
    })
    return { outcome, ...about() }
  } catch (thrown) {
    if (!claimed) throw thrown
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    await recordFailure(db, handlers.get(claimed.kind), claimed, error)
    return { outcome: 'failed', ...about(), error }
  }
}

async function attempt(
  db: Database,
  handlers: ReadonlyMap<string, WorkHandler>,
  id: string,
  claimed: (work: Work, now: Date) => void,
) {
  const lease = newId()
  const first = await db.withNaming({}, async tx => {
    const row = await claim(tx, id)
    if (!row) return undefined
    claimed(row, tx.now)
    const handler = handlers.get(row.kind)
    if (!handler) throw new Error(`no handler for work of kind ${row.kind}`)
    if (handler.mode === 'lease') {
      await tx.update(workTable).set({ leaseToken: lease, leaseUntil: leaseEnd }).where(eq(workTable.id, id))
      return { row, handler }
    }
    const outcome = await handler.run(
      Object.assign(Object.create(tx) as Tx, { caller: handler.caller?.(row) ?? systemOf(row.orgId) }),
      row,
    )
    return await finish(tx, id, outcome)
  })
  if (first === undefined) return 'not-due'
  if (typeof first === 'string') return first
  return await runLeased(db, first.handler, first.row, lease)
}

async function runLeased(db: Database, handler: WorkHandler & { mode: 'lease' }, row: Work, lease: string) {
  const caller = handler.caller?.(row) ?? systemOf(row.orgId)
  const fenced = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    db.withTenant(caller, async tx => {
      const { rowCount } = await tx.execute(
        sql`select from work where id = ${row.id} and lease_token = ${lease} and done_at is null for update`,
      )
      if (rowCount !== 1) throw new Error('another worker has taken this over')
      return await act(tx)
    })
  // A renewal that fails or comes too late is no harm: the fence decides.
  const renewal = setInterval(() => void db.withTenant(caller, tx => renew(tx, row.id, lease)).catch(() => {}), renewMs)
  try {
    const outcome = await handler.run(row, { tenant: act => db.withTenant(caller, act), fenced })
    return await fenced(tx => finish(tx, row.id, outcome))
  } finally {
    clearInterval(renewal)
  }
}

const leaseEnd = sql`kernel.now() + make_interval(secs => ${leaseSeconds})`

const renew = (tx: Tx, id: string, lease: string) =>
  tx
    .update(workTable)
    .set({ leaseUntil: leaseEnd })
    .where(and(eq(workTable.id, id), eq(workTable.leaseToken, lease)))

async function finish(tx: Tx, id: string, outcome: Outcome): Promise<'done' | 'postponed'> {
  if (!outcome) {
    tx.outbox.done.push(id)
    return 'done'
  }
  await tx
    .update(workTable)
    .set({ dueAt: outcome.postpone, queuedAt: null, leaseToken: null, leaseUntil: null })
    .where(eq(workTable.id, id))
  return 'postponed'
}

/** Locks the row until the transaction ends, which from then on sees and writes as the organization of the row. */
async function claim(tx: Tx, id: string): Promise<Work | undefined> {
  const { id: _id, orgId, kind, key, data, dueAt, attempts } = workTable
  const [row] = await tx
    .select({
      ...{ id: _id, orgId, kind, key, data, dueAt, attempts },
      worn: sql`set_config('app.org_id', ${orgId}::text, true)`,
    })
    .from(workTable)
    .where(
      and(
        eq(workTable.id, id),
        isNull(workTable.doneAt),
        isNull(workTable.failedAt),
        sql`${workTable.dueAt} <= kernel.now()`,
        sql`(${workTable.leaseUntil} is null or ${workTable.leaseUntil} < kernel.now())`,
      ),
    )
    .for('update', { skipLocked: true })
  return row
}

async function recordFailure(db: Database, handler: WorkHandler | undefined, work: Work, error: Error): Promise<void> {
  const attempts = work.attempts + 1
  const last = attempts >= (handler?.triesMax ?? triesDefault)
  await db.withTenant(systemOf(work.orgId), async tx => {
    await tx
      .update(workTable)
      .set({
        attempts,
        lastError: error.message.slice(0, 2_000),
        leaseToken: null,
        leaseUntil: null,
        queuedAt: null,
        ...(last ? { failedAt: sql`kernel.now()` } : { dueAt: new Date(tx.now.getTime() + waitMs(attempts)) }),
      })
      .where(and(eq(workTable.id, work.id), isNull(workTable.doneAt)))
    if (last) await handler?.gaveUp?.(tx, work, error)
  })
}
