// Reads interchanges, answers them, and applies what was accepted: one transaction, so that all of it happens once.
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import { settleAlong, takeAlong } from '../kernel/batch.ts'
import { systemOf, type Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later, type Work, type WorkHandler } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import {
  type Finding,
  type Group,
  type GroupJudgment,
  type JudgeOptions,
  type Judgment,
  judgeInterchange,
  readInterchanges,
  type SetJudgment,
  type TransactionSet,
} from '../x12/index.ts'
import { takeAcknowledgment, takeTa1s } from './acknowledged.ts'
import {
  applyAtOnce,
  type Outcome,
  type Outcomes,
  outcomeFact,
  partnerSystem,
  refuseToApply,
  speakingAs,
} from './apply.ts'
import { numberIn } from './carried.ts'
import type { InboundDocument, InboundHandlers, Relationship } from './contract.ts'
import type { DocumentInsert } from './freeze.ts'
import { keepFurther } from './further.ts'
import { type InterchangeStatus, statusOf } from './interchange.ts'
import { giveTurn, judging, largeBytes, takeTurn } from './reader.ts'
import { processWork } from './receive.ts'
import { readBytes } from './stored-bytes.ts'
import { interchanges } from './tables.ts'
import { readAgain } from './working-copy.ts'
import { type Answers, writeAnswers } from './write-answers.ts'

type Receivers = NonNullable<JudgeOptions['receivers']>

const { bytes: _bytes, ...lightColumns } = getTableColumns(interchanges)
/** The bytes are left out where they are many. */
type Stored = Omit<typeof interchanges.$inferSelect, 'bytes'> & { bytes: Buffer | null }

export const applyWork = 'document.apply'

/** Findings kept of one document or interchange; the reader counts on, people do not. */
export const findingsMax = 200
/** Few documents are applied while reading; many would keep the 997 waiting, so each gets work of its own. */
const atOnceMax = 3
/** Interchanges of one supplier that are taken along; few enough that none waits long for its 997. */
const alongMax = 7
/** A long interchange looks again after this while another is being read. */
const busyMs = 1_000
/** Said when the work is left; what is long and does not say so is read apart all the same. */
const isLarge = ({ data }: Pick<Work, 'data'>) => data.size === 'large'

export const processHandler = (handlers: InboundHandlers): WorkHandler => ({
  kind: processWork,
  lane: 'read',
  mode: 'tx',
  run: async (tx, work) => {
    if (!isLarge(work)) return await processWaiting(tx, handlers, work)
    // One long one at a time: the lane's other places are for what is short.
    if (!takeTurn()) return { postpone: new Date(tx.now.getTime() + busyMs) }
    try {
      return await processWaiting(tx, handlers, work)
    } finally {
      giveTurn()
    }
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

const fewBytes = sql<Buffer | null>`case when length(${interchanges.bytes}) < ${sql.raw(String(largeBytes))}
  then ${interchanges.bytes} end`

async function processWaiting(tx: Tx, handlers: InboundHandlers, work: Work): Promise<undefined> {
  // What waits with it goes with it, at the price of one commit; after a failure each is tried by itself.
  const taken = work.attempts === 0 && !isLarge(work) ? await takeAlong(tx, work, alongMax) : []
  const along = taken.filter(one => !isLarge(one))
  for (const [relationship, received] of byRelationship(await receivedOf(tx, [work, ...along])))
    await processInterchanges(speakingAs(tx, partnerSystem(relationship)), handlers, relationship, received)
  const given = taken.filter(isLarge).map(one => [one, tx.now] as const)
  await settleAlong(tx, { done: along, postponed: new Map(given) })
}

/** In the order in which they came. */
const receivedOf = (tx: Tx, works: readonly Work[]) =>
  tx
    .select({ interchange: { ...lightColumns, bytes: fewBytes }, relationship: relationships })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .where(
      and(
        anyOf(
          interchanges.id,
          works.map(({ key, data }) => data.interchangeId ?? key),
        ),
        eq(interchanges.status, 'received'),
      ),
    )
    .orderBy(interchanges.at, interchanges.id)

function byRelationship(received: Awaited<ReturnType<typeof receivedOf>>): Map<Relationship, Stored[]> {
  const first = new Map<string, Relationship>()
  const groups = new Map<Relationship, Stored[]>()
  for (const { interchange, relationship } of received) {
    const known = first.get(relationship.id) ?? relationship
    first.set(relationship.id, known)
    groups.set(known, [...(groups.get(known) ?? []), interchange])
  }
  return groups
}

/** An interchange on its way through here. */
interface Reading {
  stored: Stored
  /** The set with its segments; of a long interchange they are read now. */
  whole: (document: ReadDocument) => { group: Group; set: TransactionSet }
  relationship: Relationship
  judgment: Judgment
  /** Its bytes are cut into records, so that a set is not one stretch of them. */
  wrapped: boolean
  /** What a set calls its subject. */
  numberOf: (set: TransactionSet) => string | undefined
  /** Accepted, not a test, and what was agreed is no test either: only this is applied. */
  live: boolean
  /** What it says of documents of ours is noted at them: a test speaks of those that left as tests. */
  noted: boolean
  documents: ReadDocument[]
}

interface ReadDocument {
  /** Says in the end what became of it. */
  row: DocumentInsert & { id: string }
  group: GroupJudgment
  set: SetJudgment
}

/**
 * Judged, answered, and, where they are live and accepted, applied: interchanges of one relationship. Control numbers
 * are taken last, so that the next ones are read and applied while these are.
 */
async function processInterchanges(
  tx: Tx,
  handlers: InboundHandlers,
  relationship: Relationship,
  received: readonly Stored[],
): Promise<void> {
  const readings: Reading[] = []
  for (const stored of received) readings.push(await read(tx, stored, relationship))
  const outcomes = await applyAtOnce(tx, handlers, [...readings.flatMap(reading => toApply(reading, handlers))])
  for (const reading of readings) await settle(tx, reading, handlers, outcomes)
  const strays: (string | undefined)[] = []
  for (const { noted, judgment, stored } of readings)
    strays.push(noted ? await takeTa1s(tx, relationship, judgment.interchange.ta1s, stored.at) : undefined)
  await writeAnswers(tx, relationship, readings.map(answersTo))
  await record(tx, readings, strays)
  failpoint('process.before-commit')
}

async function read(tx: Tx, stored: Stored, relationship: Relationship): Promise<Reading> {
  const receivers = relationship.ourIdentity ? [relationship.ourIdentity] : []
  const { judgment, wrapped, whole, numberOf } = await (stored.bytes
    ? judgeHere(stored.bytes, receivers)
    : judgeApart(tx, stored, receivers))
  failpoint('process.after-read')
  const live = judgment.accepted && stored.usage === 'P' && relationship.usage === 'P'
  const documents = judgment.groups.flatMap((group, groupIndex) =>
    group.sets.map((set, setIndex) => ({
      row: rowOf({ stored, judgment, wrapped, live, numberOf }, group, set, groupIndex, setIndex),
      group,
      set,
    })),
  )
  const noted = judgment.accepted && stored.usage === relationship.usage
  return { stored, relationship, judgment, wrapped, whole, numberOf, live, noted, documents }
}

type Judged = Pick<Reading, 'judgment' | 'wrapped' | 'whole' | 'numberOf'>
const unreadable = () => new Error('what was framed at the door must be readable')

function judgeHere(bytes: Buffer, receivers: Receivers): Judged {
  const { interchanges: all, findings } = readInterchanges(bytes)
  const [interchange] = all
  if (!interchange) throw unreadable()
  const wrapped = findings.some(one => one.code === 'input.wrapped')
  const whole: Judged['whole'] = ({ group: { group }, set: { set } }) => ({ group, set })
  const numberOf: Judged['numberOf'] = set => numberIn(bytes, set, interchange.delimiters)
  return { judgment: judgeInterchange(interchange, { receivers }), wrapped, whole, numberOf }
}

/** In a thread of its own: what comes back is judged, and holds no segments. */
async function judgeApart(tx: Tx, { id }: Stored, receivers: Receivers): Promise<Judged> {
  const bytes = await readBytes(tx, id)
  const judged = await keptAlive(tx, judging.ask('judge', bytes, { receivers }))
  if (!judged) throw unreadable()
  const { judgment, wrapped } = judged
  const { interchange } = judgment
  const whole: Judged['whole'] = ({ group: { group }, set: { set } }) =>
    readAgain(bytes, { interchange, group, set, wrapped })
  return { judgment, wrapped, whole, numberOf: set => numberIn(bytes, set, interchange.delimiters) }
}

/** A transaction that says nothing for a minute is ended by the database. */
async function keptAlive<T>(tx: Tx, waited: Promise<T>): Promise<T> {
  const still = Symbol('still')
  for (;;) {
    const came = await Promise.race([waited, pause(aliveMs, still, { ref: false })])
    if (came !== still) return came as T
    await tx.execute(sql`select 1`)
  }
}
const aliveMs = 15_000

const answersTo = ({ stored, relationship, judgment, documents }: Reading): Answers => {
  const told = relationship.ta1Requested && judgment.ta1Allowed && judgment.ta1.code === 'R'
  return {
    relatedId: stored.id,
    usage: stored.usage,
    groups: judgment.accepted ? judgment.groups : [],
    ta1: judgment.ta1Wanted || told ? { interchange: judgment.interchange, ...judgment.ta1 } : undefined,
    alongside: documents.map(({ row }) => row),
  }
}

/** Documents for the rooms; acknowledgments are the gateway's own business. */
const isForRoom = ({ live }: Reading, { row, group }: ReadDocument) =>
  live && row.status === 'accepted' && group.answered

/** Those that are applied at once, by the id of their row. */
function toApply(reading: Reading, handlers: InboundHandlers): InboundDocument[] {
  const { relationship, stored, documents } = reading
  if (documents.length > atOnceMax) return []
  return documents
    .filter(one => isForRoom(reading, one) && !refuseToApply(one.set.set.id, relationship, handlers))
    .map(one => ({
      documentId: one.row.id,
      interchangeId: stored.id,
      relationship,
      ...reading.whole(one),
      receivedAt: stored.at,
      isFirstTry: true,
    }))
}

/** Changes the rows to what came of their documents, or leaves work behind that will; of a test it tries them out. */
async function settle(tx: Tx, reading: Reading, handlers: InboundHandlers, outcomes: Outcomes): Promise<void> {
  const { relationship, live, documents } = reading
  const byId = new Map([...outcomes].map(([{ documentId }, outcome]) => [documentId, outcome]))
  for (const one of documents) {
    const { row, group } = one
    if (row.status === 'rejected') continue
    if (!group.answered) await noteAcknowledgment(tx, reading, one)
    else if (live) {
      const refused = refuseToApply(one.set.set.id, relationship, handlers)
      const outcome = refused ? { status: 'needs-attention' as const, reason: refused } : byId.get(row.id)
      if (outcome) await settleOne(tx, reading, one, outcome)
      else await applyLater(tx, relationship, row.id)
    } else await applyLater(tx, relationship, row.id)
  }
}

async function noteAcknowledgment(tx: Tx, reading: Reading, one: ReadDocument): Promise<void> {
  const { stored, relationship, live, noted } = reading
  if (!noted) return
  const reason = await takeAcknowledgment(tx, relationship, reading.whole(one).set, stored.at)
  if (!live) one.row.reason = reason ?? 'Test: what it says is noted at the test documents that it answers.'
  else Object.assign(one.row, reason ? { status: 'needs-attention', reason } : { status: 'applied', appliedAt: tx.now })
}

async function settleOne(
  tx: Tx,
  { relationship, stored }: Reading,
  { row, set: { set } }: ReadDocument,
  outcome: Outcome,
): Promise<void> {
  if (outcome.status === 'applied') Object.assign(row, { status: 'applied', appliedAt: tx.now })
  else Object.assign(row, { status: 'needs-attention', reason: outcome.reason })
  if (outcome.subject) {
    await keepFurther(tx, row, outcome.subject)
    Object.assign(row, subjectColumns(outcome.subject))
  }
  const told = { documentId: row.id, relationship, set, receivedAt: stored.at }
  await announce(byPullwire(tx), outcomeFact(told, stored.id, outcome))
}

/** Reading, judging and applying are our acts; what the partner says by it is told as the partner's. */
const byPullwire = (tx: Tx): Tx => speakingAs(tx, systemOf(tx.caller.orgId))

const applyLater = (tx: Tx, { supplierId }: Relationship, documentId: string) =>
  later(tx, { kind: applyWork, lane: 'edi', orgId: supplierId, key: documentId, data: { documentId } })

function rowOf(
  { stored, judgment, wrapped, live, numberOf }: Pick<Reading, 'stored' | 'judgment' | 'wrapped' | 'live' | 'numberOf'>,
  { group }: GroupJudgment,
  { set, code, findings }: SetJudgment,
  groupIndex: number,
  setIndex: number,
): DocumentInsert & { id: string } {
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
    ...(wrapped ? {} : { bytesFrom: set.offset, bytesTo: set.end, groupFrom: group.offset }),
    status: refused ? 'rejected' : live ? 'accepted' : 'test',
    reason: refused ? (firstError(findings) ?? firstError(judgment.findings)) : null,
    findings: storableFindings(findings),
    subjectLabel: numberOf(set) ?? null,
    createdAt: stored.at,
  }
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

/** What each has come to, in one statement. */
async function record(tx: Tx, readings: readonly Reading[], strays: readonly (string | undefined)[]): Promise<void> {
  const results = readings.map((reading, i) => resultOf(reading, strays[i]))
  await tx.execute(sql`
    update interchanges i set status = x.status, reason = x.reason, findings = x.findings
      from jsonb_to_recordset(${JSON.stringify(results)}::jsonb)
        as x(id uuid, status text, reason text, findings jsonb)
     where ${anyOf(
       sql`i.id`,
       results.map(({ id }) => id),
     )} and i.id = x.id`)
  for (const [i, { stored, documents }] of readings.entries()) {
    // Told by its documents already, each with what became of it.
    if (documents.some(({ row }) => row.status === 'applied' && row.functionalId !== 'FA')) continue
    await announce(byPullwire(tx), {
      type: 'interchange.read',
      subject: { kind: 'interchange', id: stored.id },
      parties: [stored.buyerId, stored.supplierId],
      at: tx.now,
      data: { status: results[i]?.status, sets: [...new Set(documents.map(({ row }) => row.setId))].slice(0, 10) },
    })
  }
}

function resultOf({ stored, judgment, live, documents }: Reading, stray: string | undefined) {
  const rows = documents.map(({ row }) => row)
  const status = stray && live ? 'needs-attention' : comeTo(judgment, live, rows)
  const findings = [...judgment.findings, ...judgment.groups.flatMap(group => group.findings)]
  const reason =
    status === 'rejected' ? (firstError(findings) ?? rows[0]?.reason ?? null) : (stray ?? testReason(status, stored))
  return { id: stored.id, status, reason, findings: storableFindings(findings) }
}

const testReason = (status: InterchangeStatus, { usage }: Stored): string | null =>
  status !== 'test'
    ? null
    : usage === 'P'
      ? 'It is live (ISA15 P), and the relationship is still in test: judged and answered, not applied.'
      : `It is a test (ISA15 ${usage}): judged and answered, not applied.`

const firstError = (findings: readonly Finding[]): string | null => {
  const error = findings.find(one => one.severity === 'error')
  return error ? `${error.text} ${error.remedy}`.trim() : null
}

/** Postgres text and jsonb hold no NUL; what partners write is cut to what a column should hold. */
const storable = (text: string, lengthMax: number) => text.replaceAll('\0', '').slice(0, lengthMax)
const storableFindings = (findings: readonly Finding[]): Finding[] =>
  JSON.parse(JSON.stringify(findings.slice(0, findingsMax)).replaceAll('\\u0000', '')) as Finding[]
