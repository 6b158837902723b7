// What a document calls its subject, read from its first segments alone, also where the rest of it is wrong. Pure.
import type { Buffer } from 'node:buffer'
import { type Delimiters, readInterchanges, type TransactionSet } from '../x12/index.ts'
import { framing } from './reading-tasks.ts'

/** X12: the segment that begins the document, and the element of it that holds the number. */
const numbers: Readonly<Record<string, readonly [string, number]>> = {
  '810': ['BIG', 2],
  '824': ['OTI', 3],
  '830': ['BFR', 3],
  '850': ['BEG', 3],
  '855': ['BAK', 3],
  '856': ['BSN', 2],
  '860': ['BCH', 3],
  '862': ['BSS', 2],
  '865': ['BCA', 3],
}
/** Far more than the segments that stand before the number. */
const headBytes = 600
const lengthMax = 80

/** The number as it is written; undefined when there is none to be read. */
export function numberIn(
  bytes: Buffer,
  { id, offset }: Pick<TransactionSet, 'id' | 'offset'>,
  { element, terminator }: Delimiters,
): string | undefined {
  const [tag, place] = (Object.hasOwn(numbers, id) ? numbers[id] : undefined) ?? ['', 0]
  const head = bytes.subarray(offset, offset + headBytes).toString('latin1')
  // Records of 80 columns may cut it anywhere.
  const plain = terminator === '\n' || terminator === '\r' ? head : head.replaceAll(/[\r\n]/g, '')
  const segments = plain.split(terminator).map(one => one.trim().split(element))
  const number = segments.find(([name]) => name === tag)?.[place]
  return number?.replaceAll('\0', '').trim().slice(0, lengthMax) || undefined
}

/** One document of what is not read yet. */
export interface CarriedUnread {
  setId: string
  label: string | null
}

const carriedMax = 20
const lookedAtBytes = 64 * 1024

/** What an interchange that is held would bring, as far as its beginning tells. */
export function carriedIn(bytes: Buffer): CarriedUnread[] {
  const head = bytes.subarray(0, lookedAtBytes)
  const [interchange] = readInterchanges(head, framing).interchanges
  if (!interchange) return []
  return interchange.groups
    .flatMap(group => group.sets)
    .slice(0, carriedMax)
    .map(set => ({
      setId: set.id.replaceAll('\0', '').slice(0, 20),
      label: numberIn(head, set, interchange.delimiters) ?? null,
    }))
}
