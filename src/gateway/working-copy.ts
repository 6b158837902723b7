// One document as it is to be applied: as it came, or as an operator corrected it in a copy.
import { isUtf8 } from 'node:buffer'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { relationships } from '../partners/tables.ts'
import { type Group, type Interchange, judgeInterchange, readInterchanges, type TransactionSet } from '../x12/index.ts'
import type { Relationship } from './contract.ts'
import { documents, interchanges } from './tables.ts'

export interface InboundCopy {
  document: typeof documents.$inferSelect
  /** Without the bytes. */
  interchange: { id: string; at: Date; status: string; usage: string }
  relationship: Relationship
  group: Group
  set: TransactionSet
  /** The set as text, from ST to SE. */
  text: string
}

/** Loads an inbound document with the set to be applied; undefined when there is none with this id. */
export async function inboundCopy(tx: Tx, documentId: string): Promise<InboundCopy | undefined> {
  const [row] = await tx
    .select({ document: documents, interchange: interchanges, relationship: relationships })
    .from(documents)
    .innerJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, documents.buyerId), eq(relationships.supplierId, documents.supplierId)),
    )
    .where(and(eq(documents.id, documentId), eq(documents.direction, 'in')))
    .for('update', { of: documents })
  if (!row) return undefined
  const { document, relationship } = row
  const { id, at, status, usage, bytes } = row.interchange
  const framed = framedIn(bytes, document)
  if (!framed) throw new Error(`document ${documentId} is not in its interchange`)
  const own = bytes.subarray(framed.set.offset, framed.set.end).toString(lettersOf(bytes))
  const text = document.workingText ?? own
  const alone = document.workingText !== null || !framed.wrapped
  // One of many is read alone: each reading all the others would take the square of their number.
  const found = (alone && copyOf(bytes, framed.interchange, framed.group, text)) || placeOf(bytes, document)
  if (!found) throw new Error(`document ${documentId} cannot be read`)
  const { group, set } = found
  return { document, interchange: { id, at, status, usage }, relationship, group, set, text }
}

/** Where the set is, without reading any: headers and trailers say it. */
function framedIn(bytes: Buffer, { groupIndex, setIndex }: { groupIndex: number; setIndex: number }) {
  const { interchanges: all, findings } = readInterchanges(bytes, { segmentsPerSetMax: 1, findingsPerSetMax: 1 })
  const [interchange] = all
  const group = interchange?.groups[groupIndex]
  const set = group?.sets[setIndex]
  // The offsets of records of 80 columns are those of the file, which reads otherwise than its parts.
  const wrapped = findings.some(one => one.code === 'input.wrapped')
  return interchange && group && set ? { interchange, group, set, wrapped } : undefined
}

/** One set of an interchange that is known without its segments, read again from its own bytes. */
export function readAgain(
  bytes: Buffer,
  {
    interchange,
    group,
    set,
    wrapped,
  }: { interchange: Interchange; group: Group; set: TransactionSet; wrapped: boolean },
): { group: Group; set: TransactionSet } {
  const text = bytes.subarray(set.offset, set.end).toString(lettersOf(bytes))
  const groupIndex = interchange.groups.indexOf(group)
  const whole = () => placeOf(bytes, { groupIndex, setIndex: group.sets.indexOf(set) })
  const found = (wrapped ? undefined : copyOf(bytes, interchange, group, text)) ?? whole()
  if (!found) throw new Error(`document ${set.control} cannot be read again`)
  return { group: found.group, set: found.set }
}

function placeOf(bytes: Buffer, { groupIndex, setIndex }: { groupIndex: number; setIndex: number }) {
  const [interchange] = readInterchanges(bytes).interchanges
  const group = interchange?.groups[groupIndex]
  const set = group?.sets[setIndex]
  return interchange && group && set ? { interchange, group, set } : undefined
}

/** The set alone, as it came or corrected, in the envelope of the original, so that separators and version stay as they were. */
function copyOf(bytes: Buffer, interchange: Interchange, group: Group, text: string) {
  return placeOf(envelop(bytes, interchange, group, text), { groupIndex: 0, setIndex: 0 })
}

function envelop(bytes: Buffer, { isa, delimiters, offset }: Interchange, { gs }: Group, text: string): Buffer {
  const { element, terminator } = delimiters
  const segment = (...cells: string[]) => cells.join(element) + terminator
  // The header as it came: its 16th element and what stands behind it say which separators there are.
  const header = bytes.subarray(offset, headerEnd(bytes, offset, terminator))
  const rest =
    segment('GS', ...gs.raw) +
    `${text.trim()}${text.trim().endsWith(terminator.trim() || terminator) ? '' : terminator}` +
    segment('GE', '1', gs.control) +
    segment('IEA', '1', isa.control)
  return Buffer.concat([header, Buffer.from(rest, lettersOf(bytes))])
}

/** Partners send both; valid UTF-8 is practically never meant as Latin-1. */
const lettersOf = (bytes: Buffer) => (isUtf8(bytes) ? 'utf8' : 'latin1')

/** ISA is of fixed width, and its terminator is the byte behind element 16. */
function headerEnd(bytes: Buffer, offset: number, terminator: string): number {
  const at = bytes.indexOf(terminator, offset + 100, 'latin1')
  return at < 0 ? bytes.length : at + 1
}

/** What is wrong with a corrected copy; nothing, when it may be stored. */
export async function refuseCopy(tx: Tx, documentId: string, text: string): Promise<Refusal | undefined> {
  const [row] = await tx
    .select({ bytes: interchanges.bytes, groupIndex: documents.groupIndex, setIndex: documents.setIndex })
    .from(documents)
    .innerJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .where(eq(documents.id, documentId))
  const original = row && placeOf(row.bytes, row)
  if (!row || !original) return refusal('unreadable', 'The original cannot be read.')
  const copy = envelop(row.bytes, original.interchange, original.group, text)
  const [interchange] = readInterchanges(copy).interchanges
  const judged = interchange && judgeInterchange(interchange).groups[0]
  const [set] = judged?.sets ?? []
  if (!set || judged?.sets.length !== 1)
    return refusal('not-one-set', 'It must be exactly one document, from ST to SE.')
  if (set.set.id !== original.set.id) {
    return refusal('other-set', `It must stay a document ${original.set.id}; what is written is ${set.set.id}.`)
  }
  const error = set.findings.find(one => one.severity === 'error')
  if (!error) return undefined
  const place = error.position === undefined ? {} : { where: `segment ${error.position}` }
  return refusal(error.code, error.text, { remedy: error.remedy, ...place })
}
