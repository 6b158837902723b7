/** Documents put together by their guide: what the compiler refuses, what is refused when it is written, and what comes out. */
import { describe, expect, it } from 'vitest'
import {
  document,
  hierarchy,
  judgeInterchange,
  loops,
  type SegmentToWrite,
  Unwritable,
  writeDocuments,
  writeInterchange,
} from '../../index.ts'
import { envelope, onlyInterchange, textOf } from '../../test-kit.ts'

const order = () =>
  document('850', '004010', d => {
    d.add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1', 5: '20260302' })
    d.loop('N1', { 1: 'ST', 2: 'Plant 1', 3: '92', 4: 'P1' }, place =>
      place.add('N4', { 1: 'Ulm', 3: '89073', 4: 'DE' }),
    )
    d.loop('PO1', { 1: '1', 2: '24', 3: 'EA', 7: 'SAD-100', 6: 'BP' }, line => {
      line.loop('PID', { 1: 'F', 5: 'Saddle' })
      line.loop('SCH', { 1: '24', 2: 'EA', 5: '002', 6: '20260317' })
    })
    d.loop('PO1', { 1: '2', 2: '0.5', 3: 'KG', 6: 'BP', 7: 'GREASE' })
    d.totals()
  })

const shipNotice = () =>
  document('856', '005010', d => {
    d.add('BSN', { 1: '00', 2: 'ASN-1', 3: '20260302', 4: '0910', 5: '0001' })
    d.level('S', shipment => {
      shipment.add('TD1', { 1: 'PLT94', 2: 2 })
      shipment.level('O', one => {
        one.add('PRF', { 1: 'PO-1' })
        one.level('I', item => item.add('LIN', { 2: 'BP', 3: 'SAD-100' }).add('SN1', { 2: '20', 3: 'EA' }))
        one.level('I', item => item.add('LIN', { 2: 'BP', 3: 'SAD-200' }).add('SN1', { 2: '4.5', 3: 'EA' }))
      })
      shipment.level('O', two => two.add('PRF', { 1: 'PO-2' }))
    })
    d.totals()
  })

const findingsOf = (bytes: Uint8Array) => {
  const { findings, groups } = judgeInterchange(onlyInterchange(bytes))
  return [...findings, ...groups.flatMap(one => [...one.findings, ...one.sets.flatMap(set => set.findings)])]
}

describe('a document put together by its guide', () => {
  it('is written with its segments where they belong', () => {
    const bytes = writeDocuments(envelope, [order()])
    expect(findingsOf(bytes)).toEqual([])
    expect(textOf(bytes).split('~\n').slice(2, -3)).toEqual([
      'ST*850*0001',
      'BEG*00*SA*PO-1**20260302',
      'N1*ST*Plant 1*92*P1',
      'N4*Ulm**89073*DE',
      'PO1*1*24*EA***BP*SAD-100',
      'PID*F****Saddle',
      'SCH*24*EA***002*20260317',
      'PO1*2*0.5*KG***BP*GREASE',
      'CTT*2*24.5',
      'SE*10*0001',
    ])
  })

  it('numbers the levels of a ship notice, parents before children', () => {
    const bytes = writeDocuments({ ...envelope, version: '005010' }, [shipNotice()])
    expect(findingsOf(bytes)).toEqual([])
    const group = onlyInterchange(bytes).groups[0]
    const set = group?.sets[0]
    if (!group || !set) throw new Error('no set')
    expect(
      loops(set, group)
        .loops('HL')
        .map(level => [1, 2, 3, 4].map(n => level.segment.el(n)).join()),
    ).toEqual(['1,,S,1', '2,1,O,1', '3,2,I,0', '4,2,I,0', '5,1,O,0'])
    expect(loops(set, group).first('CTT')?.elements).toEqual(['5', '24.5'])
  })

  it('numbers a tree given as a whole the same way', () => {
    const item = (part: string) => ({ kind: 'I', segments: [['LIN', '', 'BP', part]] as const })
    const order = { kind: 'O', segments: [['PRF', 'PO-1']] as const, children: [item('SAD-100'), item('SAD-200')] }
    const written = hierarchy([{ kind: 'S', segments: [], children: [order] }])
    expect(written.filter(([tag]) => tag === 'HL').map(one => one.slice(1).join())).toEqual([
      '1,,S,1',
      '2,1,O,1',
      '3,2,I,0',
      '4,2,I,0',
    ])
    expect(written.map(([tag]) => tag)).toEqual(['HL', 'HL', 'PRF', 'HL', 'LIN', 'HL', 'LIN'])
  })

  it('is numbered on from the first when there are several', () => {
    const bytes = writeDocuments(envelope, [order(), order(), order()], '0099')
    expect(onlyInterchange(bytes).groups[0]?.sets.map(set => set.control)).toEqual(['0099', '0100', '0101'])
  })

  it('closes what LS opens', () => {
    const built = document('850', '004010', d => {
      d.add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1', 5: '20260302' })
      d.loop('PO1', { 1: '1', 2: '1', 3: 'EA' }, line =>
        line.loop('LS', { 1: 'LDT' }, inside => inside.loop('LDT', { 1: 'AF', 2: '3', 3: 'DA' })),
      )
    })
    expect(built.segments.map(([tag]) => tag)).toEqual(['BEG', 'PO1', 'LS', 'LDT', 'LE'])
    expect(findingsOf(writeDocuments(envelope, [built]))).toEqual([])
  })
})

describe('what the compiler refuses', () => {
  // Each line is an error to the compiler: were it none, the directive above it would be one.
  it('wrong segments, elements, types, codes and conditions', () => {
    const attempt = () =>
      document('850', '004010', d => {
        // @ts-expect-error ACK is no segment of an order
        d.add('ACK', { 1: 'IA' })
        // @ts-expect-error PID belongs to a line's loop, and is a loop there
        d.loop('PO1', { 1: '1' }, line => line.add('PID', { 1: 'F' }))
        // @ts-expect-error BEG05, the date, is mandatory
        d.add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1' })
        // @ts-expect-error QQ is no purpose
        d.add('BEG', { 1: 'QQ', 2: 'SA', 3: 'PO-1', 5: '20260302' })
        // @ts-expect-error BEG has twelve elements
        d.add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1', 5: '20260302', 13: 'x' })
        // @ts-expect-error a quantity is text: numbers of a computer are not exact
        d.loop('PO1', { 1: '1', 2: 24.5, 3: 'EA' })
        // @ts-expect-error P: a part's number needs its qualifier
        d.loop('PO1', { 1: '1', 2: '1', 3: 'EA', 7: 'SAD-100' })
        // @ts-expect-error R: REF needs a number or a description
        d.add('REF', { 1: 'DP' })
        // @ts-expect-error C: a price needs its quantity
        d.loop('PO1', { 1: '1', 3: 'EA' })
        // @ts-expect-error CTT is counted, not given
        d.loop('CTT', { 1: 1 })
        // @ts-expect-error an order has no tree
        d.level('S')
      })
    expect(attempt).toThrow(Unwritable)
  })

  it('documents that a release has not', () => {
    // @ts-expect-error 999 came with 005010
    expect(() => document('999', '004010', () => {})).toThrow(/no document 999 in 004010/)
  })
})

describe('what is refused when it is written', () => {
  const refused = (
    change: (segments: SegmentToWrite[]) => SegmentToWrite[],
    version: '004010' | '005010' = '004010',
  ) => {
    const built = version === '004010' ? order() : shipNotice()
    const segments = change([...built.segments])
    try {
      writeInterchange({ ...envelope, version }, built.functionalId, [{ id: built.id, control: '0001', segments }])
    } catch (refusal) {
      if (refusal instanceof Unwritable) return refusal
      throw refusal
    }
    throw new Error('nothing was refused')
  }

  it('totals that contradict the lines', () => {
    expect(refused(all => all.with(-1, ['CTT', '3']))).toMatchObject({
      segment: 'CTT',
      element: 1,
      what: 'number of lines',
    })
    expect(refused(all => all.with(-1, ['CTT', '2', '25']))).toMatchObject({ segment: 'CTT', element: 2 })
  })

  it('levels that do not hang together', () => {
    const hl = (n: number, ...values: string[]) => refused(all => all.with(n, ['HL', ...values]), '005010')
    expect(hl(1, '2', '', 'S', '1')).toMatchObject({ segment: 'HL', element: 1 })
    expect(hl(3, '2', '3', 'O', '1')).toMatchObject({ segment: 'HL', element: 2 })
    expect(hl(3, '2', '1', 'O', '0')).toMatchObject({ segment: 'HL', element: 4 })
  })

  it('with the segment and element in words and what to do', () => {
    const refusal = refused(all => all.with(0, ['BEG', '00', 'SA', 'PO-1', '', '20260231']))
    expect(refusal).toMatchObject({ segment: 'BEG', position: 2, element: 5 })
    expect(refusal.message).toMatch(/BEG05/)
    expect(refusal.what).toMatch(/date/)
    expect(refusal.remedy).toMatch(/calendar|date/)
  })

  it('a separator in a value, with the words of the element', () => {
    const refusal = refused(all => all.with(0, ['BEG', '00', 'SA', 'PO*1', '', '20260302']))
    expect(refusal).toMatchObject({ segment: 'BEG', element: 3, what: 'order number' })
    expect(refusal.remedy).toMatch(/separators/)
  })

  it('letters of Latin-1 that would be read as UTF-8', () => {
    const bad = order()
    const segments = bad.segments.with(0, ['BEG', '00', 'SA', 'Ã¤', '', '20260302'])
    const sets = [{ id: '850', control: '0001', segments }]
    expect(() => writeInterchange({ ...envelope, characters: 'latin-1' }, 'PO', sets)).toThrow(
      /BEG03: .* read as others/,
    )
  })

  it('values too long, of the wrong type, and segments out of order', () => {
    expect(refused(all => all.with(0, ['BEG', '00', 'SA', 'P'.repeat(23), '', '20260302']))).toMatchObject({
      element: 3,
    })
    expect(refused(all => all.with(3, ['PO1', '1', 'many', 'EA']))).toMatchObject({ segment: 'PO1', element: 2 })
    expect(refused(all => all.toReversed())).toBeInstanceOf(Unwritable)
  })
})
