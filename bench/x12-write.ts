// MB for each second of processor time of writing X12 with every guard, beside node-x12's own generator on the same documents in the same run.
import { setTimeout as pause } from 'node:timers/promises'
import { JSEDINotation, X12Generator } from 'node-x12'
import { type Envelope, type SegmentToWrite, writeInterchange } from '#product/x12/index'
import { type Claim, type Result, summed } from './measure.ts'

const envelope: Envelope = {
  senderQualifier: 'ZZ',
  senderId: 'BENCH',
  receiverQualifier: 'ZZ',
  receiverId: 'SUPPLIER',
  gsSender: 'BENCH',
  gsReceiver: 'SUPPLIER',
  interchangeControl: '000000001',
  groupControl: '1',
  usage: 'T',
  version: '004010',
  date: '20260302',
  time: '0900',
}

interface Document {
  setId: string
  group: string
  segments: SegmentToWrite[]
}

const day = (n: number) => `2026${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}`

function order(lines: number): Document {
  const body = Array.from({ length: lines }, (_, i): SegmentToWrite[] => [
    ['PO1', String(i + 1), String(10 + (i % 90)), 'EA', '18.50', '', 'BP', `I-4711-${i}`, 'VP', `SAD-${i}-BLK`],
    ['PID', 'F', '', '', '', 'Saddle, black, with springs'],
    ['SCH', String(10 + (i % 90)), 'EA', '', '', '002', day(i)],
  ]).flat()
  return { setId: '850', group: 'PO', segments: [['BEG', '00', 'SA', 'PO-1', '', '20260302'], ...body] }
}

function forecast(lines: number): Document {
  const body = Array.from({ length: lines }, (_, i): SegmentToWrite[] => [
    ['LIN', String(i + 1), 'BP', `I-4711-${i}`, 'VP', `SAD-${i}-BLK`],
    ['UIT', 'EA'],
    ...Array.from(
      { length: 52 },
      (__, week): SegmentToWrite => ['FST', String(100 + ((i + week) % 900)), week < 4 ? 'C' : 'D', 'W', day(week)],
    ),
  ]).flat()
  const head: SegmentToWrite = ['BFR', '00', '1', '', 'DL', 'A', '20260302', '20270301', '20260301']
  return { setId: '830', group: 'PS', segments: [head, ['N1', 'ST', 'Plant', '92', 'P1'], ...body] }
}

function shipNotice(lines: number): Document {
  const body = Array.from({ length: lines }, (_, i): SegmentToWrite[] => [
    ['HL', String(i + 2), '1', 'I', '0'],
    ['LIN', String(i + 1), 'BP', `I-4711-${i}`, 'VP', `SAD-${i}-BLK`],
    ['SN1', '', String(10 + (i % 90)), 'EA'],
    ['PRF', 'PO-1', '', '', day(i)],
    ['MAN', 'GM', `0034012345${String(i).padStart(10, '0')}`],
  ]).flat()
  const head: SegmentToWrite[] = [
    ['BSN', '00', 'ASN-1', '20260302', '0900'],
    ['HL', '1', '', 'S', '1'],
  ]
  return { setId: '856', group: 'SH', segments: [...head, ...body] }
}

/** Its documented way: the document in its own notation, and the generator, which reads back what it wrote. */
function byNodeX12({ setId, group, segments }: Document): number {
  const fill = (text: string, width: number) => text.padEnd(width)
  const ids = ['ZZ', fill('BENCH', 15), 'ZZ', fill('SUPPLIER', 15)]
  const head = [
    '00',
    fill('', 10),
    '00',
    fill('', 10),
    ...ids,
    '260302',
    '0900',
    'U',
    '00401',
    '000000001',
    '0',
    'T',
    '>',
  ]
  const notation = new JSEDINotation(head, { segmentTerminator: '~', elementDelimiter: '*', subElementDelimiter: '>' })
  const functional = notation.addFunctionalGroup([group, 'BENCH', 'SUPPLIER', '20260302', '0900', '1', 'X', '004010'])
  const transaction = functional.addTransaction([setId, '0001'])
  for (const [tag, ...values] of segments) transaction.addSegment(tag, values.map(String))
  return new X12Generator(notation).toString().length
}

function byUs({ setId, group, segments }: Document): number {
  return writeInterchange(envelope, group, [{ id: setId, control: '0001', segments }]).length
}

/**
 * MB for each second of processor time, so that whatever else the machine does takes nothing from either side. Small
 * documents are written again and again until it can be measured.
 */
function rate(write: () => number): number {
  const begin = process.cpuUsage()
  let written = 0
  let micros = 0
  do {
    written += write()
    const { user, system } = process.cpuUsage(begin)
    micros = user + system
  } while (micros < 300_000)
  return written / micros
}

const sizes = [
  { size: '10 KB', lines: { order: 90, forecast: 8, shipNotice: 80 } },
  { size: '1 MB', lines: { order: 9_000, forecast: 800, shipNotice: 8_000 } },
] as const

export const x12Write: Claim = async ({ runs, say }) => {
  const results: Result[] = []
  for (const { size, lines } of sizes) {
    for (const document of [order(lines.order), forecast(lines.forecast), shipNotice(lines.shipNotice)]) {
      const ours: number[] = []
      const theirs: number[] = []
      // Warm first, then in turns, so that a busy machine is busy for both.
      byUs(document)
      byNodeX12(document)
      for (let run = 0; run < runs; run++) {
        ours.push(rate(() => byUs(document)))
        theirs.push(rate(() => byNodeX12(document)))
        await pause(10)
      }
      const peer = summed(`node-x12's generator, ${document.setId} of ${size}`, 'MB/s', theirs)
      const own = summed(`writing an ${document.setId} of ${size} with every guard`, 'MB/s', ours)
      say(`${own.what}: ${own.median.toFixed(1)} against ${peer.median.toFixed(1)} MB/s`)
      const ratio = { value: own.median / peer.median, of: "node-x12's generator" }
      // node-x12 takes ever longer the longer a document is: ten times is asked where documents are large.
      const target = size === '1 MB' ? { target: Math.round(10 * peer.median) } : {}
      results.push({ ...own, ratio, ...target }, peer)
    }
  }
  return results
}
