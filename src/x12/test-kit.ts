/** Documents and envelopes that the tests of this room share. */

import { judgeInterchange } from './judge/judge.ts'
import type { JudgeOptions, SetJudgment } from './judge/judgment.ts'
import type { Interchange } from './model.ts'
import { readInterchanges } from './read/read.ts'
import type { Envelope } from './write/envelope.ts'
import type { SegmentToWrite } from './write/pen.ts'

export const envelope: Envelope = {
  senderQualifier: 'ZZ',
  senderId: 'SUPPLIER01',
  receiverQualifier: '01',
  receiverId: 'PEDALWERK',
  gsSender: 'SUPPLIER01',
  gsReceiver: 'PEDALWERK',
  interchangeControl: '000000042',
  groupControl: '7',
  usage: 'P',
  version: '004010',
  date: '20260302',
  time: '0910',
}

export const answer: SegmentToWrite[] = [
  ['BAK', '00', 'AC', 'PO-1', '20260227'],
  ['PO1', '1', '24', 'EA', '18.5', '', 'BP', 'SAD-100'],
  ['ACK', 'DR', '24', 'EA', '067', '20260317'],
  ['CTT', '1'],
]

export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
export const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

export function onlyInterchange(bytes: Uint8Array): Interchange {
  const [first, second] = readInterchanges(bytes).interchanges
  if (first === undefined || second !== undefined) throw new Error('expected one interchange')
  return first
}

/** An interchange text around segments, with counts that are right. */
export function wrapped(setId: string, groupId: string, segments: readonly string[], version = '004010'): string {
  const isa = `ISA*00*          *00*          *ZZ*SUPPLIER01     *01*PEDALWERK      *260302*0910*U*00401*000000042*0*P*>`
  const set = [`ST*${setId}*0001`, ...segments, `SE*${segments.length + 2}*0001`]
  return [isa, `GS*${groupId}*S*P*20260302*0910*7*X*${version}`, ...set, 'GE*1*7', 'IEA*1*000000042', ''].join('~')
}

export function judged(text: string, options: JudgeOptions = {}): SetJudgment {
  const set = judgeInterchange(onlyInterchange(bytesOf(text)), options).groups[0]?.sets[0]
  if (set === undefined) throw new Error('expected a set')
  return set
}

/** Findings as "code position/element", in order. */
export function told(text: string, options: JudgeOptions = {}): string[] {
  return judged(text, options).findings.map(one => {
    const element =
      one.element === undefined ? '' : `/${one.element}${one.component === undefined ? '' : `-${one.component}`}`
    return `${one.code} ${one.tag ?? ''}@${one.position ?? '-'}${element}`
  })
}
