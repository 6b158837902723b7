// Reads an interchange, answers it, and applies what was accepted: one transaction, so that all of it happens once.
import { and, eq, sql } from 'drizzle-orm'
import { settleAlong, takeAlong } from '../kernel/batch.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later, type Work, type WorkHandler } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import {
  type Finding,
  type GroupJudgment,
  type Judgment,
  judgeInterchange,
  readInterchanges,
  type SetJudgment,
} from '../x12/index.ts'
import { takeAcknowledgment, takeTa1s } from './acknowledged.ts'
import { applyAtOnce, outcomeFact, partnerSystem, speakingAs } from './apply.ts'
import type { InboundHandlers, Relationship } from './contract.ts'
import type { DocumentInsert } from './freeze.ts'
import { type InterchangeStatus, statusOf } from './interchange.ts'
import { processWork } from './receive.ts'
import { interchanges } from './tables.ts'
import { writeAnswers } from './write-answers.ts'

type Stored = typeof interchanges.$inferSelect

export const applyWork = 'document.apply'

/** Findings kept of one document or interchange; the reader counts on, people do not. */
export const findingsMax = 200
/** Few documents are applied while reading; many would keep the 997 waiting, so each gets work of its own. */
const atOnceMax = 3
/** Interchanges of one supplier that are taken along; few enough that none waits long for its 997. */
const alongMax = 7

export const processHandler = (handlers: InboundHandlers): WorkHandler => ({
  kind: processWork,
  lane: 'read',
  mode: 'tx',
  run: async (tx, work) => {
    // What waits with it goes with it, at the price of one commit; after a failure each is tried by itself.
    const along = work.attempts === 0 ? await takeAlong(tx, work, alongMax) : []
    for (const { interchange, relationship } of await receivedOf(tx, [work, ...along])) {
      const partner = speakingAs(tx, partnerSystem(relationship))
      await processInterchange(partner, handlers, interchange, relationship)
    }
    await settleAlong(tx, { done: along, postponed: new Map() })
    return undefined
  },
  triesMax: 6,
  // Poison: it waits for a person, and whoever comes after it is served.
  gaveUp: async (tx, { key, data }, error) => {
    const reason = `Reading it failed again and again: ${error.message}`.slice(0, 500)
    const [row] = await tx
      .update(interchanges)
      .set({ status: 'needs-attention', reason })
      .where(and(eq(interchanges.id, data.interchangeId ?? key), eq(interchanges.status, 'received')))
      .returning({ id: interchanges.id, buyerId: interchanges.buyerId, supplierId: interchanges.supplierId })
    if (!row) return
    await announce(tx, {
      type: 'interchange.needs-attention',
      subject: { kind: 'interchange', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: tx.now,
      data: { reason },
    })
  },
})

/** In the order in which they came. */
const receivedOf = (tx: Tx, works: readonly Work[]) =>
  tx
    .select({ interchange: interchanges, relationship: relationships })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .where(
      and(
        // One array, not a list: the same statement however many they are.
        sql`${interchanges.id} = any(${`{${works.map(({ key, data }) => data.interchangeId ?? key).join(',')}}`}::uuid[])`,
        eq(interchanges.status, 'received'),
      ),
    )
    .orderBy(interchanges.at, interchanges.id)

/** Judged, answered, and, where it is live and accepted, applied. */
export async function processInterchange(
  tx: Tx,
  handlers: InboundHandlers,
  stored: Stored,
  relationship: Relationship,
): Promise<void> {
  const [interchange] = readInterchanges(stored.bytes).interchanges
  if (!interchange) throw new Error('what was framed at the door must be readable')
  const receivers = relationship.ourIdentity ? [relationship.ourIdentity] : []
  const judgment = judgeInterchange(interchange, { receivers })
  failpoint('process.after-read')
  const live = judgment.accepted && stored.usage === relationship.usage
  const documentRows = await documentsOf(tx, handlers, { stored, relationship, judgment, live })
  const told = relationship.ta1Requested && judgment.ta1.code === 'R'
  await writeAnswers(tx, relationship, {
    relatedId: stored.id,
    usage: stored.usage,
    groups: judgment.accepted ? judgment.groups : [],
    ta1: judgment.ta1Wanted || told ? { interchange, ...judgment.ta1 } : undefined,
    alongside: documentRows,
  })
  const stray = live ? await takeTa1s(tx, relationship, interchange.ta1s, stored.at) : undefined
  const status = stray ? 'needs-attention' : comeTo(judgment, live, documentRows)
  await record(tx, stored, judgment, { status, stray }, documentRows)
  failpoint('process.before-commit')
}

interface Reading {
  stored: Stored
  relationship: Relationship
  judgment: Judgment
  /** Accepted, and neither a test on a live relationship nor the reverse. */
  live: boolean
}

/** The rows of its documents, with what became of each so far. */
async function documentsOf(tx: Tx, handlers: InboundHandlers, reading: Reading): Promise<DocumentInsert[]> {
  const { judgment, live } = reading
  const many = judgment.groups.reduce((sum, group) => sum + group.sets.length, 0) > atOnceMax
  const rows: DocumentInsert[] = []
  for (const [groupIndex, group] of judgment.groups.entries()) {
    for (const [setIndex, set] of group.sets.entries()) {
      const row = rowOf(reading, group, set, groupIndex, setIndex)
      if (row.status === 'accepted' && live) await apply(tx, handlers, reading, { row, group, set, many })
      rows.push(row)
    }
  }
  return rows
}

function rowOf(
  { stored, judgment, live }: Reading,
  { group }: GroupJudgment,
  { set, code, findings }: SetJudgment,
  groupIndex: number,
  setIndex: number,
): DocumentInsert {
  const refused = !judgment.accepted || code === 'R'
  return {
    id: newId(),
    buyerId: stored.buyerId,
    supplierId: stored.supplierId,
    direction: 'in',
    interchangeId: stored.id,
    setId: storable(set.id, 20),
    functionalId: storable(group.gs.functionalId, 20),
    groupControl: storable(group.gs.control, 40),
    setControl: storable(set.control, 40),
    groupVersion: storable(group.gs.version, 40),
    groupIndex,
    setIndex,
    status: refused ? 'rejected' : live ? 'accepted' : 'test',
    reason: refused ? (firstError(findings) ?? firstError(judgment.findings)) : null,
    findings: storableFindings(findings),
    createdAt: stored.at,
  }
}

/** Changes the row to what came of it, or leaves work behind that will. */
async function apply(
  tx: Tx,
  handlers: InboundHandlers,
  { stored, relationship }: Reading,
  { row, group, set: { set }, many }: { row: DocumentInsert; group: GroupJudgment; set: SetJudgment; many: boolean },
): Promise<void> {
  if (!group.answered) {
    const reason = await takeAcknowledgment(tx, relationship, set, stored.at)
    Object.assign(row, reason ? { status: 'needs-attention', reason } : { status: 'applied', appliedAt: tx.now })
    return
  }
  const document = { documentId: row.id, relationship, group: group.group, set, receivedAt: stored.at }
  const outcome = many ? undefined : await applyAtOnce(tx, handlers, document)
  if (!outcome) {
    const { supplierId } = relationship
    await later(tx, { kind: applyWork, lane: 'edi', orgId: supplierId, key: row.id, data: { documentId: row.id } })
    return
  }
  if (outcome.status === 'applied') Object.assign(row, { status: 'applied', appliedAt: tx.now })
  else Object.assign(row, { status: 'needs-attention', reason: outcome.reason })
  if (outcome.subject) Object.assign(row, subjectColumns(outcome.subject))
  await announce(tx, outcomeFact(document, stored.id, outcome))
}

export const subjectColumns = ({ kind, id, label }: { kind: string; id: string; label: string }) => ({
  subjectKind: kind,
  subjectId: id,
  subjectLabel: label,
})

function comeTo(judgment: Judgment, live: boolean, rows: readonly DocumentInsert[]): InterchangeStatus {
  if (!judgment.accepted) return 'rejected'
  if (!live) return 'test'
  if (rows.length === 0) return judgment.interchange.ta1s.length > 0 ? 'applied' : 'answered'
  return statusOf(rows)
}

async function record(
  tx: Tx,
  stored: Stored,
  judgment: Judgment,
  { status, stray }: { status: InterchangeStatus; stray: string | undefined },
  rows: readonly DocumentInsert[],
): Promise<void> {
  const findings = [...judgment.findings, ...judgment.groups.flatMap(group => group.findings)]
  const reason =
    status === 'rejected' ? (firstError(findings) ?? rows[0]?.reason ?? null) : (stray ?? testReason(status, stored))
  await tx
    .update(interchanges)
    .set({ status, reason, findings: storableFindings(findings) })
    .where(eq(interchanges.id, stored.id))
  // Told by its documents already, each with what became of it.
  if (rows.some(row => row.status === 'applied' && row.functionalId !== 'FA')) return
  await announce(tx, {
    type: 'interchange.read',
    subject: { kind: 'interchange', id: stored.id },
    parties: [stored.buyerId, stored.supplierId],
    at: tx.now,
    data: { status, sets: [...new Set(rows.map(row => row.setId))].slice(0, 10) },
  })
}

const testReason = (status: InterchangeStatus, { usage }: Stored): string | null =>
  status !== 'test'
    ? null
    : usage === 'P'
      ? 'It is live (ISA15 P), and the relationship is still in test: answered, not applied.'
      : `It is a test (ISA15 ${usage}) on a live relationship: answered, not applied.`

const firstError = (findings: readonly Finding[]): string | null => {
  const error = findings.find(one => one.severity === 'error')
  return error ? `${error.text} ${error.remedy}`.trim() : null
}

/** Postgres text and jsonb hold no NUL; what partners write is cut to what a column should hold. */
const storable = (text: string, lengthMax: number) => text.replaceAll('\0', '').slice(0, lengthMax)
const storableFindings = (findings: readonly Finding[]): Finding[] =>
  JSON.parse(JSON.stringify(findings.slice(0, findingsMax)).replaceAll('\\u0000', '')) as Finding[]
