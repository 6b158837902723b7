// Tells a partner by 824, in words, why one of its documents was not applied. Only when the operator says so.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { segments824, Unwritable, writeInterchange } from '../x12/index.ts'
import { takeNumbers } from './control-numbers.ts'
import { envelopeOf, refuseToWrite, usageOf } from './envelope.ts'
import { factData } from './facts.ts'
import { freeze, frozen, isPushed } from './freeze.ts'
import { refuseDocument } from './interchange.ts'
import { settleInterchange } from './run-again.ts'
import { refuseWords } from './sayable.ts'
import { setControl, tell } from './send.ts'
import { sentence } from './sentence.ts'
import { documents } from './tables.ts'
import { type InboundCopy, inboundCopy } from './working-copy.ts'

export async function answer824(tx: Tx, documentId: string, text: string): Promise<Refusal | undefined> {
  const copy = known(await inboundCopy(tx, documentId))
  const refused = refuseDocument('answer-824', copy.document) ?? refuseToWrite(copy.relationship)
  if (refused) return refusal('not-to-answer', refused)
  const { relationship } = copy
  const unsayable = refuseWords(text, relationship.delimiters)
  if (unsayable) return refusal('unwritable', unsayable.what, { remedy: unsayable.remedy })
  const envelope = (isa: number, gs: number) =>
    envelopeOf(relationship, { isa, gs }, usageOf(copy.interchange.usage), tx.now)
  const write = (isa: number, gs: number) => writeInterchange(envelope(isa, gs), 'AG', [setOf(tx, copy, text)])
  try {
    write(1, 1)
  } catch (error) {
    if (error instanceof Unwritable)
      return refusal('unwritable', `The text cannot be sent: ${error.message.replace(/[.]*$/, '.')}`)
    throw error
  }
  const numbers = await takeNumbers(tx, relationship, { GS: 1, ISA: 1 })
  const [isa, gs] = [numbers.ISA[0] ?? 0, numbers.GS[0] ?? 0]
  await store(tx, copy, { bytes: write(isa, gs), envelope: envelope(isa, gs), gs })
  await tx
    .update(documents)
    .set({ status: 'closed', reason: `Answered by 824: ${sentence(text)}` })
    .where(eq(documents.id, documentId))
  await settleInterchange(tx, copy.interchange.id)
  await announce(tx, {
    type: 'document.closed',
    subject: { kind: 'document', id: documentId },
    parties: [relationship.buyerId, relationship.supplierId],
    at: tx.now,
    data: { ...factData(copy.document), note: text, answeredBy: '824' },
  })
  return undefined
}

async function store(
  tx: Tx,
  { relationship, document, interchange }: InboundCopy,
  { bytes, envelope, gs }: { bytes: Uint8Array; envelope: ReturnType<typeof envelopeOf>; gs: number },
): Promise<void> {
  const interchangeId = newId()
  const advice = {
    id: newId(),
    buyerId: relationship.buyerId,
    supplierId: relationship.supplierId,
    direction: 'out' as const,
    interchangeId,
    setId: '824',
    functionalId: 'AG',
    groupControl: String(gs),
    setControl,
    groupVersion: envelope.version,
    status: 'written' as const,
    acknowledgment: 'awaiting' as const,
    subjectKind: document.subjectKind,
    subjectId: document.subjectId,
    subjectLabel: document.subjectLabel,
    createdAt: tx.now,
  }
  const row = frozen(tx, relationship, { id: interchangeId, bytes, envelope, relatedId: interchange.id })
  await freeze(tx, relationship, [row], [advice])
  await tell(tx, 'document.written', advice, tx.now)
  if (!isPushed(relationship)) await tell(tx, 'document.collectable', advice, tx.now)
}

// X12 element 128: TN is a transaction's own number, for documents whose order we could not find.
function setOf(tx: Tx, { document, group, set }: InboundCopy, text: string) {
  const stamp = tx.now.toISOString()
  const label = document.subjectId ? document.subjectLabel : null
  const segments = segments824({
    number: `${group.gs.control}-${set.control}`.slice(0, 30),
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    documents: [
      {
        verdict: 'TR',
        reference: label ? { qualifier: 'PO', value: label.slice(0, 30) } : { qualifier: 'TN', value: set.control },
        original: {
          sender: group.gs.sender,
          receiver: group.gs.receiver,
          groupControl: group.gs.control,
          setId: set.id,
          setControl: set.control,
          version: group.gs.version,
        },
        // X12 element 647: 848 is incorrect data.
        errors: [{ code: '848', text }],
      },
    ],
  })
  return { id: '824', control: setControl, segments }
}
