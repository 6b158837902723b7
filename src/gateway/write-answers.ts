// Answers an interchange: one 997 for each functional group and a TA1 where one is due, frozen with what they answer.
import type { Tx } from '../kernel/db.ts'
import { newId } from '../kernel/ids.ts'
import { type GroupJudgment, type Interchange, write997, writeTa1 } from '../x12/index.ts'
import type { Relationship } from './contract.ts'
import { takeNumbers } from './control-numbers.ts'
import { envelopeOf, refuseToWrite, usageOf } from './envelope.ts'
import { type DocumentInsert, freeze, frozen } from './freeze.ts'

export interface Answers {
  /** The interchange that is answered. */
  relatedId: string
  groups: readonly GroupJudgment[]
  ta1?: { interchange: Interchange; code: 'A' | 'E' | 'R'; note: string } | undefined
  /** ISA15 of what is answered: a test is answered by a test. */
  usage?: string
  /** Other documents' rows to store in the same statement. */
  alongside?: readonly DocumentInsert[]
}

/** Syntax only: an acknowledgment waits for no business. Groups of acknowledgments are never answered. */
export async function writeAnswers(tx: Tx, relationship: Relationship, answers: Answers): Promise<void> {
  const { relatedId, ta1, alongside = [] } = answers
  const groups = answers.groups.filter(one => one.answered)
  const mute = refuseToWrite(relationship) !== undefined
  const count = mute ? 0 : groups.length
  const numbers = await takeNumbers(tx, relationship, { GS: count, ISA: count + (ta1 && !mute ? 1 : 0) })
  const usage = usageOf(answers.usage ?? relationship.usage)
  const rows = []
  const sets: DocumentInsert[] = [...alongside]
  for (const [i, judged] of groups.entries()) {
    const [isa, gs] = [numbers.ISA[i], numbers.GS[i]]
    if (isa === undefined || gs === undefined) break
    const envelope = envelopeOf(relationship, { isa, gs }, usage, tx.now)
    const bytes = write997(judged, envelope)
    if (!bytes) throw new Error('a group that is answered has a 997')
    const id = newId()
    rows.push(frozen(tx, relationship, { id, bytes, envelope, relatedId }))
    sets.push(acknowledgmentRow(relationship, id, gs, judged.group.gs.version))
  }
  const isa = numbers.ISA[count]
  if (ta1 && isa !== undefined) {
    const envelope = envelopeOf(relationship, { isa }, usage, tx.now)
    const bytes = writeTa1(ta1.interchange, { code: ta1.code, note: ta1.note }, envelope)
    rows.push(frozen(tx, relationship, { id: newId(), bytes, envelope, relatedId }))
  }
  await freeze(tx, relationship, rows, sets)
}

const acknowledgmentRow = (
  { buyerId, supplierId }: Relationship,
  interchangeId: string,
  gs: number,
  groupVersion: string,
): DocumentInsert => ({
  id: newId(),
  buyerId,
  supplierId,
  direction: 'out',
  interchangeId,
  setId: '997',
  functionalId: 'FA',
  groupControl: String(gs),
  setControl: '0001',
  groupVersion,
  status: 'written',
})
