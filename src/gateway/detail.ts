// One interchange for a person: raw and readable side by side, each finding at its segment.
import { and, asc, eq, getTableColumns, inArray, or } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import {
  type ExplainedSegment,
  explainSet,
  type Finding,
  type Interchange,
  readInterchanges,
  segmentInWords,
} from '../x12/index.ts'
import type { ExplainedSegmentShown, FindingShown, InterchangeDetail } from './api.ts'
import { interchangeActs, refuseInterchange } from './interchange.ts'
import { documentsIn, interchangeShown } from './queries.ts'
import { stateOf } from './resend.ts'
import { documentRow } from './rows.ts'
import { documents, interchanges, unanswered } from './tables.ts'

/** Drawn on one page; the download has all. */
const segmentsMax = 2_000
const historyMax = 200

type Stored = typeof interchanges.$inferSelect
type Document = typeof documents.$inferSelect

/** Throws Unknown when it is not there or not the caller's. */
export async function getInterchange(tx: Tx, interchangeId: string): Promise<InterchangeDetail> {
  const shown = known(await interchangeShown(tx, interchangeId))
  const [stored] = await tx
    .select({ ...getTableColumns(interchanges), unanswered })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  const interchange = known(stored)
  const sets = await documentsIn(tx, interchangeId)
  const { segments, segmentCount, rest } = explained(interchange, sets)
  return {
    interchange: shown,
    segments,
    segmentCount,
    findings: rest,
    documents: sets.map(one => documentRow(one, interchange)),
    related: await relatedOf(tx, interchange),
    history: await historyOf(tx, interchange, sets),
    may: Object.fromEntries(
      interchangeActs.map(act => [
        act,
        refuseInterchange(act, stateOf({ ...interchange, documents: sets.length })) ?? null,
      ]),
    ),
  }
}

function explained(stored: Stored, sets: readonly Document[]) {
  const [interchange] = readInterchanges(stored.bytes).interchanges
  const findings = [...stored.findings, ...sets.flatMap(one => one.findings)]
  if (!interchange) return { segments: [], segmentCount: 0, rest: findings.map(shownFinding) }
  const all = [...linesOf(interchange, sets)]
  const places = findings.map(finding => placeIn(all, finding.offset))
  const shown = windowsOf(all.length, places)
  const rest: Finding[] = []
  for (const [i, finding] of findings.entries()) {
    const place = places[i] ?? -1
    if (shown.has(place)) all[place]?.findings.push(shownFinding(finding))
    else rest.push(finding)
  }
  const drawn = all.flatMap(({ offset: _, ...one }, i) => (shown.has(i) ? [one] : []))
  return { segments: drawn, segmentCount: all.length, rest: rest.map(shownFinding) }
}

/**
 * A missing segment is told where it was due: at the segment that stands there, or the last one before. -1 before all.
 * Offsets rise from line to line.
 */
function placeIn(lines: readonly Line[], offset: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.offset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Which lines are drawn of more than can be: those around each finding, then from the beginning on. */
function windowsOf(lines: number, places: readonly number[]): Set<number> {
  const shown = new Set<number>()
  for (const place of places)
    for (let i = Math.max(0, place - around); i <= place + around && i < lines && shown.size < segmentsMax; i++)
      shown.add(i)
  for (let i = 0; i < lines && shown.size < segmentsMax; i++) shown.add(i)
  return shown
}
const around = 8

type Line = ExplainedSegmentShown & { offset: number }

/** Every segment from ISA to IEA, in order. */
function* linesOf(interchange: Interchange, sets: readonly Document[]): Generator<Line> {
  const { isa, delimiters, ta1s, groups, iea, offset } = interchange
  const envelope = (tag: string, values: readonly string[], at: number): Line => ({
    ...named(tag),
    position: 0,
    depth: 0,
    raw: [tag, ...values].join(delimiters.element),
    elements: values.flatMap((value, i) =>
      value.trim() === ''
        ? []
        : [{ ref: `${tag}${String(i + 1).padStart(2, '0')}`, ...envelopeName(tag, i + 1), value }],
    ),
    findings: [],
    offset: at,
  })
  yield envelope('ISA', isa.raw, offset)
  for (const ta1 of ta1s) yield envelope('TA1', [ta1.control, ta1.date, ta1.time, ta1.code, ta1.note], ta1.offset)
  for (const [groupIndex, group] of groups.entries()) {
    yield envelope('GS', group.gs.raw, group.offset)
    for (const [setIndex, set] of group.sets.entries()) {
      const document = sets.find(one => one.groupIndex === groupIndex && one.setIndex === setIndex)
      for (const [i, segment] of explainSet(set, group).entries())
        yield lineOf(segment, set.segments[i]?.text ?? '', document?.id)
    }
    if (group.ge) yield envelope('GE', [group.ge.count, group.ge.control], group.ge.offset)
  }
  if (iea) yield envelope('IEA', [iea.count, iea.control], iea.offset)
}

const lineOf = (segment: ExplainedSegment, raw: string, documentId: string | undefined): Line => ({
  position: segment.position,
  tag: segment.tag,
  ...(segment.name ? { name: segment.name } : {}),
  depth: segment.loop === '' ? 0 : segment.loop.split('/').length,
  raw,
  elements: [...segment.elements],
  findings: [],
  ...(documentId ? { documentId } : {}),
  offset: segment.offset,
})

const envelopeWords: Record<string, string> = {
  ISA: 'interchange header',
  TA1: 'interchange acknowledgment',
  GS: 'group header',
  GE: 'group trailer',
  IEA: 'interchange trailer',
}
function named(tag: string): { tag: string; name?: string } {
  const name = segmentInWords(tag) ?? envelopeWords[tag]
  return { tag, ...(name ? { name } : {}) }
}

/** Names of envelope elements, ours. */
const envelopeElements: Record<string, readonly string[]> = {
  ISA: [
    'authorization qualifier',
    'authorization',
    'security qualifier',
    'security',
    'sender qualifier',
    'sender id',
    'receiver qualifier',
    'receiver id',
    'date',
    'time',
    'repetition separator or standard',
    'version',
    'control number',
    'TA1 wanted',
    'test or production',
    'component separator',
  ],
  GS: ['kind of documents', 'sender', 'receiver', 'date', 'time', 'group control number', 'agency', 'version'],
  TA1: ['control number answered', 'date', 'time', 'verdict', 'note'],
  GE: ['documents in the group', 'group control number'],
  IEA: ['groups', 'control number'],
}
function envelopeName(tag: string, element: number): { name?: string } {
  const name = envelopeElements[tag]?.[element - 1]
  return name ? { name } : {}
}

const shownFinding = (finding: Finding): FindingShown => ({
  severity: finding.severity,
  code: finding.code,
  text: finding.text,
  remedy: finding.remedy,
  who: finding.who,
  offset: finding.offset,
  ...(finding.position === undefined ? {} : { position: finding.position }),
  ...(finding.tag === undefined ? {} : { tag: finding.tag }),
  ...(finding.element === undefined ? {} : { element: finding.element }),
  ...(finding.value === undefined ? {} : { value: finding.value }),
})

/** What answered it, what it answers, whose control number it repeats, and who repeats its own. */
async function relatedOf(tx: Tx, { id, relatedId, direction, heldAs }: Stored): Promise<InterchangeDetail['related']> {
  const wanted = or(eq(interchanges.relatedId, id), relatedId ? eq(interchanges.id, relatedId) : undefined)
  const rows = await tx
    .select({
      id: interchanges.id,
      direction: interchanges.direction,
      control: interchanges.control,
      at: interchanges.at,
      heldAs: interchanges.heldAs,
    })
    .from(interchanges)
    .where(wanted)
    .orderBy(asc(interchanges.at))
    .limit(50)
  if (rows.length === 0) return []
  const sets = await tx
    .select({ interchangeId: documents.interchangeId, setId: documents.setId })
    .from(documents)
    .where(
      inArray(
        documents.interchangeId,
        rows.map(row => row.id),
      ),
    )
  return rows.map(row => ({
    id: row.id,
    how: row.heldAs || heldAs ? 'same-number' : direction === 'in' ? 'answered-by' : 'answers',
    control: row.control,
    setIds: [...new Set(sets.filter(one => one.interchangeId === row.id).map(one => one.setId))],
    at: row.at.toISOString(),
  }))
}

async function historyOf(tx: Tx, { id }: Stored, sets: readonly Document[]): Promise<InterchangeDetail['history']> {
  await flush(tx)
  const rows = await tx
    .select()
    .from(events)
    .where(
      and(
        inArray(events.subjectKind, ['interchange', 'document']),
        inArray(events.subjectId, [id, ...sets.slice(0, historyMax).map(one => one.id)]),
      ),
    )
    .orderBy(asc(events.seq))
    .limit(historyMax)
  return rows.map(row => ({
    type: row.type,
    at: row.at.toISOString(),
    actor: row.actorName,
    channel: row.channel,
    data: row.data,
  }))
}
