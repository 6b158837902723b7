/** Two documents compared by what they mean. */
import { expect, it, vi } from 'vitest'
import { readInterchanges } from '../read/read.ts'
import { Segment } from '../read/segment.ts'
import { bytesOf, wrapped } from '../test-kit.ts'
import { diffReadings } from './diff.ts'

const base = [
  'BEG*00*SA*PO-1**20260302',
  'REF*CT*A-1',
  'REF*VN*S-1',
  'N1*ST*Works*92*STR',
  'N3*First street 1*Hall 2',
  'PO1*1*24*EA*18.5**BP*SAD-100',
  'SCH*12*EA***002*20260330',
  'SCH*12*EA***002*20260406',
  'PO1*2*10*EA*7.25**BP*SAD-200',
]
const differences = (before: string[], after: string[], change = (text: string) => text) => {
  const read = (text: string) => readInterchanges(bytesOf(text))
  const found = diffReadings(read(wrapped('850', 'PO', before)), read(change(wrapped('850', 'PO', after))))
  return found.map(one => `${one.kind} ${one.loop} ${one.what}: ${one.before} > ${one.after}`)
}
const changed = (from: string, to: string) => base.map(one => (one === from ? to : one))

it('numbers are compared as numbers, parts as text', () => {
  expect(differences(base, changed('PO1*1*24*EA*18.5**BP*SAD-100', 'PO1*1*024.0*EA*18.50**BP*SAD-100'))).toEqual([])
  expect(differences(base, changed('PO1*1*24*EA*18.5**BP*SAD-100', 'PO1*1*24*EA*-18.5**BP*SAD-100'))).toEqual([
    'changed PO1[1] PO104: 18.5 > -18.5',
  ])
  const part = (number: string) => changed('PO1*2*10*EA*7.25**BP*SAD-200', `PO1*2*10*EA*7.25**BP*${number}`)
  expect(differences(part('0100'), part('100'))).toEqual(['changed PO1[2] PO107: 0100 > 100'])
})
it('zero has no sign', () => {
  const quantity = (text: string) => changed('SCH*12*EA***002*20260330', `SCH*${text}*EA***002*20260330`)
  expect(differences(quantity('-0.0'), quantity('0'))).toEqual([])
})
it('control numbers, counts and dates of the envelope say nothing', () => {
  const renumbered = (text: string) =>
    text.replaceAll('000000042', '000000043').replaceAll('*0001~', '*0777~').replace('*260302*0910', '*260303*1111')
  expect(differences(base, base, renumbered)).toEqual([])
})
it('who sends to whom does', () => {
  expect(differences(base, base, text => text.replace('SUPPLIER01', 'SUPPLIER02'))).toEqual([
    'changed  ISA06: SUPPLIER01 > SUPPLIER02',
  ])
})
it('references may stand in another order; lines of an address may not', () => {
  const turned = [base[0], base[2], base[1], ...base.slice(3)].filter(one => one !== undefined)
  expect(differences(base, turned)).toEqual([])
  const two = base.flatMap(one => (one.startsWith('N3') ? ['N3*First street 1', 'N3*Hall 2'] : [one]))
  const swapped = base.flatMap(one => (one.startsWith('N3') ? ['N3*Hall 2', 'N3*First street 1'] : [one]))
  expect(differences(two, swapped)).toHaveLength(2)
})
it('a line taken out is one difference, whatever belonged to it', () => {
  const without = base.filter(one => !one.startsWith('SCH') && !one.startsWith('PO1*1'))
  expect(differences(base, without)).toEqual(['removed PO1[1] PO1: PO1*1*24*EA*18.5**BP*SAD-100 > null'])
  expect(differences(without, base)).toEqual(['added PO1[2] PO1: null > PO1*1*24*EA*18.5**BP*SAD-100'])
})
it('a date moved is found in its line', () => {
  expect(differences(base, changed('SCH*12*EA***002*20260406', 'SCH*12*EA***002*20260413'))).toEqual([
    'changed PO1[1]/SCH[2] SCH06: 20260406 > 20260413',
  ])
})
it('trailing blanks and empty elements at the end mean nothing', () => {
  expect(differences(base, changed('N3*First street 1*Hall 2', 'N3*First street 1  *Hall 2**'))).toEqual([])
})
it('a document more is one difference', () => {
  const one = readInterchanges(bytesOf(wrapped('850', 'PO', base)))
  const two = readInterchanges(bytesOf(wrapped('850', 'PO', base).repeat(2)))
  expect(diffReadings(one, two)).toMatchObject([{ kind: 'added', what: 'ST', after: '850' }])
})
it('ten times the lines are looked at ten times as often, whatever their order', () => {
  const looks = (count: number) => {
    const lines = Array.from({ length: count }, (_, i) => `PO1*${i + 1}*${i}*EA*1**BP*P-${i}`)
    const spy = vi.spyOn(Segment.prototype, 'elements', 'get')
    expect(differences([base[0] ?? '', ...lines], [base[0] ?? '', ...lines.toReversed()])).toEqual([])
    const { length } = spy.mock.calls
    spy.mockRestore()
    return length
  }
  // A hundred times, if every line were held against every other.
  const few = looks(100)
  expect(few).toBeGreaterThan(100)
  expect(looks(1_000) / few).toBeLessThan(11)
})
