// What one order shows to either side: lines, what is on the table, answers, history, and its documents.
import { asc, desc, eq } from 'drizzle-orm'
import { anybodyMay } from '../accounts/index.ts'
import { documentsOf } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import { localDateOf } from '../kernel/time.ts'
import type { LineDetail, OrderDetail } from './api.ts'
import type { OrderRecord } from './facts.ts'
import type { LineRecord, ProposalRecord, RelationshipRecord } from './held.ts'
import { keptDays } from './kept-days.ts'
import { type Lateness, lateness } from './lateness.ts'
import { type AnswerAct, isEffective } from './order-line.ts'
import { markOf } from './overtaken.ts'
import { closedDays, testsAmong, wantedBy, weigh, withNames } from './queries.ts'
import { spoken } from './spoken.ts'
import { answers, orderLines, orders, proposals } from './tables.ts'
import { decisionsByMail } from './tell-partner.ts'

/** More than anybody reads; the oldest fall away. */
const historyMax = 300

/** Throws Unknown when it is not there or not the caller's. */
export async function getOrder(tx: Tx, orderId: string): Promise<OrderDetail> {
  const [found] = await withNames(tx).where(eq(orders.id, orderId))
  const { order, buyerName, relationship } = known(found)
  const lines = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.lineNumber))
  const said = await tx
    .select()
    .from(proposals)
    .where(eq(proposals.orderId, orderId))
    .orderBy(asc(proposals.createdAt), asc(proposals.id))
  const today = localDateOf(tx.now, order.shipTo.zone)
  const latenessOf = (line: LineRecord) =>
    lateness(
      line,
      today,
      relationship.tolerance,
      said.filter(({ lineId }) => lineId === line.id),
    )
  const silent = !order.answerWanted
  const closedOn = await closedDays(tx, [relationship.calendarId])
  const isClosed = (day: string) => closedOn(relationship.calendarId, day)
  const open = said.filter(({ status }) => status === 'open')
  const kept = await keptDays(
    tx,
    lines.map(line => ({ line, order, relationship, day: wantedBy(line, open) })),
  )
  return {
    id: order.id,
    number: order.number,
    kind: order.kind,
    priority: order.priority,
    version: order.version,
    status: order.status,
    document: order.document,
    answerWanted: order.answerWanted,
    inTest: (await testsAmong(tx, [{ order, relationship }])).get(orderId) ?? null,
    answerBy: silent ? 'silence' : relationship.documents.answer === '855' ? '855' : 'portal',
    decisionBy: decisionsByMail(order, relationship) ? 'mail' : 'portal',
    nobodyOpens: await nobodyOpens(tx, order, relationship),
    relationshipId: relationship.id,
    contactEmail: relationship.contactEmail,
    calendarId: relationship.calendarId,
    side: tx.caller.orgId === order.buyerId ? 'buyer' : 'supplier',
    buyer: { id: order.buyerId, name: buyerName },
    supplier: { id: order.supplierId, name: relationship.supplierName },
    shipTo: order.shipTo,
    note: order.note,
    issuedAt: order.issuedAt.toISOString(),
    issuedBy: order.issuedBy,
    deliveredAt: order.deliveredAt?.toISOString() ?? null,
    viewedAt: order.viewedAt?.toISOString() ?? null,
    answeredAt: order.answeredAt?.toISOString() ?? null,
    tolerance: relationship.tolerance,
    lines: lines.map(line => ({
      ...lineOf(line, said, isClosed, latenessOf(line)),
      keepUntil: kept.get(line.id)?.until?.toISOString() ?? null,
      earliest: kept.get(line.id)?.earliest ?? null,
    })),
    proposals: said.map(each => proposalOf(each, lines)),
    answers: await answersOf(tx, orderId, lines),
    history: await historyOf(tx, orderId),
    documents: await documentsOf(tx, orderId),
  }
}

async function nobodyOpens(tx: Tx, order: OrderRecord, relationship: RelationshipRecord): Promise<boolean> {
  if (tx.caller.orgId !== order.buyerId || !decisionsByMail(order, relationship)) return false
  return !(await anybodyMay(tx, order.supplierId, 'order.answer'))
}

function lineOf(
  line: LineRecord,
  said: readonly ProposalRecord[],
  isClosed: (day: string) => boolean,
  late: Lateness | undefined,
): Omit<LineDetail, 'keepUntil' | 'earliest'> {
  const open = said.find(each => each.lineId === line.id && each.status === 'open')
  return {
    id: line.id,
    lineNumber: line.lineNumber,
    itemId: line.itemId,
    buyerPart: line.buyerPart,
    supplierPart: line.supplierPart,
    description: line.description,
    unit: line.unit,
    quantity: line.quantity,
    needBy: line.needBy,
    askedVersion: line.askedVersion,
    mark: markOf(line, open),
    firstPromise: line.firstPromise,
    at: line.at,
    promised: line.promised,
    open: open
      ? {
          id: open.id,
          by: open.by,
          promised: weigh(
            open.promised,
            line.needBy,
            isClosed,
            said.filter(({ lineId }) => lineId === line.id),
          ),
          reason: open.reason,
          at: open.createdAt.toISOString(),
          proposedBy: open.proposedBy,
        }
      : null,
    rejectReason: line.rejectReason,
    late: late !== undefined,
    lateDays: late?.days ?? null,
  }
}

const proposalOf = (said: ProposalRecord, lines: readonly LineRecord[]) => ({
  id: said.id,
  lineNumber: lines.find(line => line.id === said.lineId)?.lineNumber ?? 0,
  by: said.by,
  againstVersion: said.againstVersion,
  promised: said.promised,
  reason: said.reason,
  status: said.status,
  channel: said.channel,
  proposedBy: said.proposedBy,
  createdAt: said.createdAt.toISOString(),
  decidedAt: said.decidedAt?.toISOString() ?? null,
  decidedBy: said.decidedBy,
  decisionNote: said.decisionNote,
})

async function answersOf(tx: Tx, orderId: string, lines: readonly LineRecord[]): Promise<OrderDetail['answers']> {
  const rows = await tx.select().from(answers).where(eq(answers.orderId, orderId)).orderBy(desc(answers.receivedAt))
  const unitOf = (lineNumber: number) => lines.find(line => line.lineNumber === lineNumber)?.unit ?? ''
  return rows.map(row => ({
    id: row.id,
    versionAnswered: row.versionAnswered,
    applied: row.lines.some(({ outcome }) => isEffective(outcome)),
    channel: row.channel,
    answeredBy: row.answeredBy,
    receivedAt: row.receivedAt.toISOString(),
    lines: row.lines.map(({ lineNumber, answer, outcome = 'kept' }) => ({
      lineNumber,
      words: inWords(answer, unitOf(lineNumber)),
      outcome,
    })),
  }))
}

/** An answer as the history tells it. */
export function inWords(act: AnswerAct, unit: string): string {
  switch (act.act) {
    case 'accept':
      return 'accepted'
    case 'reject':
      return `rejected: ${act.reason}`
    case 'hold':
      return `neither yes nor no: ${act.reason}`
    case 'propose':
      return `${spoken(act.promised, unit)}${act.reason === '' ? '' : ` (${act.reason})`}`
  }
}

async function historyOf(tx: Tx, orderId: string): Promise<OrderDetail['history']> {
  await flush(tx)
  const rows = await tx
    .select()
    .from(events)
    .where(eq(events.subjectId, orderId))
    .orderBy(desc(events.seq))
    .limit(historyMax)
  return rows.map(({ id, type, at, recordedAt, actorName, channel, data }) => ({
    id,
    type,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    actorName,
    channel,
    data,
  }))
}
