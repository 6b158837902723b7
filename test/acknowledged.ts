// What a 997 says, read back, and what a check says it has to say: in one form, to be held against each other.

import { type AcknowledgedSegment, type Envelope, read997, readInterchanges } from '../src/x12/index.ts'
import type { Checked, CheckedSegment, CheckedSet } from '../src/x12/show/check.ts'

/** From the house to a supplier, with the usual separators. */
export const plainEnvelope: Envelope = {
  senderQualifier: 'ZZ',
  senderId: 'PEDALWERK',
  receiverQualifier: 'ZZ',
  receiverId: 'SUPPLIER01',
  gsSender: 'PEDALWERK',
  gsReceiver: 'SUPPLIER01',
  interchangeControl: '900000001',
  groupControl: '501',
  usage: 'T',
  version: '004010',
  date: '20260302',
  time: '0915',
}

/** A 997 as our own reader understands it. */
export function saidBy(written: Uint8Array) {
  const group = readInterchanges(written).interchanges[0]?.groups[0]
  const set = group?.sets[0]
  if (group === undefined || set === undefined) throw new Error('no 997 was written')
  const { code, codes, counts, sets } = read997(set)
  return {
    code,
    errors: codes,
    ...counts,
    sets: sets.map(one => ({
      set: one.id,
      control: numbered(one.control),
      code: one.code,
      errors: one.codes,
      segments: one.errors.map(pair),
    })),
  }
}

/** AK202 has four characters at least, if not agreed otherwise. */
const numbered = (control: string) => control.padStart(4, '0')

/** An AK3 with its AK4s in the form of a check. */
function pair({ segment, position, loop, code, elements }: AcknowledgedSegment): CheckedSegment {
  return {
    id: segment,
    position,
    loop: loop || null,
    code,
    elements: elements.map(one => ({
      element: one.element,
      component: one.component ?? null,
      repetition: one.repetition ?? null,
      number: one.dataElement || null,
      code: one.code,
      value: one.value || null,
    })),
  }
}

/** What the check tells of a group, as far as the 997 can name it: a set whose number (AK502 7) is wrong may be left out. */
export function toldBy(checked: Checked, interchange: number, group: number, said: ReturnType<typeof saidBy>) {
  const told = checked.interchanges[interchange]?.groups[group]
  if (told === undefined) throw new Error('the check does not tell of that group')
  const { code, errors, received, accepted } = told
  const named = new Set(said.sets.map(nameOf))
  const mustBeNamed = ({ set, control, errors: own }: CheckedSet) =>
    /^\d{3}$/.test(set) && /^\d{4,9}$/.test(control) && !own.includes('7')
  // Of a group refused as a whole only the sets that have errors of their own are told.
  const mayBeNamed = ({ errors: own }: CheckedSet) => errors.length === 0 || own.length > 0
  const asSent = new Set(told.sets.map(nameOf))
  const longer = (set: CheckedSet) => ({ ...set, control: numbered(set.control) })
  const sets = told.sets
    .map(set => (asSent.has(nameOf(longer(set))) ? set : longer(set)))
    .filter(set => mayBeNamed(set) && (named.has(nameOf(set)) || mustBeNamed(set)))
  return { code, errors, said: told.said, received, accepted, sets }
}

const nameOf = ({ set, control }: { set: string; control: string }) => `${set} ${control}`
