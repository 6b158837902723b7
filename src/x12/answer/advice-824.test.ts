/** 824: what we say of a document's content reads back as it was meant, in both releases, and never spoils the document. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import { bytesOf, envelope, onlyInterchange, textOf, wrapped } from '../test-kit.ts'
import type { Envelope } from '../write/envelope.ts'
import { type Application824, original824, read824, write824 } from './advice-824.ts'

const received = onlyInterchange(bytesOf(wrapped('856', 'SH', ['BSN*00*ASN-1*20260302*0910', 'HL*1**S']))).groups[0]
const group = received
if (group === undefined) throw new Error('no group')
const [shipNotice] = group.sets
if (shipNotice === undefined) throw new Error('no set')
const original = { ...original824(group, shipNotice), sender: 'SUPPLIER01', receiver: 'PEDALWERK' }

const advice: Application824 = {
  number: 'ADV-1',
  date: '20260302',
  time: '0915',
  documents: [
    {
      verdict: 'TE',
      reference: { qualifier: 'SI', value: 'ASN-1' },
      original,
      references: [{ qualifier: 'PO', value: 'PO-4711' }],
      dates: [{ qualifier: '011', date: '20260301' }],
      errors: [
        {
          code: 'QTY',
          text: 'Delivered were 20 pieces of part SAD-100, of which 24 were ordered for this day. Please send the 4 that are missing or tell us when they come.',
          at: { segment: 'SN1', position: 5, element: 2, dataElement: '382' },
          badValue: '20',
          newValue: '24',
        },
      ],
    },
    { verdict: 'TA', reference: { qualifier: 'SI', value: 'ASN-1' }, original, errors: [] },
  ],
}

function readBack(bytes: Uint8Array) {
  const interchange = onlyInterchange(bytes)
  const judgment = judgeInterchange(interchange)
  const [judged] = judgment.groups
  const remarks = [...judgment.findings, ...(judged?.findings ?? []), ...(judged?.sets[0]?.findings ?? [])]
  expect(remarks).toEqual([])
  const set = interchange.groups[0]?.sets[0]
  if (set === undefined) throw new Error('no set')
  return read824(set)
}

describe('an 824', () => {
  it.each(['004010', '005010'])('in %s says verdict, originals, place, and the whole text', version => {
    expect(readBack(write824(advice, { ...envelope, version }))).toEqual({
      number: 'ADV-1',
      documents: [
        {
          verdict: 'TE',
          reference: { qualifier: 'SI', value: 'ASN-1' },
          groupControl: '7',
          setControl: '0001',
          setId: '856',
          references: [{ qualifier: 'PO', value: 'PO-4711' }],
          errors: [
            {
              code: 'QTY',
              text: advice.documents[0]?.errors[0]?.text,
              badValue: '20',
              newValue: '24',
              at: { segment: 'SN1', position: 5, element: 2 },
            },
          ],
        },
        {
          verdict: 'TA',
          reference: { qualifier: 'SI', value: 'ASN-1' },
          groupControl: '7',
          setControl: '0001',
          setId: '856',
          errors: [],
        },
      ],
    })
  })

  it('tells the component only where TED05 has room for it', () => {
    const at = { segment: 'LIN', position: 3, element: 2, component: 1 }
    const with1 = {
      ...advice,
      documents: advice.documents.map(one => ({ ...one, errors: [{ code: '848', text: 'No.', at }] })),
    }
    expect(textOf(write824(with1, envelope))).toContain('TED*848*No.*LIN*3*2~')
    expect(textOf(write824(with1, { ...envelope, version: '005010' }))).toContain('TED*848*No.*LIN*3*2>1~')
  })

  it('leaves out what was received and cannot be repeated, and stays valid', () => {
    const value = fc.string({ unit: fc.constantFrom(..."AB1 *~>^|:'\n\x00\x1cé€\ud800"), maxLength: 120 })
    const out = fc.constantFrom<Envelope>(
      envelope,
      { ...envelope, version: '005010' },
      { ...envelope, delimiters: { element: '|', component: ':', terminator: "'" } },
    )
    fc.assert(
      fc.property(
        value,
        value,
        value,
        fc.nat(2_000_000),
        fc.nat(300),
        out,
        (bad, id, number, position, element, to) => {
          const said = { ...original, sender: id, groupControl: number, setControl: bad, setId: id, version: bad }
          const at = { segment: 'LIN', position: position + 1, element: element + 1 }
          const errors = [{ code: '848', text: 'The part number is not known.', badValue: bad, newValue: id, at }]
          const documents = [
            { verdict: 'TR' as const, reference: { qualifier: 'PO', value: 'PO-1' }, original: said, errors },
          ]
          const [document] = readBack(write824({ ...advice, documents }, to)).documents
          const [error] = document?.errors ?? []
          expect(error?.text).toBe('The part number is not known.')
          expect(['', bad]).toContain(error?.badValue)
          expect(['', number.trim()]).toContain(document?.groupControl)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('breaks a text of any length and shape between words and puts it together again', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom(...'abcXYZ.-'), minLength: 1, maxLength: 70 }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(words, list => {
        const text = list.join(' ')
        const documents = [
          {
            verdict: 'TR' as const,
            reference: { qualifier: 'PO', value: 'PO-1' },
            original,
            errors: [{ code: '848', text }],
          },
        ]
        expect(readBack(write824({ ...advice, documents }, envelope)).documents[0]?.errors[0]?.text).toBe(text)
      }),
      { numRuns: 200 },
    )
  })

  it('refuses a text of ours that cannot be written, naming the element', () => {
    const documents = advice.documents.map(one => ({ ...one, errors: [{ code: '848', text: 'Price > 18.50' }] }))
    expect(() => write824({ ...advice, documents }, envelope)).toThrow('TED02: holds ">"')
  })
})
