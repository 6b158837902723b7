// An 830 passes our own reader without a finding, whatever the forecast.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { addSite } from '../calendars/index.ts'
import { sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { defaultDelimiters } from '../partners/profile.ts'
import { relationships } from '../partners/tables.ts'
import {
  type Envelope,
  judgeInterchange,
  loops,
  readInterchanges,
  type SegmentToWrite,
  write997,
  writeInterchange,
} from '../x12/index.ts'
import { type ForecastToWrite, outbound830, segments830 } from './edi-830.ts'
import { forecastsReactions, publish } from './index.ts'

const envelope: Envelope = {
  senderQualifier: 'ZZ',
  senderId: 'VELOWERK',
  receiverQualifier: '01',
  receiverId: '079123456',
  gsSender: 'VELOWERK',
  gsReceiver: 'GLWHEEL',
  date: '20270301',
  time: '0910',
  interchangeControl: '000000001',
  groupControl: '1',
  usage: 'P',
  version: '004010',
}

/** The set as our reader understands it, with everything that it finds wrong. */
function readBack(segments: readonly SegmentToWrite[]) {
  const bytes = writeInterchange(envelope, 'PS', [{ id: '830', control: '0001', segments }])
  const [interchange] = readInterchanges(bytes).interchanges
  const judgment = judgeInterchange(sure(interchange))
  const group = sure(judgment.groups[0])
  const set = sure(group.sets[0])
  return {
    findings: [...judgment.findings, ...group.findings, ...set.findings].map(({ text }) => text),
    code: set.code,
    doc: loops(set.set, group.group),
  }
}

const line = (n: number, more: Partial<ForecastToWrite['lines'][number]> = {}): ForecastToWrite['lines'][number] => ({
  buyerPart: `BRK-${n}`,
  supplierPart: `NL-${n}`,
  unit: 'EA',
  shipToCode: 'STR1',
  buckets: [
    { start: '2027-03-01', quantity: '24', zone: 'firm' },
    { start: '2027-03-08', quantity: '48.5', zone: 'firm' },
    { start: '2027-03-15', quantity: '0', zone: 'planning' },
  ],
  ...more,
})

const writing = (lines: ForecastToWrite['lines'], supersedesId: string | null = null): ForecastToWrite => ({
  share: {
    number: 12,
    horizonFrom: '2027-03-01',
    horizonTo: '2027-03-15',
    publishedAt: new Date('2027-02-28T12:00:00Z'),
    supersedesId,
  } as ForecastToWrite['share'],
  lines,
  relationship: {
    supplierName: 'Lüder & Söhne * Räder~Bau',
    vendorNumber: '10042',
    delimiters: defaultDelimiters,
    ourIdentity: { qualifier: 'ZZ', id: 'VELOWERK', groupId: 'VELOWERK' },
  },
  buyerName: 'Velowerk AG',
  places: [
    { code: 'STR1', name: 'Werk Stuttgart', zone: 'Europe/Berlin' },
    { code: 'BIO', name: 'Bilbao', zone: 'Europe/Madrid' },
  ],
})

describe('a share said as an 830', () => {
  test('is understood by our own reader, week by week', () => {
    const { findings, code, doc } = readBack(segments830(writing([line(1), line(2)])))
    expect(findings).toEqual([])
    expect(code).toBe('A')
    const bfr = sure(doc.first('BFR'))
    expect([1, 2, 4, 5, 6, 7, 8].map(element => bfr.el(element))).toEqual([
      '00',
      '12',
      'DL',
      'A',
      '20270301',
      '20270321',
      '20270228',
    ])
    const [first] = doc.loops('LIN')
    expect([1, 2, 3, 4, 5].map(element => first?.segment.el(element))).toEqual(['1', 'BP', 'BRK-1', 'VP', 'NL-1'])
    expect(first?.loops('FST').map(({ segment }) => [1, 2, 3, 4].map(element => segment.el(element)))).toEqual([
      ['24', 'C', 'W', '20270301'],
      ['48.5', 'C', 'W', '20270308'],
      ['0', 'D', 'W', '20270315'],
    ])
    expect(first?.first('ATH')?.el(3)).toBe('72.5')
    expect([doc.first('CTT')?.el(1), doc.first('CTT')?.el(2)]).toEqual(['2', '145'])
  })
  test('replaces the one before, and names each ship-to where there are several', () => {
    const { findings, doc } = readBack(segments830(writing([line(1), line(1, { shipToCode: 'BIO' })], newId())))
    expect(findings).toEqual([])
    expect(doc.first('BFR')?.el(1)).toBe('05')
    expect(doc.loops('N1').map(({ segment }) => segment.el(1))).toEqual(['MI', 'SU'])
    expect(doc.loops('LIN').map(lin => lin.loops('N1')[0]?.segment.el(4))).toEqual(['STR1', 'BIO'])
  })
  test('has nothing to find, whatever the quantities', () => {
    const quantity = fc
      .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 9 }))
      .map(([whole, tenth]) => (tenth === 0 ? String(whole) : `${whole}.${tenth}`))
    const buckets = fc.array(fc.tuple(quantity, fc.boolean()), { minLength: 1, maxLength: 53 }).map(cells =>
      cells.map(([amount, firm], i) => ({
        start: addDays('2027-03-01', 7 * i),
        quantity: amount,
        zone: firm ? ('firm' as const) : ('planning' as const),
      })),
    )
    fc.assert(
      fc.property(fc.array(buckets, { minLength: 1, maxLength: 4 }), each => {
        const { findings } = readBack(segments830(writing(each.map((cells, i) => line(i, { buckets: cells })))))
        expect(findings).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('through the verb', () => {
  let trade: CallOffTrade
  beforeAll(async () => {
    trade = await openCallOffTrade(forecastsReactions)
    await trade.agree(trade.supplier, { documents: { forecast: '830' } })
    const bilbao = { ...{ code: 'BIO', name: 'Nave Bilbao', zone: 'Europe/Madrid', street: '', city: 'Bilbao' } }
    agreed(
      await trade.as(trade.buyer, tx => addSite(tx, { ...bilbao, region: '', postalCode: '48001', country: 'ES' })),
    )
  })
  afterAll(() => trade.close())

  test('a release queues one 830 for a supplier whose system takes it, and it can be written', async () => {
    const start = addDays(mondayOf(trade.inDays(0)), 7)
    const lines = ['STR1', 'BIO'].map(shipTo => ({ item: 'BRK-2201', shipTo, buckets: [{ start, quantity: '40' }] }))
    agreed(await trade.as(trade.buyer, tx => publish(tx, { lines, source: 'api' })))
    const { rows } = await trade.owner.query<{ id: string; subject_id: string; subject_label: string }>(
      "select id, subject_id, subject_label from documents where set_id = '830'",
    )
    expect(rows).toMatchObject([{ subject_label: '1' }])
    const { id: documentId = '', subject_id: subjectId = '' } = rows[0] ?? {}
    const written = await trade.as(trade.buyer, async tx => {
      const [relationship] = await tx.select().from(relationships)
      return await outbound830(tx, { documentId, subjectId, relationship: sure(relationship) })
    })
    if ('needsAttention' in written) throw new Error(written.needsAttention)
    expect(written).toMatchObject({ setId: '830', functionalId: 'PS', label: '1' })
    expect(readBack(written.segments).findings).toEqual([])
  })
})

test('our own 997 accepts it', () => {
  const bytes = writeInterchange(envelope, 'PS', [
    { id: '830', control: '0001', segments: segments830(writing([line(1)])) },
  ])
  const judgment = judgeInterchange(sure(readInterchanges(bytes).interchanges[0]))
  expect(write997(sure(judgment.groups[0]), envelope)).toBeDefined()
})
