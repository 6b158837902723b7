// Answers interchanges: one 997 for each functional group and a TA1 where one is due, frozen with what they answer.
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
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
export async function writeAnswers(tx: Tx, relationship: Relationship, all: readonly Answers[]): Promise<void> {
  const mute = refuseToWrite(relationship) !== undefined
  const due = mute ? [] : all.flatMap(dueOf)
  const groups = due.filter(({ judged }) => judged).length
  const numbers = await takeNumbers(tx, relationship, { GS: groups, ISA: due.length })
  const rows = []
  const sets: DocumentInsert[] = all.flatMap(({ alongside = [] }) => alongside)
  for (const { answers, judged, ta1 } of due) {
    const isa = sure(numbers.ISA.shift(), 'control number')
    const gs = judged && sure(numbers.GS.shift(), 'group number')
    const usage = usageOf(answers.usage ?? relationship.usage)
    const envelope = envelopeOf(relationship, gs === undefined ? { isa } : { isa, gs }, usage, tx.now)
    const bytes = judged ? write997(judged, envelope) : ta1 && writeTa1(ta1.interchange, ta1, envelope)
    if (!bytes) throw new Error('a group that is answered has a 997')
    const id = newId()
    rows.push(frozen(tx, relationship, { id, bytes, envelope, relatedId: answers.relatedId }))
    if (gs !== undefined && judged) sets.push(acknowledgmentRow(relationship, id, gs, judged.group.gs.version))
  }
  await freeze(tx, relationship, rows, sets)
}

/** Each is an interchange of its own: the 997s of the groups, then the TA1. */
function dueOf(answers: Answers): { answers: Answers; judged?: GroupJudgment; ta1?: Answers['ta1'] }[] {
  const { groups, ta1 } = answers
  const acknowledged = groups.filter(({ answered }) => answered).map(judged => ({ answers, judged }))
  return ta1 && !isOfTa1sOnly(ta1.interchange) ? [...acknowledged, { answers, ta1 }] : acknowledged
}

/** Itself an answer: two systems that answered each other's TA1s would never end. */
const isOfTa1sOnly = ({ groups, ta1s }: Interchange) => groups.length === 0 && ta1s.length > 0

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
