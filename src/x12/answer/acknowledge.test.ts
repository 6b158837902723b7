/** 997 and TA1: they accept exactly what had no error, and never bring down the reader whatever comes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import { readInterchanges } from '../read/read.ts'
import { answer, bytesOf, envelope, onlyInterchange, textOf, wrapped } from '../test-kit.ts'
import { writeInterchange } from '../write/write.ts'
import { write997, writeTa1 } from './acknowledge.ts'
import { read997 } from './read-acknowledgment.ts'

const good = textOf(
  writeInterchange(envelope, 'PR', [
    { id: '855', control: '0001', segments: answer },
    { id: '855', control: '0002', segments: answer },
    { id: '855', control: '0003', segments: answer },
  ]),
)

/** Damage as transfers, maps and people do it: bytes lost, doubled, replaced, moved. */
const damage = fc.record({
  at: fc.nat(good.length - 1),
  length: fc.integer({ min: 0, max: 40 }),
  to: fc.oneof(fc.constant(''), fc.string({ unit: fc.constantFrom(...'A1*~>\n '), maxLength: 6 })),
})
const damaged = fc
  .array(damage, { minLength: 1, maxLength: 3 })
  .map(list => list.reduce((text, { at, length, to }) => text.slice(0, at) + to + text.slice(at + length), good))

describe('a 997', () => {
  it('accepts exactly the sets that had no error, counts them, and reads without an error itself', () => {
    fc.assert(
      fc.property(damaged, text => {
        for (const interchange of readInterchanges(bytesOf(text)).interchanges) {
          const { accepted: answerable, groups } = judgeInterchange(interchange)
          for (const judged of groups) {
            const errors = judged.findings.some(one => one.severity === 'error')
            for (const set of judged.sets) {
              const clean = !errors && set.findings.every(one => one.severity !== 'error')
              expect(set.code).toBe(clean ? 'A' : 'R')
            }
            const accepted = judged.sets.filter(set => set.code === 'A').length
            expect(judged.counts).toMatchObject({ received: judged.sets.length, accepted })
            // An interchange refused by TA1 gets no 997.
            const written = answerable ? write997(judged, envelope) : undefined
            if (written === undefined) continue
            const [group] = onlyInterchange(written).groups
            const said = group?.sets[0] && read997(group.sets[0])
            expect(said).toMatchObject({ code: judged.code, counts: { received: judged.sets.length, accepted } })
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  it('is never written for a group of acknowledgments', () => {
    const fa = onlyInterchange(bytesOf(wrapped('997', 'FA', ['AK1*PR*1', 'AK9*A*1*1*1'])))
    const [judged] = judgeInterchange(fa).groups
    expect(judged && write997(judged, envelope)).toBeUndefined()
  })

  it('in 004010 tells parts and repetitions, which came with 005010, by what it has', () => {
    const text = wrapped('855', 'PR', ['BAK*00*AC*PO>1*20260227'])
    const codes = [text, text.replaceAll('004010', '005010')].map(one => {
      const [judged] = judgeInterchange(onlyInterchange(bytesOf(one))).groups
      const written = judged && write997(judged, envelope)
      const set = written && onlyInterchange(written).groups[0]?.sets[0]
      return set && read997(set).sets[0]?.errors[0]?.elements[0]?.code
    })
    expect(codes).toEqual(['6', '13'])
  })

  it('leaves a bad value out when it holds a separator of the answer', () => {
    const text = wrapped('855', 'PR', ['BAK*00*A|*PO-1*20260227'])
    const [judged] = judgeInterchange(onlyInterchange(bytesOf(text))).groups
    const piped = judged && write997(judged, { ...envelope, delimiters: { element: '|' } })
    const starred = judged && write997(judged, envelope)
    expect(textOf(piped ?? new Uint8Array())).toContain('AK4|2|587|7~')
    expect(textOf(starred ?? new Uint8Array())).toContain('AK4*2*587*7*A|~')
  })
})

describe('a TA1', () => {
  it('repeats control number, date and time as received', () => {
    const interchange = onlyInterchange(bytesOf(good.replaceAll('000000042', 'ABC000042')))
    const { ta1 } = judgeInterchange(interchange)
    expect(textOf(writeTa1(interchange, ta1, envelope))).toContain('TA1*ABC000042*260302*0910*R*018~')
  })
  it('comes back out of our reader', () => {
    const bytes = writeTa1(onlyInterchange(bytesOf(good)), { code: 'A', note: '000' }, envelope)
    const read = onlyInterchange(bytes)
    expect(read.ta1s).toMatchObject([{ control: '000000042', date: '260302', time: '0910', code: 'A', note: '000' }])
    expect(judgeInterchange(read)).toMatchObject({ ta1Wanted: false, accepted: true, findings: [] })
  })
})
