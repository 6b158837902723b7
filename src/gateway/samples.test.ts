// Samples that partners build against have nothing wrong with them.
import { expect, test } from 'vitest'
import { ours, theirs } from '../../test/exchange.ts'
import { forecastsSamples } from '../forecasts/index.ts'
import { ordersSamples } from '../orders/index.ts'
import { defaultDelimiters } from '../partners/index.ts'
import { judgeInterchange, readInterchanges } from '../x12/index.ts'
import type { Relationship } from './contract.ts'
import { agreedSets, samplesOf as samplesFor } from './samples.ts'

const agreed = (documents: Relationship['documents'], ediVersion: string) =>
  ({
    ourIdentity: ours,
    theirIdentity: theirs,
    delimiters: defaultDelimiters,
    ediVersion,
    usage: 'T',
    documents,
    vendorNumber: '10042',
    supplierName: 'Nordlicht Antriebe',
  }) as Relationship

const now = new Date('2026-03-02T09:30:00Z')
const writers = { ...ordersSamples, ...forecastsSamples }
const samplesOf = (relationship: Relationship, at: Date) =>
  samplesFor(relationship, at, { buyerName: 'Velowerk AG', writers })

test('an order is shown as a real one is said: who orders, who supplies, where it goes, what it is, what it comes to', () => {
  const all = samplesOf(agreed({ order: '850', answer: '855', forecast: 'portal', commit: 'none' }, '004010'), now)
  const text = all.find(({ setId }) => setId === '850')?.text ?? ''
  for (const segment of [
    'REF*IA*10042',
    'N1*BY*Velowerk AG',
    'N1*SU*Nordlicht Antriebe*92*10042',
    'N1*ST*',
    'N3*',
    'N4*',
  ])
    expect(text).toContain(segment)
  expect(text).toMatch(/PID\*F\*/)
  expect(text).toContain('CTT*1*120')
})

test.each(['004010', '005010'])('every sample in %s is read without a finding', version => {
  const variants = [
    agreed({ order: '850', answer: '855', forecast: '830', commit: 'none', shipNotice: '856' }, version),
    agreed({ order: '862', answer: 'silence', forecast: '830', commit: 'none' }, version),
  ]
  for (const relationship of variants) {
    const samples = samplesOf(relationship, now)
    expect(new Set(samples.map(sample => sample.setId))).toEqual(new Set(agreedSets(relationship)))
    for (const { setId, text } of samples) {
      const [interchange] = readInterchanges(Buffer.from(text)).interchanges
      const judgment = interchange && judgeInterchange(interchange)
      const findings = judgment && [
        ...judgment.findings,
        ...judgment.groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
      ]
      expect({ setId, findings: findings?.map(one => `${one.code} ${one.tag} ${one.element} ${one.value}`) }).toEqual({
        setId,
        findings: [],
      })
    }
  }
})

test('both 997 are shown: the one we answer with, and the one we wait for', () => {
  const all = samplesOf(agreed({ order: '850', answer: '855', forecast: 'portal', commit: 'none' }, '004010'), now)
  const acknowledgments = all.filter(sample => sample.setId === '997')
  expect(acknowledgments.map(({ direction, text }) => [direction, text.match(/AK1\*../)?.[0]])).toEqual([
    ['in', 'AK1*PO'],
    ['out', 'AK1*PR'],
  ])
})

test('both 824 are shown, each about a sample that went the other way', () => {
  const all = samplesOf(agreed({ order: '850', answer: '855', forecast: 'portal', commit: 'none' }, '004010'), now)
  const controlOf = (setId: string) => all.find(one => one.setId === setId)?.text.match(/\nGS\*[^\n]*\*(\d+)\*X\*/)?.[1]
  const about = all
    .filter(sample => sample.setId === '824')
    .map(({ direction, text }) => [direction, text.match(/OTI\*TR\*PO\*SAMPLE-1\*.*\*(\d+)\*0001\*(\d+)/)?.slice(1)])
  expect(about).toEqual([
    ['in', [controlOf('850'), '850']],
    ['out', [controlOf('855'), '855']],
  ])
})

test('each sample has a number of its own, kept while it says the same, and another once its time is another', () => {
  const relationship = agreed({ order: '850', answer: '855', forecast: '830', commit: 'none' }, '004010')
  const numbersAt = (at: Date) => samplesOf(relationship, at).map(({ text }) => text.split('*')[13])
  const minuteLater = new Date(now.getTime() + 60_000)
  expect(new Set([...numbersAt(now), ...numbersAt(minuteLater)]).size).toBe(2 * numbersAt(now).length)
  expect(numbersAt(new Date(now.getTime() + 1_000))).toEqual(numbersAt(now))
})

test('a partner that uses the portal alone has no samples', () => {
  expect(
    agreedSets(agreed({ order: 'portal', answer: 'portal', forecast: 'portal', commit: 'portal' }, '004010')),
  ).toEqual([])
})
