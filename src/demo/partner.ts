// A pretend supplier's system: fetches what waits, acknowledges it, answers orders, and now and then gets one wrong.

import type { Envelope, Group, Interchange, Loop, TransactionSet } from '../x12/index.ts'
import {
  judgeInterchange,
  loops,
  readInterchanges,
  type SegmentToWrite,
  write997,
  writeInterchange,
} from '../x12/index.ts'
import type { PartnerTransport } from './partner-transport.ts'

export interface PartnerIdentity {
  qualifier: string
  id: string
  groupId: string
}

/** Its own number mistyped; a segment count that does not add up; a code the standard does not have. */
export type Fault = 'unknown-order' | 'wrong-count' | 'bad-code'

/** Until a faulty document is followed by the right one. */
const repairMs = 45_000

/** What this partner does with the line of an order. */
export type LineAnswer = { act: 'accept' } | { act: 'later'; days: number } | { act: 'split' } | { act: 'reject' }

/** How it answers; a test decides each line, the demo throws dice. */
export interface PartnerManner {
  line(order: { number: string; line: string; quantity: string; date: string }): LineAnswer
  /** Milliseconds between reading an order and answering it. */
  answerAfterMs(order: { number: string }): number | undefined
  /** A document with something wrong in it instead of the answer. */
  fault?(order: { number: string }): Fault | undefined
}

export interface PartnerOptions {
  us: PartnerIdentity
  them: PartnerIdentity
  usage: 'T' | 'P'
  transport: PartnerTransport
  manner: PartnerManner
  clock: () => Date
  /** Where its own control numbers go on; they survive a restart of the pretend system. */
  numbers: { next(): number }
}

interface Due {
  at: number
  send: () => Promise<void>
}

export interface Partner {
  /** Fetches, acknowledges, and sends the answers that have come due. Says what it did. */
  step(): Promise<{ collected: number; answered: number }>
  /** Answers not yet sent. */
  readonly pending: number
}

export function createPartner(options: PartnerOptions): Partner {
  const due: Due[] = []
  return {
    get pending() {
      return due.length
    },
    async step() {
      const waiting = await options.transport.collect()
      for (const { bytes, confirm } of waiting) {
        for (const interchange of readInterchanges(bytes).interchanges) await take(interchange, options, due)
        await confirm()
      }
      const now = options.clock().getTime()
      const ripe = due.filter(one => one.at <= now)
      for (const one of ripe) {
        await one.send()
        due.splice(due.indexOf(one), 1)
      }
      return { collected: waiting.length, answered: ripe.length }
    },
  }
}

/** Acknowledges each group as a system does, at once; answers each order in its own time. */
async function take(interchange: Interchange, options: PartnerOptions, due: Due[]): Promise<void> {
  for (const judged of judgeInterchange(interchange).groups) {
    const acknowledgment = write997(judged, envelope(options))
    if (acknowledgment) await options.transport.send(acknowledgment)
    for (const { set, code } of judged.sets) {
      if (code === 'R') continue
      const order = readOrder(set, judged.group)
      const after = order && options.manner.answerAfterMs(order)
      if (order === undefined || after === undefined) continue
      const at = options.clock().getTime() + after
      const fault = options.manner.fault?.(order)
      // What went wrong is noticed on the other side, and sent again as it should have been.
      if (fault) due.push({ at, send: () => options.transport.send(answer(order, options, fault)) })
      due.push({ at: fault ? at + repairMs : at, send: () => options.transport.send(answer(order, options)) })
    }
  }
}

interface ReadOrder {
  number: string
  release: string
  date: string
  lines: { line: string; quantity: string; unit: string; date: string; part: string; qualifier: string }[]
}

/** An 850 or an 862 as this system understands it; undefined for what wants no answer. */
function readOrder(set: TransactionSet, group: Group): ReadOrder | undefined {
  const doc = loops(set, group)
  if (set.id === '850') {
    const beg = doc.first('BEG')
    const lines = doc.loops('PO1').map(po1 => orderLine(po1, doc))
    return { number: beg?.el(3) ?? '', release: beg?.el(4) ?? '', date: beg?.el(5) ?? '', lines }
  }
  if (set.id === '862') {
    const lines = doc.loops('LIN').map((lin, index) => scheduleLine(lin, index))
    return {
      number: doc.first('BSS')?.el(2) ?? '',
      release: doc.first('BSS')?.el(8) ?? '',
      date: doc.first('BSS')?.el(3) ?? '',
      lines,
    }
  }
  return undefined
}

function orderLine(po1: Loop, doc: Loop): ReadOrder['lines'][number] {
  const { segment } = po1
  const schedule = po1.loops('SCH')[0]?.segment
  const dtm = po1.first('DTM') ?? doc.first('DTM')
  return {
    line: segment.el(1),
    quantity: segment.el(2),
    unit: segment.el(3) || 'EA',
    date: schedule?.el(6) || dtm?.el(2) || doc.first('BEG')?.el(5) || '',
    qualifier: segment.el(6),
    part: segment.el(7),
  }
}

function scheduleLine(lin: Loop, index: number): ReadOrder['lines'][number] {
  const fst = lin.loops('FST')[0]?.segment ?? lin.first('FST')
  return {
    line: lin.segment.el(1) || String(index + 1),
    quantity: fst?.el(1) ?? '0',
    unit: 'EA',
    date: fst?.el(4) ?? '',
    qualifier: lin.segment.el(2),
    part: lin.segment.el(3),
  }
}

/** The 855. Lines that are not simply accepted make it an answer "with detail and change" (BAK02 AC). */
function answer(order: ReadOrder, options: PartnerOptions, fault?: Fault): Uint8Array {
  const acts = order.lines.map(line => ({ line, act: options.manner.line({ ...line, number: order.number }) }))
  const plain = acts.every(({ act }) => act.act === 'accept')
  const refused = acts.every(({ act }) => act.act === 'reject')
  const kind = plain ? 'AD' : refused ? 'RD' : 'AC'
  const number = fault === 'unknown-order' ? `${order.number}X` : order.number
  const segments: SegmentToWrite[] = [
    ['BAK', '00', kind, number, order.date || today(options), ...(order.release ? [order.release] : [])],
    ...acts.flatMap(({ line, act }) => [
      ['PO1', line.line, line.quantity, line.unit, '', '', line.qualifier, line.part] as SegmentToWrite,
      ...acknowledged(line, act, fault === 'bad-code'),
    ]),
    ['CTT', String(acts.length)],
  ]
  const bytes = writeInterchange(envelope(options), 'PR', [{ id: '855', control: '0001', segments }])
  if (fault !== 'wrong-count') return bytes
  return Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/SE\*(\d+)/, (_, count: string) => `SE*${Number(count) + 3}`),
    'latin1',
  )
}

function acknowledged(line: ReadOrder['lines'][number], act: LineAnswer, wrongCode: boolean): SegmentToWrite[] {
  const ack = (code: string, quantity: string, date: string): SegmentToWrite => [
    'ACK',
    wrongCode ? 'XX' : code,
    quantity,
    line.unit,
    '067',
    date,
  ]
  switch (act.act) {
    case 'accept':
      return [ack('IA', line.quantity, line.date)]
    case 'later':
      return [ack('DR', line.quantity, daysLater(line.date, act.days))]
    case 'reject':
      return [['ACK', wrongCode ? 'XX' : 'IR', line.quantity, line.unit]]
    case 'split': {
      const first = Math.floor(Number(line.quantity) / 2)
      if (first === 0) return [ack('IA', line.quantity, line.date)]
      return [
        ack('IC', String(first), line.date),
        ack('IC', String(Number(line.quantity) - first), daysLater(line.date, 7)),
      ]
    }
  }
}

const digits = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '')
const today = ({ clock }: PartnerOptions) => digits(clock())

function daysLater(date: string, days: number): string {
  const at = new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T00:00:00Z`)
  return digits(new Date(at.getTime() + days * 86_400_000))
}

function envelope({ us, them, usage, clock, numbers }: PartnerOptions): Envelope {
  const control = numbers.next()
  return {
    senderQualifier: us.qualifier,
    senderId: us.id,
    receiverQualifier: them.qualifier,
    receiverId: them.id,
    gsSender: us.groupId,
    gsReceiver: them.groupId,
    interchangeControl: String(control).padStart(9, '0'),
    groupControl: String(control),
    usage,
    version: '004010',
    date: digits(clock()),
    time: clock().toISOString().slice(11, 16).replace(':', ''),
  }
}
