// What is in an interchange, part by part: some segments in words, each finding at its segment, where a text stands.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import type { Finding } from '../x12/index.ts'
import {
  type FindingShown,
  type FindingsShown,
  findingsShownMax,
  linesFoundMax,
  type SegmentsShown,
  segmentsMax,
} from './api.ts'
import { explainLines, lineAt, lineCount, linesHolding, type Outline, outlineOf } from './outline.ts'
import { pinnedIn } from './pinned.ts'
import { mine } from './queries.ts'
import { largeBytes, looking } from './reader.ts'
import { bytesBetween, pieceForPeopleBytes, readBytes } from './stored-bytes.ts'
import { documents, interchanges } from './tables.ts'

/** Segments whose places are remembered, of all interchanges looked at lately: seven bytes each. */
const rememberedMax = 4_000_000
/** By the interchange's id: bytes never change. In the order in which they were looked at, the last one last. */
const remembered = new Map<string, Promise<Outline | undefined>>()
const sizes = new Map<string, number>()

/** Throws Unknown when the interchange is not there or not the caller's. */
export async function segmentsOf(
  tx: Tx,
  interchangeId: string,
  { from = 0, count = segmentsMax }: { from?: number; count?: number },
): Promise<SegmentsShown> {
  const outline = await outlineFor(tx, interchangeId)
  if (!outline) return { total: 0, from, separators: { component: '' }, segments: [] }
  const { component, repetition } = outline.delimiters
  return {
    total: lineCount(outline),
    from,
    separators: { component, ...(repetition === undefined ? {} : { repetition }) },
    segments: await explainLines(outline, from, count, (start, end) => bytesBetween(tx, interchangeId, start, end)),
  }
}

/** Throws Unknown when the interchange is not there or not the caller's. */
export async function findingsIn(tx: Tx, interchangeId: string): Promise<FindingsShown> {
  const outline = await outlineFor(tx, interchangeId)
  const [whole] = await tx
    .select({ findings: interchanges.findings })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  const parts = await tx
    .select({ findings: documents.findings })
    .from(documents)
    .where(and(eq(documents.interchangeId, interchangeId), sql`${documents.findings} <> '[]'::jsonb`))
    .orderBy(asc(documents.groupIndex), asc(documents.setIndex))
  const all = [...(whole?.findings ?? []), ...parts.flatMap(one => one.findings)]
  const errors = all.filter(one => one.severity === 'error')
  // Of too many, errors are told before what is not one.
  const told = all.length > findingsShownMax ? [...errors, ...all.filter(one => one.severity !== 'error')] : all
  const pinned = outline ? await pinnedIn(tx, interchangeId, outline) : []
  const shown = told.slice(0, findingsShownMax).map(one => ({ ...shownFinding(one), ...placed(outline, one) }))
  return {
    total: all.length + pinned.length,
    errors: errors.length + pinned.length,
    findings: [...pinned, ...shown].slice(0, findingsShownMax).toSorted((a, b) => a.offset - b.offset),
  }
}

function placed(outline: Outline | undefined, { offset }: Finding): { line?: number } {
  const line = outline ? lineAt(outline, offset) : -1
  return line < 0 ? {} : { line }
}

/** Throws Unknown when the interchange is not there or not the caller's. */
export async function linesFound(tx: Tx, interchangeId: string, text: string) {
  const outline = await outlineFor(tx, interchangeId)
  if (!outline) return { total: 0, lines: [] }
  const bytes = await readBytes(tx, interchangeId, pieceForPeopleBytes)
  if (bytes.length < largeBytes) return linesHolding(bytes, outline, text, linesFoundMax)
  return await looking.ask('search', bytes, { outline, text, max: linesFoundMax })
}

/** Where its segments stand; undefined when nothing readable is in it. Many who ask at once wait for one reading. */
async function outlineFor(tx: Tx, interchangeId: string): Promise<Outline | undefined> {
  const [seen] = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .where(and(eq(interchanges.id, interchangeId), mine(tx, interchanges)))
  known(seen)
  const before = remembered.get(interchangeId)
  const outline = before ?? outlined(tx, interchangeId)
  remembered.delete(interchangeId)
  remembered.set(interchangeId, outline)
  if (!before)
    await outline.then(
      found => remember(interchangeId, found),
      () => remembered.delete(interchangeId),
    )
  return await outline
}

function remember(interchangeId: string, outline: Outline | undefined): void {
  sizes.set(interchangeId, outline ? lineCount(outline) : 1)
  let sum = [...sizes.values()].reduce((all, one) => all + one, 0)
  for (const id of remembered.keys()) {
    if (sum <= rememberedMax) return
    sum -= sizes.get(id) ?? 0
    sizes.delete(id)
    remembered.delete(id)
  }
}

async function outlined(tx: Tx, interchangeId: string): Promise<Outline | undefined> {
  const bytes = await readBytes(tx, interchangeId, pieceForPeopleBytes)
  return bytes.length < largeBytes ? outlineOf(bytes) : await looking.ask('outline', bytes)
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
  ...(finding.component === undefined ? {} : { component: finding.component }),
  ...(finding.repetition === undefined ? {} : { repetition: finding.repetition }),
  ...(finding.value === undefined ? {} : { value: finding.value }),
})
