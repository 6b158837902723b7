// One document as it is to be applied: as it came, or as an operator corrected it in a copy.
import { isUtf8 } from 'node:buffer'
import { and, eq, type SQLWrapper, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { relationships } from '../partners/tables.ts'
import { type Group, type Interchange, judgeInterchange, readInterchanges, type TransactionSet } from '../x12/index.ts'
import { numberIn } from './carried.ts'
import type { Relationship } from './contract.ts'
import { readBytes } from './stored-bytes.ts'
import { documents, interchanges } from './tables.ts'

type Document = typeof documents.$inferSelect
type Letters = 'utf8' | 'latin1'

export interface InboundCopy {
  document: Document
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
  const row = await loaded(tx, documentId, 'to-change')
  if (!row) return undefined
  const { document, interchange, relationship, around } = row
  const text = document.workingText ?? around.own
  // One of many is read alone: each reading all the others would take the square of their number.
  const alone = document.workingText !== null || around.inOnePiece
  const found = (alone && copyOf(around, text)) || placeOf(await readBytes(tx, interchange.id), document)
  if (!found) throw new Error(`document ${documentId} cannot be read`)
  return { document, interchange, relationship, group: found.group, set: found.set, text }
}

/** What came, and the copy that was corrected; undefined when there is none of either. */
export async function bothCopies(tx: Tx, documentId: string) {
  const row = await loaded(tx, documentId, 'to-look')
  if (!row || row.document.workingText === null) return undefined
  const came = (row.around.inOnePiece && copyOf(row.around, row.around.own)) || undefined
  const copy = copyOf(row.around, row.document.workingText)
  const whole = came ?? placeOf(await readBytes(tx, row.interchange.id), row.document)
  return whole && copy && { came: whole, copy }
}

/** What a set stands in. */
interface Around {
  /** The bytes of ISA: separators and version stay as they were. */
  header: Buffer
  interchange: Interchange
  group: Group
  letters: Letters
}

interface Placed extends Around {
  /** The set as it came. */
  own: string
  /** Its bytes stand together in those of the interchange; records of 80 columns may cut it anywhere. */
  inOnePiece: boolean
}

/** A header of any width, and more than a GS can be. */
const headBytes = 512
const piece = (from: SQLWrapper, length: SQLWrapper) =>
  sql<Buffer | null>`substring(${interchanges.bytes} from ${from} + 1 for ${length})`

async function loaded(tx: Tx, documentId: string, why: 'to-change' | 'to-look') {
  const asked = tx
    .select({
      document: documents,
      interchange: {
        id: interchanges.id,
        at: interchanges.at,
        status: interchanges.status,
        usage: interchanges.usage,
      },
      relationship: relationships,
      head: piece(sql`0`, sql.raw(`${headBytes}`)),
      groupHead: piece(documents.groupFrom, sql.raw(`${headBytes}`)),
      own: piece(documents.bytesFrom, sql`${documents.bytesTo} - ${documents.bytesFrom}`),
    })
    .from(documents)
    .innerJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, documents.buyerId), eq(relationships.supplierId, documents.supplierId)),
    )
    .where(and(eq(documents.id, documentId), eq(documents.direction, 'in')))
    .$dynamic()
  const [row] = await (why === 'to-change' ? asked.for('update', { of: documents }) : asked)
  if (!row) return undefined
  const { document, interchange, relationship, head, groupHead, own } = row
  const around =
    (head && groupHead && own && placedBy(head, groupHead, own)) ??
    placedIn(await readBytes(tx, interchange.id), document)
  if (!around) throw new Error(`document ${documentId} is not in its interchange`)
  return { document, interchange, relationship, around }
}

/** By the beginnings of the interchange and of the group. */
function placedBy(head: Buffer, groupHead: Buffer, own: Buffer): Placed | undefined {
  const [{ delimiters } = { delimiters: undefined }] = readInterchanges(head).interchanges
  if (!delimiters) return undefined
  const header = head.subarray(0, headerEnd(head, 0, delimiters.terminator))
  const end = groupHead.indexOf(delimiters.terminator, 0, 'latin1')
  const [interchange] = readInterchanges(Buffer.concat([header, groupHead.subarray(0, end + 1)])).interchanges
  const group = interchange?.groups[0]
  if (!interchange || !group) return undefined
  const letters = lettersOf(own)
  return { header, interchange, group, letters, own: own.toString(letters), inOnePiece: true }
}

/** By reading no more than headers and trailers. */
function placedIn(
  bytes: Buffer,
  { groupIndex, setIndex }: Pick<Document, 'groupIndex' | 'setIndex'>,
): Placed | undefined {
  const { interchanges: all, findings } = readInterchanges(bytes, { segmentsPerSetMax: 1, findingsPerSetMax: 1 })
  const [interchange] = all
  const group = interchange?.groups[groupIndex]
  const set = group?.sets[setIndex]
  if (!interchange || !group || !set) return undefined
  const own = bytes.subarray(set.offset, set.end)
  const letters = lettersOf(own)
  return {
    ...{ interchange, group, letters, header: headerOf(bytes, interchange) },
    own: own.toString(letters),
    // The offsets of records of 80 columns are those of the file, which reads otherwise than its parts.
    inOnePiece: !findings.some(one => one.code === 'input.wrapped'),
  }
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
  const own = bytes.subarray(set.offset, set.end)
  const letters = lettersOf(own)
  const groupIndex = interchange.groups.indexOf(group)
  const whole = () => placeOf(bytes, { groupIndex, setIndex: group.sets.indexOf(set) })
  const around = { header: headerOf(bytes, interchange), interchange, group, letters }
  const found = (wrapped ? undefined : copyOf(around, own.toString(letters))) ?? whole()
  if (!found) throw new Error(`document ${set.control} cannot be read again`)
  return { group: found.group, set: found.set }
}

function placeOf(bytes: Buffer, { groupIndex, setIndex }: { groupIndex: number; setIndex: number }) {
  const [interchange] = readInterchanges(bytes).interchanges
  const group = interchange?.groups[groupIndex]
  const set = group?.sets[setIndex]
  return interchange && group && set ? { interchange, group, set } : undefined
}

/** The set alone, as it came or corrected, in the envelope of the original. */
const copyOf = (around: Around, text: string) => placeOf(envelop(around, text), { groupIndex: 0, setIndex: 0 })

function envelop({ header, interchange, group, letters }: Around, text: string): Buffer {
  const { element, terminator } = interchange.delimiters
  const segment = (...cells: string[]) => cells.join(element) + terminator
  const rest =
    segment('GS', ...group.gs.raw) +
    `${text.trim()}${text.trim().endsWith(terminator.trim() || terminator) ? '' : terminator}` +
    segment('GE', '1', group.gs.control) +
    segment('IEA', '1', interchange.isa.control)
  return Buffer.concat([header, Buffer.from(rest, letters)])
}

/** Partners send both; valid UTF-8 is practically never meant as Latin-1. */
const lettersOf = (bytes: Buffer): Letters => (isUtf8(bytes) ? 'utf8' : 'latin1')

/** As it came: its 16th element and what stands behind it say which separators there are. */
const headerOf = (bytes: Buffer, { offset, delimiters }: Interchange): Buffer =>
  bytes.subarray(offset, headerEnd(bytes, offset, delimiters.terminator))

/** ISA is of fixed width, and its terminator is the byte behind element 16. */
function headerEnd(bytes: Buffer, offset: number, terminator: string): number {
  const at = bytes.indexOf(terminator, offset + 100, 'latin1')
  return at < 0 ? bytes.length : at + 1
}

/** All that is wrong with a corrected copy; nothing, when it may be stored. */
export async function refuseCopy(tx: Tx, documentId: string, text: string): Promise<Refusal[]> {
  const original = await loaded(tx, documentId, 'to-change')
  if (!original) return [refusal('unreadable', 'The original cannot be read.')]
  const copy = envelop(original.around, text)
  const [interchange] = readInterchanges(copy).interchanges
  const judged = interchange && judgeInterchange(interchange).groups[0]
  const [set] = judged?.sets ?? []
  if (!set || judged?.sets.length !== 1)
    return [refusal('not-one-set', 'It must be exactly one document, from ST to SE.')]
  if (set.set.id !== original.document.setId) {
    const { setId } = original.document
    return [refusal('other-set', `It must stay a document ${setId}; what is written is ${set.set.id}.`)]
  }
  return set.findings
    .filter(one => one.severity === 'error')
    .map(({ code, text: detail, remedy, position, tag = '' }) =>
      refusal(code, detail, {
        remedy,
        ...(position === undefined ? {} : { where: `segment ${position} ${tag}`.trim() }),
      }),
    )
}

/** A copy that names another order than what came, or than the copy before it: a slip, unless it is said to be meant. */
export async function refuseOtherNumber(tx: Tx, documentId: string, text: string): Promise<Refusal | undefined> {
  const original = await loaded(tx, documentId, 'to-change')
  if (!original) return undefined
  const { around, document } = original
  const numberOf = (said: string) => {
    const bytes = envelop(around, said)
    const [interchange] = readInterchanges(bytes).interchanges
    const set = interchange?.groups[0]?.sets[0]
    return interchange && set ? numberIn(bytes, set, interchange.delimiters) : undefined
  }
  const is = numberOf(text)
  const was = [around.own, ...(document.workingText === null ? [] : [document.workingText])].map(numberOf)
  if (was.includes(is)) return undefined
  return refusal('other-number', `What came is about “${was[0] ?? ''}”, and the copy is about “${is ?? ''}”.`, {
    remedy: 'Write the number that came, unless it was mistyped there.',
  })
}
