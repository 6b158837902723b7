// Routes of notices: the bell of the signed-in person, the mails of the organization.
import { and, asc, count, desc, eq, ilike, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Tx } from '../kernel/db.ts'
import type { QueryOf } from '../kernel/endpoint.ts'
import { known } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { matching, orderOf, pageOf } from '../kernel/listing.ts'
import { again, later } from '../kernel/work.ts'
import { noticesApi } from './api.ts'
import { requeue } from './deliver.ts'
import { markRead, toMe } from './mark-read.ts'
import { sendKind } from './notify.ts'
import { notices } from './tables.ts'

export interface NoticesDeps {
  mail: { smtpUrl: string | undefined }
  /** Whether what notices are about, as their column says, is over; true or false for each. */
  isOver: (about: SQL) => SQL<boolean>
}

export function noticesRoutes(app: FastifyInstance, { mail, isOver }: NoticesDeps): void {
  const via = mail.smtpUrl === undefined ? ('folder' as const) : ('smtp' as const)
  serve(app, noticesApi.mine, { act: 'notice.view' }, ({ tx, query }) => mine(tx, query, isOver(sql`${notices.about}`)))
  serve(app, noticesApi.markRead, { act: 'notice.view' }, async ({ tx, body }) => {
    await markRead(tx, body.ids)
    return undefined
  })
  serve(app, noticesApi.mails, { act: 'operations.view' }, async ({ tx, query }) => ({
    ...(await mails(tx, query)),
    via,
  }))
  serve(app, noticesApi.mailAgain, { act: 'operations.view' }, async ({ tx, params, asker }) => {
    const [row] = await tx.select().from(notices).where(eq(notices.id, params.noticeId)).for('update')
    const { status, mailId } = known(row)
    if (status !== 'failed' && status !== 'bounced') return undefined
    await requeue(tx, mailId)
    // Work of long ago is forgotten; then it is left anew.
    await later(tx, { kind: sendKind, lane: 'notice', orgId: asker.orgId, key: mailId })
    await again(tx, asker.orgId, sendKind, mailId)
    return undefined
  })
}

async function mine(tx: Tx, query: QueryOf<typeof noticesApi.mine>, isOver: SQL<boolean>) {
  const waiting = and(toMe(tx), isNull(notices.readAt), sql`not ${isOver}`)
  const wanted = and(query.unread ? waiting : toMe(tx), matching(query.search, notices.title, notices.text))
  const { limit, offset } = pageOf(query)
  const { id, title, text, link, createdAt, readAt } = notices
  const rows = await tx
    .select({ id, title, text, link, createdAt, readAt, isOver })
    .from(notices)
    .where(wanted)
    .orderBy(...orderOf(query.sort, { createdAt, title }, '-createdAt', id))
    .limit(limit)
    .offset(offset)
  return {
    rows: rows.map(row => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      readAt: row.readAt?.toISOString() ?? null,
    })),
    total: await tx.$count(notices, wanted),
    unread: await tx.$count(notices, waiting),
  }
}

const sortable = {
  createdAt: notices.createdAt,
  email: notices.email,
  status: notices.status,
  title: notices.title,
} as const

async function mails(
  tx: Tx,
  { search, status, sort = '-createdAt', limit = 50, offset = 0 }: QueryOf<typeof noticesApi.mails>,
) {
  const like = search ? `%${search.replace(/[\\%_]/g, sign => `\\${sign}`)}%` : undefined
  const wanted = and(
    status ? eq(notices.status, status) : undefined,
    like ? or(ilike(notices.email, like), ilike(notices.name, like), ilike(notices.title, like)) : undefined,
  )
  const column = sortable[sort.replace(/^-/, '') as keyof typeof sortable] ?? notices.createdAt
  const direction = sort.startsWith('-') ? desc : asc
  const rows = await tx
    .select()
    .from(notices)
    .where(wanted)
    .orderBy(direction(column), direction(notices.id))
    .limit(limit)
    .offset(offset)
  const together = await togetherIn(
    tx,
    rows.map(({ mailId }) => mailId),
  )
  return {
    rows: rows.map(row => ({
      id: row.id,
      name: row.name,
      email: row.email,
      title: row.title,
      text: row.text,
      link: row.link,
      personal: row.personalLink !== null,
      status: row.status,
      together: together.get(row.mailId) ?? 1,
      openedAt: row.readAt?.toISOString() ?? null,
      error: row.error,
      createdAt: row.createdAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
    })),
    total: await tx.$count(notices, wanted),
  }
}

/** By mail: how many notices it tells of. */
async function togetherIn(tx: Tx, mailIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counted = await tx
    .select({ mailId: notices.mailId, n: count() })
    .from(notices)
    .where(inArray(notices.mailId, [...mailIds]))
    .groupBy(notices.mailId)
  return new Map(counted.map(({ mailId, n }) => [mailId, n]))
}
