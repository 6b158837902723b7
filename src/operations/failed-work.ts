// What is shown of background work: what failed, what is tried again, how much is waiting and since when.
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { QueryOf, ResponseOf } from '../kernel/endpoint.ts'
import { isUuid } from '../kernel/ids.ts'
import { matching, orderOf, pageOf } from '../kernel/listing.ts'
import { work } from '../kernel/tables.ts'
import type { FailedWork, operationsApi } from './api.ts'

type WorkRecord = typeof work.$inferSelect
type Listed = ResponseOf<typeof operationsApi.failedWork>

/** Written out, so that its index is used: of all the work that was ever done, little is in trouble. */
export const inTrouble = sql`done_at is null and (failed_at is not null or attempts > 0)`

const sortable = {
  createdAt: work.createdAt,
  kind: work.kind,
  attempts: work.attempts,
  nextAt: work.dueAt,
}

const ofState = { 'given-up': isNotNull(work.failedAt), trying: isNull(work.failedAt) }

/** `elsewhere`: kinds that a person settles on a page of their own once they are given up. */
export async function failedWork(
  tx: Tx,
  query: QueryOf<typeof operationsApi.failedWork>,
  elsewhere: ReadonlySet<string>,
): Promise<Listed> {
  const where = and(
    eq(work.orgId, tx.caller.orgId),
    inTrouble,
    query.state ? ofState[query.state] : undefined,
    matching(query.search, work.kind, work.lastError, sql`${work.data}->>'title'`),
  )
  const { limit, offset } = pageOf(query)
  const rows = await tx
    .select()
    .from(work)
    .where(where)
    .orderBy(...orderOf(query.sort, sortable, '-createdAt', work.id))
    .limit(limit)
    .offset(offset)
  return {
    rows: rows.map(row => shown(row, elsewhere)),
    total: await tx.$count(work, where),
    waiting: await waiting(tx),
  }
}

function shown(row: WorkRecord, elsewhere: ReadonlySet<string>): FailedWork {
  const { id, kind, attempts, data, createdAt, dueAt, failedAt, lastError } = row
  return {
    id,
    kind,
    subject: subjectOf(row),
    label: data.title ?? '',
    state: failedAt ? 'given-up' : 'trying',
    attempts,
    error: lastError ?? '',
    createdAt: createdAt.toISOString(),
    nextAt: failedAt ? null : dueAt.toISOString(),
    failedAt: failedAt?.toISOString() ?? null,
    settledElsewhere: failedAt !== null && elsewhere.has(kind),
  }
}

/** `document.apply` is about the document that its data names, or its key. */
function subjectOf({ kind, key, data }: WorkRecord): FailedWork['subject'] {
  const [about = ''] = kind.split('.')
  const id = data[`${about}Id`] ?? key
  return isUuid(id) ? { kind: about, id } : null
}

async function waiting(tx: Tx): Promise<Listed['waiting']> {
  const due: SQL | undefined = and(
    eq(work.orgId, tx.caller.orgId),
    sql`done_at is null and failed_at is null and due_at <= kernel.now()`,
  )
  const [found] = await tx
    .select({ n: sql<number>`count(*)::int`, oldest: sql<string | null>`min(${work.dueAt})` })
    .from(work)
    .where(due)
  return { n: found?.n ?? 0, oldestDueAt: found?.oldest ? new Date(found.oldest).toISOString() : null }
}
