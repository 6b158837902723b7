// Any stretch of an interchange is explained as it is in the whole, and a text is found where it stands.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { explainInterchange, readInterchanges } from '../x12/index.ts'
import { explainLines, lineAt, lineCount, linesHolding, type Outline, outlineOf } from './outline.ts'

const samples = readdirSync('edi-samples', { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.edi') && statSync(join('edi-samples', path)).isFile())
  .map(path => ({ path, bytes: readFileSync(join('edi-samples', path)) }))

const outlined = (bytes: Buffer): Outline => {
  const outline = outlineOf(bytes)
  if (!outline) throw new Error('nothing readable')
  return outline
}
const sliceOf = (bytes: Buffer) => async (from: number, to: number) => bytes.subarray(from, to)

async function inStretches(bytes: Buffer, size: number) {
  const outline = outlined(bytes)
  const all = []
  for (let from = 0; from < lineCount(outline); from += size)
    all.push(...(await explainLines(outline, from, size, sliceOf(bytes))))
  return all
}

const header = readFileSync('edi-samples/855/accept-with-date/in.edi').toString('latin1').slice(0, 106)
const interchangeOf = (...body: string[]) => Buffer.from([header.trimEnd(), ...body].join('\n'), 'latin1')
const answer = (...segments: string[]) =>
  interchangeOf(
    'GS*PR*NORDLICHT*VELOWERK*20260302*0930*1*X*004010~',
    'ST*855*0001~',
    'BAK*00*AD*PO1*20260302~',
    ...segments,
    'SE*9*0001~',
    'GE*1*1~',
    'IEA*1*000000001~',
  )

test.each(samples.map(({ path, bytes }) => [path, bytes] as const))(
  '%s: stretches of one, three and all segments say the same as the whole',
  async (_, bytes) => {
    const [interchange] = readInterchanges(bytes).interchanges
    if (!interchange) return expect(outlineOf(bytes)).toBeUndefined()
    const whole = explainInterchange(interchange).toSorted((a, b) => a.offset - b.offset)
    for (const size of [1, 3, 10_000]) {
      const shown = await inStretches(bytes, size)
      expect(shown.map(one => [one.tag, one.position, one.loop])).toEqual(
        whole.map(one => [one.tag, one.position, one.loop]),
      )
      const inSets = <T extends { position: number }>(all: readonly T[]) => all.filter(one => one.position > 0)
      expect(inSets(shown).map(one => one.elements)).toEqual(inSets(whole).map(one => one.elements))
      const texts = interchange.groups.flatMap(group => group.sets.flatMap(set => set.segments.map(one => one.text)))
      expect(inSets(shown).map(one => one.raw)).toEqual(texts)
    }
  },
)

test('records of 80 columns are explained across their line ends, and findings stand at their segment', async () => {
  const flat = answer('PO1*1*120*EA***BP*HUB-36~', 'ACK*IA*120*EA*067*20260309~', 'CTT*1~').toString('latin1')
  const records = flat.replaceAll('\n', '').match(/.{1,80}/g) ?? []
  const bytes = Buffer.from(records.join('\r\n'), 'latin1')
  const outline = outlined(bytes)
  expect(outline.wrapped).toBe(true)
  const raw = (await inStretches(bytes, 2)).map(one => one.raw)
  expect(raw).toContain('PO1*1*120*EA***BP*HUB-36')
  expect(raw).toContain('ACK*IA*120*EA*067*20260309')
  expect(linesHolding(bytes, outline, '*HUB-36', 10).lines).toEqual([4])
  for (let line = 0; line < lineCount(outline); line++) expect(lineAt(outline, outline.starts[line] ?? 0)).toBe(line)
})

test('a segment of a megabyte is shown by its beginning, and its neighbours whole', async () => {
  const bytes = answer(`PID*F****${'x'.repeat(20_000)}~`, 'CTT*1~')
  const shown = await inStretches(bytes, 100)
  expect(shown.map(one => one.tag)).toEqual(['ISA', 'GS', 'ST', 'BAK', 'PID', 'CTT', 'SE', 'GE', 'IEA'])
  expect(shown[4]).toMatchObject({ cut: true, elements: [] })
  expect(shown[4]?.raw.length).toBeLessThan(600)
  expect(shown[5]).toMatchObject({ tag: 'CTT', raw: 'CTT*1', position: 4 })
})

test('a text is found in either spelling of its letters, in great and small, each segment once', () => {
  const latin = answer('N1*ST*Z\xfcrich Z\xfcrich~', 'N1*BY*Bern~')
  expect(linesHolding(latin, outlined(latin), 'z\xfcrich', 10)).toEqual({ total: 1, lines: [4] })
  const utf8 = Buffer.from(latin.toString('latin1'), 'utf8')
  expect(linesHolding(utf8, outlined(utf8), 'Z\xfcrich', 10)).toEqual({ total: 1, lines: [4] })
  expect(linesHolding(utf8, outlined(utf8), 'n1*', 1)).toEqual({ total: 2, lines: [4] })
})

test('what holds no interchange has no outline', () => {
  expect(outlineOf(Buffer.from('nothing of the kind'))).toBeUndefined()
})
