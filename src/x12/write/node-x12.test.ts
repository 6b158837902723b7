/** Faults of node-x12 1.7.1, kept in view; and that none of them is ours. */
import { X12Parser } from 'node-x12'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import { JudgeStream } from '../judge/stream.ts'
import { readInterchanges } from '../read/read.ts'
import { answer, bytesOf, envelope, onlyInterchange, textOf, wrapped } from '../test-kit.ts'
import { toNodeX12Set } from './node-x12.ts'
import { writeInterchange } from './write.ts'

const good = textOf(writeInterchange(envelope, 'PR', [{ id: '855', control: '0001', segments: answer }]))
const tagOnly = wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', 'NTE', 'CTT*1'])

describe('a segment that is only a tag', () => {
  it("receives its neighbour's value in node-x12", () => {
    const set = onlyInterchange(bytesOf(tagOnly)).groups[0]?.sets[0]
    const lone = JSON.stringify(new X12Parser(false).parse(tagOnly))
    expect(lone).toContain('{"tag":"NTE","elements":["20260227"]}')
    expect(set?.segments[2]?.elements).toEqual([])
  })
  it('is left out of what node-x12 gets', () => {
    const read = onlyInterchange(bytesOf(tagOnly))
    const set = read.groups[0]?.sets[0]
    if (set === undefined) throw new Error('no set')
    expect(toNodeX12Set(set, read.delimiters).transaction.segments.map(one => one.tag)).toEqual(['BAK', 'CTT'])
  })
})

describe('one set in the object model of node-x12', () => {
  const read = onlyInterchange(bytesOf(good))
  const set = read.groups[0]?.sets[0]
  if (set === undefined) throw new Error('no set')

  it('answers queries', () => {
    expect(toNodeX12Set(set, read.delimiters).query('PO1-ACK05')).toEqual(['20260317'])
    expect(toNodeX12Set(set, read.delimiters).query('BAK03')).toEqual(['PO-1'])
  })
  it('is a fresh instance each time', () => {
    const first = toNodeX12Set(set, read.delimiters)
    first.transaction.segments[0]?.replaceElement('changed', 3)
    expect(toNodeX12Set(set, read.delimiters).query('BAK03')).toEqual(['PO-1'])
  })
})

/** What node-x12 says of a text: what it threw, or nothing. */
function refusal(text: string, strict = true): string | undefined {
  try {
    new X12Parser(strict).parse(text)
    return undefined
  } catch (error) {
    return String(error)
  }
}

const lone = (text: string, strict = false) => JSON.parse(JSON.stringify(new X12Parser(strict).parse(text)))

/** What node-x12 makes of a text, or what it throws. */
const theirs = (text: string) => refusal(text, false) ?? JSON.stringify(new X12Parser(false).parse(text) ?? 'nothing')

/** Every finding of ours, with the interchange's, groups' and sets'. */
function codes(text: string): string[] {
  const { interchanges, findings } = readInterchanges(bytesOf(text))
  const judged = interchanges.map(one => judgeInterchange(one))
  const inside = judged.flatMap(one => [
    ...one.findings,
    ...one.groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
  ])
  return [...findings, ...inside].map(one => one.code)
}

/** Segments as node-x12's stream gives them for chunks of this size. */
function streamed(text: string, size: number): Promise<string[]> {
  const parser = new X12Parser(false)
  const tags: string[] = []
  return new Promise((resolve, reject) => {
    parser.on('data', (segment: { tag: string }) => tags.push(segment.tag))
    parser.on('end', () => resolve(tags))
    parser.on('error', reject)
    for (let at = 0; at < text.length; at += size) parser.write(text.slice(at, at + size))
    parser.end()
  })
}

/** Tags as our stream counts them: what SE, GE and IEA say is compared with what came, so nothing was lost. */
function judgedInChunks(text: string, size: number) {
  const stream = new JudgeStream()
  const events = []
  for (let at = 0; at < text.length; at += size) events.push(...stream.push(bytesOf(text.slice(at, at + size))))
  return [...events, ...stream.end()]
}

const flat = good.replaceAll('\n', '')
const without = (tag: string) => flat.replace(new RegExp(`${tag}[*][^~]*~`), '')

describe('what node-x12 lets through, strict as it can be', () => {
  it.each([
    ['a missing IEA', without('IEA'), 'interchange.no-trailer'],
    ['a missing GE', without('GE'), 'group.no-trailer'],
    ['a missing SE', without('SE'), 'set.no-trailer'],
    ['a file cut off between segments', flat.slice(0, flat.indexOf('CTT')), 'interchange.no-trailer'],
    ['a count of segments that is no number', flat.replace('SE*6*', 'SE*6abc*'), 'set.count-wrong'],
    ['a count of sets that is no number', flat.replace('GE*1*', 'GE*1abc*'), 'group.count-wrong'],
    ['a count of groups that is no number', flat.replace('IEA*1*', 'IEA*1abc*'), 'interchange.count-wrong'],
  ])('%s', (_fault, text, code) => {
    expect(refusal(text)).toBeUndefined()
    expect(codes(text)).toContain(code)
    expect(codes(flat)).toEqual([])
  })
  it('letters in ISA13, which become NaN', () => {
    const text = flat.replaceAll('000000042', 'ABC000001')
    expect(JSON.stringify(lone(text))).toContain('NaN')
    expect(onlyInterchange(bytesOf(text)).isa.control).toBe('ABC000001')
    expect(codes(text)).toEqual(['isa.control'])
  })
})

describe('what node-x12 refuses though it is right', () => {
  it('a group number that is repeated with zeros before it', () => {
    const text = flat.replace('GE*1*7~', 'GE*1*000000007~')
    expect(refusal(text)).toContain('7')
    expect(codes(text)).toEqual([])
  })
  it.each([
    ['a byte order mark before the header', `\xef\xbb\xbf${flat}`],
    ['blanks and line ends before the header', `  \r\n${flat}`],
    ['TAB as separator', flat.replaceAll('*', '\t')],
  ])('%s', (_habit, text) => {
    // It takes text, in which a byte order mark is one character.
    expect(theirs(Buffer.from(text, 'latin1').toString('utf8'))).not.toContain('{"tag":"BAK"')
    expect(theirs(flat)).toContain('{"tag":"BAK"')
    expect(codes(text).filter(code => code !== 'input.byte-order-mark')).toEqual([])
    expect(onlyInterchange(bytesOf(text)).groups[0]?.sets).toHaveLength(1)
  })
})

describe('what node-x12 loses or mixes up', () => {
  it('everything, streamed in chunks shorter than its header', async () => {
    expect(await streamed(flat, 100)).not.toContain('ISA')
    for (const size of [1, 7, 100]) {
      expect(judgedInChunks(flat, size)).toMatchObject([
        { kind: 'set', judged: { code: 'A', set: { se: { count: '6' } } } },
        { kind: 'group', judged: { code: 'A' } },
        { kind: 'interchange', judged: { accepted: true, findings: [] } },
        { kind: 'input', findings: [], sizeBytes: flat.length },
      ])
    }
  })
  it('the last segment when its terminator is missing: it is lost, or comes twice', async () => {
    const text = flat.slice(0, -1)
    expect((await streamed(text, 4096)).filter(tag => tag === 'IEA').length).not.toBe(1)
    const [, , ended] = judgedInChunks(text, 4096)
    expect(ended).toMatchObject({ kind: 'interchange', judged: { interchange: { iea: { count: '1' } } } })
  })
  it('inputs of two partners, when a parser is used again', () => {
    const parser = new X12Parser(false)
    parser.parse(flat)
    const second = JSON.stringify(parser.parse(flat.replaceAll('SUPPLIER01', 'SUPPLIER02')))
    expect(second).toContain('SUPPLIER01')
    readInterchanges(bytesOf(flat))
    const again = onlyInterchange(bytesOf(flat.replaceAll('SUPPLIER01', 'SUPPLIER02')))
    expect(JSON.stringify(again)).not.toContain('SUPPLIER01')
  })
  it('a TA1', () => {
    const text = flat.replace('GS*', 'TA1*000000007*260301*0900*A*000~GS*')
    expect(theirs(text)).not.toContain('000000007')
    expect(onlyInterchange(bytesOf(text)).ta1s).toMatchObject([{ control: '000000007', code: 'A', note: '000' }])
  })
  it('binary data, by splitting them at every separator in them', () => {
    const text = wrapped('841', 'SP', ['BIN*12*~*SE*2*0001~', 'REF*VN*1'])
    const tags = JSON.stringify(lone(text)).match(/"tag":"[A-Z0-9]*"|"BIN"/g) ?? []
    expect(JSON.stringify(lone(text))).not.toContain('~*SE*2*0001~')
    expect(tags.length).toBeGreaterThan(0)
    const set = onlyInterchange(bytesOf(text)).groups[0]?.sets[0]
    expect(set?.segments[1]?.elements).toEqual(['12', '~*SE*2*0001~'])
  })
  it('parts and repetitions, which stay one value', () => {
    const [parts, repeated] = ['VN>9>LI>7', 'A^B']
    const head = wrapped('855', 'PR', [`REF*VN*1**${parts}`, `MSG*${repeated}`], '005010')
    const text = head.replace('*U*00401*', '*^*00501*')
    expect(JSON.stringify(lone(text))).toContain(`"${parts}"`)
    expect(JSON.stringify(lone(text))).toContain(`"${repeated}"`)
    const segments = onlyInterchange(bytesOf(text)).groups[0]?.sets[0]?.segments
    expect(segments?.[1]?.components(4)).toEqual(['VN', '9', 'LI', '7'])
    expect(segments?.[2]?.repetitions(1)).toEqual(['A', 'B'])
  })
  it('two interchanges of one input: the groups of both come under the header of the last', () => {
    const other = flat.replaceAll('SUPPLIER01', 'SUPPLIER02').replaceAll('000000042', '000000043')
    const { header, functionalGroups } = lone(flat + other)
    expect([header[5], functionalGroups.length]).toEqual(['SUPPLIER02', 2])
    const piped = other.replaceAll('*', '|')
    expect(theirs(flat + piped).split('{"tag":"BAK"').length - 1).toBeLessThan(2)
    for (const text of [flat + other, flat + piped]) {
      const { interchanges } = readInterchanges(bytesOf(text))
      expect(interchanges.map(one => [one.isa.senderId, one.isa.control, one.groups.length])).toEqual([
        ['SUPPLIER01', '000000042', 1],
        ['SUPPLIER02', '000000043', 1],
      ])
      expect(codes(text)).toEqual([])
    }
  })
})

describe('framings that node-x12 does not know', () => {
  const rows = flat.match(/.{1,80}/gs)?.join('\r\n') ?? ''
  const padded =
    flat
      .match(/.{1,80}/gs)
      ?.map(row => row.padEnd(80))
      .join('\r\n') ?? ''
  it.each([
    ['records of 80 characters', rows],
    ['records of 80 characters, the last one filled with blanks', padded],
  ])('%s', (_framing, text) => {
    expect(theirs(text)).not.toBe(theirs(flat))
    expect(codes(text)).toEqual(['input.wrapped'])
    expect(onlyInterchange(bytesOf(text)).groups[0]?.sets[0]?.segments).toHaveLength(6)
  })
  it('noise between interchanges is told and passed over', () => {
    const text = `${flat}-- next file --\r\n${flat}`
    // It neither tells the noise nor keeps the interchanges apart.
    expect(theirs(text)).toBe(theirs(flat + flat))
    expect(codes(text)).toEqual(['input.noise'])
    expect(readInterchanges(bytesOf(text)).interchanges).toHaveLength(2)
  })
})
