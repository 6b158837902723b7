// What partners' systems say about documents of ours: 997 and 999, TA1, 824.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import {
  type AcknowledgedSet,
  codeInWords,
  elementInWords,
  read824,
  read997,
  type Acknowledgment as Said,
  segmentInWords,
  type Ta1,
  type TransactionSet,
} from '../x12/index.ts'
import type { InboundHandler, Relationship } from './contract.ts'
import { factData } from './facts.ts'
import { oneByOne } from './one-by-one.ts'
import { sentence } from './sentence.ts'
import { documents, interchanges } from './tables.ts'

type Ours = typeof documents.$inferSelect
type Verdict = 'accepted' | 'accepted-with-errors' | 'rejected'

/** Reads one 997 or 999 and records its verdicts. Answers why it needs attention, if it does. */
export async function takeAcknowledgment(
  tx: Tx,
  relationship: Relationship,
  set: TransactionSet,
  receivedAt: Date,
): Promise<string | undefined> {
  const said = read997(set)
  const ours = await oursOf(tx, relationship, said.groupControl)
  const group = ours.filter(one => one.functionalId === said.functionalId)
  if (group.length === 0)
    return `It acknowledges group ${said.groupControl} (${said.functionalId}), which we never sent to this partner.`
  for (const document of group) {
    const judged = said.sets.find(one => sameNumber(one.control, document.setControl))
    const verdict = verdictOf(judged?.code || said.code)
    if (verdict) await record(tx, document, verdict, verdict === 'accepted' ? null : inWords(said, judged), receivedAt)
  }
  return undefined
}

/** Answers why it needs attention, if one of them does. */
export async function takeTa1s(
  tx: Tx,
  relationship: Relationship,
  ta1s: readonly Ta1[],
  receivedAt: Date,
): Promise<string | undefined> {
  let stray: string | undefined
  for (const ta1 of ta1s)
    if (!(await takeTa1(tx, relationship, ta1, receivedAt)))
      stray ??= `A TA1 in it speaks of interchange ${ta1.control}, which we never sent to this partner.`
  return stray
}

/**
 * A TA1 that refuses an interchange refuses all that is in it; one that accepts says nothing of the documents. False
 * when we never sent what it speaks of.
 */
async function takeTa1(tx: Tx, relationship: Relationship, ta1: Ta1, receivedAt: Date): Promise<boolean> {
  const ours = await tx
    .select({ document: documents })
    .from(interchanges)
    .leftJoin(documents, eq(documents.interchangeId, interchanges.id))
    .where(
      and(
        eq(interchanges.buyerId, relationship.buyerId),
        eq(interchanges.supplierId, relationship.supplierId),
        eq(interchanges.direction, 'out'),
        eq(interchanges.control, asWeWrite(ta1.control)),
      ),
    )
  const words = codeInWords('TA105', ta1.note)
  const why = words === undefined ? 'for a reason we do not know' : `because of this: ${words}`
  const reason = `The partner’s system refused the whole interchange ${ta1.control}, ${why} (TA1 note ${ta1.note}).`
  if (ta1.code === 'R')
    for (const { document } of ours) if (document) await record(tx, document, 'rejected', reason, receivedAt)
  return ours.length > 0
}

/** ISA13 as we write it: partners leave zeros out, or fill up with blanks. */
const asWeWrite = (control: string) => (/^\d{1,9}$/.test(control.trim()) ? control.trim().padStart(9, '0') : control)

/** 824: what the partner's business says of a document of ours, after its syntax was accepted. */
export const inbound824: InboundHandler = oneByOne(async (tx, { relationship, set, receivedAt }) => {
  const places = set.segments.flatMap(({ tag }, i) => (tag === 'OTI' ? [i + 1] : []))
  for (const [i, judged] of read824(set).documents.entries()) {
    if (judged.verdict === 'TA') continue
    const about = `${judged.setId || 'document'} ${judged.reference.value}`.trim()
    const words = judged.errors.map(one => sentence(one.text)).join(' ') || 'no reason was given.'
    const reason = `The partner’s business ${judged.verdict === 'TR' ? 'refused' : 'questions'} ${about}: ${words}`
    const noted = await noteOnOurs(tx, relationship, judged, reason, receivedAt)
    const position = places[i]
    if (noted === 0)
      return {
        needsAttention: `${reason} It names no document that we sent.`,
        ...(position === undefined ? {} : { position }),
      }
  }
  return { applied: true }
})

async function noteOnOurs(
  tx: Tx,
  relationship: Relationship,
  { groupControl, setControl }: { groupControl: string; setControl: string },
  reason: string,
  at: Date,
): Promise<number> {
  const ours = (await oursOf(tx, relationship, groupControl)).filter(one => sameNumber(setControl, one.setControl))
  for (const document of ours) {
    await tx.update(documents).set({ status: 'needs-attention', reason }).where(eq(documents.id, document.id))
    await announce(tx, {
      type: 'document.needs-attention',
      subject: { kind: 'document', id: document.id },
      parties: [document.buyerId, document.supplierId],
      at,
      data: { ...factData(document), direction: 'out', reason },
    })
  }
  return ours.length
}

async function oursOf(tx: Tx, { buyerId, supplierId }: Relationship, groupControl: string): Promise<Ours[]> {
  const plain = groupControl.replace(/^0+(?=\d)/, '')
  return await tx
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.buyerId, buyerId),
        eq(documents.supplierId, supplierId),
        eq(documents.direction, 'out'),
        eq(documents.groupControl, plain),
      ),
    )
    .orderBy(documents.setIndex)
}

/** Control numbers compare as numbers where both are: `000000012` is `12`. */
const sameNumber = (a: string, b: string | null): boolean =>
  a === b || (/^\d+$/.test(a) && /^\d+$/.test(b ?? '') && Number(a) === Number(b))

// X12 element 717 (AK501) and 715 (AK901): A accepted, E with errors, P partially, R rejected, M W X security.
function verdictOf(code: string): Verdict | undefined {
  if (code === 'A') return 'accepted'
  if (code === 'E' || code === 'P') return 'accepted-with-errors'
  return ['R', 'M', 'W', 'X'].includes(code) ? 'rejected' : undefined
}

/** The first verdict that refuses stays: a later "accepted" of the same bytes does not undo what was decided on it. */
async function record(tx: Tx, document: Ours, verdict: Verdict, reason: string | null, at: Date): Promise<void> {
  if (document.acknowledgment === verdict || document.acknowledgment === 'rejected') return
  const refused = verdict === 'rejected'
  await tx
    .update(documents)
    .set({
      acknowledgment: verdict,
      acknowledgedAt: at,
      ...(refused && document.status === 'written' ? { status: 'needs-attention', reason } : {}),
    })
    .where(eq(documents.id, document.id))
  await announce(tx, {
    type: 'document.acknowledged',
    subject: { kind: 'document', id: document.id },
    parties: [document.buyerId, document.supplierId],
    at,
    data: { ...factData(document), verdict, reason },
  })
}

/** A 997's errors for people: "PO1 at position 4 (line ordered): element 2, quantity: a code is not known". */
function inWords(said: Said, judged: AcknowledgedSet | undefined): string {
  const errors = judged?.errors ?? []
  const told = errors.slice(0, 5).map(error => {
    const name = segmentInWords(error.segment)
    const elements = error.elements.map(one => {
      const element = elementInWords(error.segment, one.element, one.dataElement)
      const value = one.value ? ` “${one.value}”` : ''
      return `${element ?? `element ${one.element}`}${value}: ${elementErrors[one.code] ?? `error ${one.code}`}`
    })
    const what = elements.length > 0 ? elements.join('; ') : (segmentErrors[error.code] ?? `error ${error.code}`)
    return `${error.segment}${name ? ` (${name})` : ''} at position ${error.position}: ${what}`
  })
  const codes = judged?.codes.length ? judged.codes : said.codes
  const rest = told.length === 0 && codes.length > 0 ? ` (error codes ${codes.join(', ')})` : ''
  return `The partner’s system did not accept it${rest}. ${told.join('. ')}`.trim()
}

// X12 element 720 (AK304) and 723 (AK403), in our words.
const segmentErrors: Record<string, string> = {
  1: 'the segment is not known',
  2: 'the segment is not expected here',
  3: 'the segment is missing',
  4: 'the loop repeats too often',
  5: 'the segment repeats too often',
  6: 'the segment does not belong to this document',
  7: 'the segment is out of its place',
  8: 'there are errors in its elements',
}
const elementErrors: Record<string, string> = {
  1: 'is missing',
  2: 'is missing, and needed together with another',
  3: 'there are too many elements',
  4: 'is too short',
  5: 'is too long',
  6: 'holds a character that is not allowed',
  7: 'is a code that is not known',
  8: 'is not a date',
  9: 'is not a time',
  10: 'must not be there together with another',
  12: 'repeats too often',
  13: 'has too many parts',
}
