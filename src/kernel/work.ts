// Work to be done later: a row in Postgres is the truth, the queue only carries its id.
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { together } from './alarms.ts'
import { type Caller, type Database, systemOf, type Tx } from './db.ts'
import { announce } from './events.ts'
import { newId } from './ids.ts'
import { flush } from './outbox.ts'
import { unlessAborted } from './patience.ts'
import { work as workTable } from './tables.ts'
import { tellable } from './tellable.ts'

/** Lanes keep kinds of work from waiting for each other; each is one queue. */
export type Lane = 'read' | 'edi' | 'clock' | 'send' | 'notice'
export const lanes: readonly Lane[] = ['read', 'edi', 'clock', 'send', 'notice']

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
export type Outcome = undefined | { postpone: Date; failed?: Failed }

/** A try that failed in a way the handler has its own waits for: told like any other, and never given up by its count. */
export interface Failed {
  error: string
  /** Tries so far. */
  tries: number
  /** What people call what it is about. */
  title: string
}

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

/**
 * Makes done or failed work due again: an operator's "run again". Whoever is at it in this moment keeps the lease and
 * finds, when finishing, that it has become due anew (`movedSince`).
 */
export async function again(tx: Tx, orgId: string, kind: string, key: string): Promise<void> {
  await flush(tx)
  await tx
    .update(workTable)
    .set({ doneAt: null, failedAt: null, attempts: 0, queuedAt: null, dueAt: sql`kernel.now()` })
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

/**
 * Runs the work of one id. Says what became of it; throws only when the database cannot be reached.
 * @param ending aborted: a hand-over under way is no longer waited for, and its work is given back for another worker
 */
export async function perform(
  db: Database,
  handlers: ReadonlyMap<string, WorkHandler>,
  id: string,
  ending?: AbortSignal,
): Promise<Performed> {
  let claim: Claim | undefined
  const about = () => ({ kind: claim?.work.kind ?? '', latenessSeconds: claim?.latenessSeconds ?? 0 })
  try {
    const claimed = (taken: Claim) => {
      claim = taken
    }
    const outcome = await attempt(db, { handlers, ending, claimed }, id)
    return { outcome, ...about() }
  } catch (thrown) {
    if (!claim) throw thrown
    if (ending?.aborted && thrown === ending.reason) {
      await giveBack(db, claim)
      return { outcome: 'postponed', ...about() }
    }
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    await recordFailure(db, handlers.get(claim.work.kind), claim, error)
    return { outcome: 'failed', ...about(), error }
  }
}

/** What was taken up, and the token its row holds while it is still ours. */
interface Claim {
  work: Work
  latenessSeconds: number
  token: string | null
}

interface Attempt {
  handlers: ReadonlyMap<string, WorkHandler>
  ending: AbortSignal | undefined
  claimed: (claim: Claim) => void
}

async function attempt(db: Database, { handlers, ending, claimed }: Attempt, id: string) {
  const lease = newId()
  let claim: Claim | undefined
  const first = await db.withNaming({}, async tx => {
    const row = await takeUp(tx, id)
    if (!row) return undefined
    claim = { work: row, latenessSeconds: (tx.now.getTime() - row.dueAt.getTime()) / 1_000, token: row.leaseToken }
    claimed(claim)
    const handler = handlers.get(row.kind)
    if (!handler) throw new Error(`no handler for work of kind ${row.kind}`)
    if (handler.mode === 'lease') {
      await tx.update(workTable).set({ leaseToken: lease, leaseUntil: leaseEnd }).where(eq(workTable.id, row.id))
      return { row, handler }
    }
    const outcome = await handler.run(
      Object.assign(Object.create(tx) as Tx, { caller: handler.caller?.(row) ?? systemOf(row.orgId) }),
      row,
    )
    if (outcome) return await finish(tx, row, outcome)
    // Locked since it was taken up, so nobody can have asked for it once more; written with all that is left behind.
    tx.outbox.done.push(row.id)
    return 'done' as const
  })
  if (first === undefined) return 'not-due'
  if (typeof first === 'string') return first
  if (claim) claim.token = lease
  return await runLeased(db, first.handler, { row: first.row, lease, ending })
}

interface Leased {
  row: Work
  lease: string
  ending: AbortSignal | undefined
}

async function runLeased(db: Database, handler: WorkHandler & { mode: 'lease' }, { row, lease, ending }: Leased) {
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
    // Left alone, it may still come to its end, but the fence lets it write nothing more.
    const outcome = await unlessAborted(handler.run(row, { tenant: act => db.withTenant(caller, act), fenced }), ending)
    return await fenced(tx => finish(tx, row, outcome))
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

/** Asked for once more since it was taken up: what `again` did to a row whose lease was alive. */
const movedSince = ({ dueAt }: Work) => sql`date_trunc('milliseconds', ${workTable.dueAt}) > ${dueAt}`

async function finish(tx: Tx, work: Work, outcome: Outcome): Promise<'done' | 'postponed'> {
  const moved = movedSince(work)
  const failed = outcome?.failed
  const change = outcome
    ? {
        dueAt: sql`case when ${moved} then ${workTable.dueAt} else ${outcome.postpone} end`,
        queuedAt: null,
        ...(failed
          ? { lastError: failed.error, attempts: failed.tries, data: { ...work.data, title: failed.title } }
          : {}),
      }
    : { doneAt: sql`case when ${moved} then null else kernel.now() end` }
  await tx
    .update(workTable)
    .set({ ...change, leaseToken: null, leaseUntil: null })
    .where(eq(workTable.id, work.id))
  return outcome ? 'postponed' : 'done'
}

type Taken = (Work & { leaseToken: string | null }) | undefined

/**
 * What an alarm names; or, where another has it or has done it, the longest due of those it stood for: that other saw
 * only what was committed when it took along.
 */
async function takeUp(tx: Tx, id: string): Promise<Taken> {
  const own = await lockDue(tx, eq(workTable.id, id))
  if (own) return own
  const lanes = [...together.keys()]
  const [named] = await tx
    .select({ kind: workTable.kind, orgId: workTable.orgId })
    .from(workTable)
    .where(and(eq(workTable.id, id), inArray(workTable.lane, lanes)))
  if (!named) return undefined
  const { kind, orgId } = named
  return await lockDue(tx, and(eq(workTable.kind, kind), eq(workTable.orgId, orgId), eq(workTable.attempts, 0)))
}

/** Locks a due row until the transaction ends, which from then on sees and writes as the organization of the row. */
async function lockDue(tx: Tx, which: SQL | undefined): Promise<Taken> {
  const { id: _id, orgId, kind, key, data, dueAt, attempts, leaseToken } = workTable
  const [row] = await tx
    .select({
      ...{ id: _id, orgId, kind, key, data, dueAt, attempts, leaseToken },
      worn: sql`set_config('app.org_id', ${orgId}::text, true)`,
    })
    .from(workTable)
    .where(
      and(
        which,
        isNull(workTable.doneAt),
        isNull(workTable.failedAt),
        sql`${workTable.dueAt} <= kernel.now()`,
        sql`(${workTable.leaseUntil} is null or ${workTable.leaseUntil} < kernel.now())`,
      ),
    )
    .orderBy(workTable.dueAt)
    .limit(1)
    .for('update', { skipLocked: true })
  return row
}

/** Due as it was, no try counted: nobody knows how it would have ended. */
async function giveBack(db: Database, { work, token }: Claim): Promise<void> {
  await db.withTenant(systemOf(work.orgId), async tx => {
    await tx
      .update(workTable)
      .set({ leaseToken: null, leaseUntil: null, queuedAt: null })
      .where(and(eq(workTable.id, work.id), sql`${workTable.leaseToken} is not distinct from ${token}`))
    await tx.execute(sql`select pg_notify('pullwire_work', '')`)
  })
}

/** Only by whom it belongs to: one who lost it to another worker neither counts a try nor gives up for the other. */
async function recordFailure(
  db: Database,
  handler: WorkHandler | undefined,
  { work, token }: Claim,
  thrown: Error,
): Promise<void> {
  // It is shown to operators, and some of it to partners.
  const error = tellable(thrown)
  await db.withTenant(systemOf(work.orgId), async tx => {
    const [ours] = await tx
      .select({ attempts: workTable.attempts, moved: sql<boolean>`${movedSince(work)}` })
      .from(workTable)
      .where(
        and(
          eq(workTable.id, work.id),
          isNull(workTable.doneAt),
          isNull(workTable.failedAt),
          sql`${workTable.leaseToken} is not distinct from ${token}`,
        ),
      )
      .for('update')
    // Without a lease the count of tries tells: it was rolled back, and another may have tried and failed since.
    if (!ours || (ours.attempts !== work.attempts && !ours.moved)) return
    const attempts = ours.attempts + 1
    const last = !ours.moved && attempts >= (handler?.triesMax ?? triesDefault)
    await tx
      .update(workTable)
      .set({
        lastError: error.message.slice(0, 2_000),
        leaseToken: null,
        leaseUntil: null,
        queuedAt: null,
        ...(ours.moved ? {} : { attempts, dueAt: new Date(tx.now.getTime() + waitMs(attempts)) }),
        ...(last ? { failedAt: sql`kernel.now()`, dueAt: work.dueAt } : {}),
      })
      .where(eq(workTable.id, work.id))
    if (!last) return
    await announce(tx, {
      type: 'work.failed',
      subject: { kind: 'work', id: work.id },
      parties: [work.orgId],
      at: tx.now,
      data: { kind: work.kind },
    })
    await handler?.gaveUp?.(tx, work, error)
  })
}
