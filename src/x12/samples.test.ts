/** Walks edi-samples/: what each input is understood as and answered with. `UPDATE=1` rewrites what is expected. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plainEnvelope, saidBy, toldBy } from '../../test/acknowledged.ts'
import { answerInput } from './answer/answer.ts'
import {
  type Envelope,
  type Finding,
  type GroupJudgment,
  type Interchange,
  type JudgeOptions,
  judgeInterchange,
  type Loop,
  loops,
  read824,
  read997,
  readInterchanges,
  type SetJudgment,
  write997,
  write999,
  writeTa1,
} from './index.ts'
import { allFindings } from './show/annotate.ts'
import { checkedOf, checkInput, review } from './show/check.ts'
import { diffReadings } from './show/diff.ts'
import { explainPage } from './show/explain-page.ts'
import { explainText } from './show/explain-text.ts'
import { safe } from './show/paint.ts'

const root = fileURLToPath(new URL('../../edi-samples', import.meta.url))
const cases = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('in.edi'))
  .map(name => dirname(join(root, name)))
  .sort()

describe('the samples', () => {
  it('each say why they are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120)
    for (const folder of cases) expect(existsSync(join(folder, 'why.md')), folder).toBe(true)
  })
  for (const folder of cases) {
    it(`${relative(root, folder)} is understood and answered as expected`, () => {
      for (const [name, made] of Object.entries(answersTo(folder))) {
        const path = join(folder, name)
        if (process.env.UPDATE && made === undefined) rmSync(path, { force: true })
        else if (process.env.UPDATE) writeFileSync(path, made ?? '', 'latin1')
        const expected = existsSync(path) ? readFileSync(path, 'latin1') : undefined
        expect(made, name).toBe(expected)
      }
    })
    it(`${relative(root, folder)}: what a check tells is what the 997 says`, () => {
      const bytes = readFileSync(join(folder, 'in.edi'))
      const reviewed = review(bytes, optionsOf(folder))
      const checked = checkedOf('in.edi', reviewed)
      for (const [i, { groups }] of reviewed.judgments.entries()) {
        for (const [g, group] of groups.entries()) {
          const written = write997(group, plainEnvelope)
          if (written === undefined) continue
          const said = saidBy(written)
          expect(said).toEqual(toldBy(checked, i, g, said))
        }
      }
    })
    it(`${relative(root, folder)} is explained, and is the same as itself`, () => {
      const reviewed = review(readFileSync(join(folder, 'in.edi')), optionsOf(folder))
      const findings = reviewed.judgments.flatMap(one => [...allFindings(one)])
      const page = explainPage('in.edi', reviewed)
      expect(page.split('<div class="finding').length - 1).toBe(findings.length + reviewed.reading.findings.length)
      const text = explainText('in.edi', reviewed)
      for (const { text: words } of findings) expect(text).toContain(safe(words))
      expect(diffReadings(reviewed.reading, reviewed.reading)).toEqual([])
    })
    it(`${relative(root, folder)}: what we answer reads without a finding`, () => {
      const reviewed = review(readFileSync(join(folder, 'in.edi')), optionsOf(folder))
      const { written } = answerInput(reviewed, { control: 1, date: '20260302', time: '0915' })
      const stored = ['997.edi', '999.edi', 'ta1.edi']
        .map(name => answersTo(folder)[name])
        .filter(one => one !== undefined)
      for (const answer of [...written, ...stored.map(one => Buffer.from(one, 'latin1'))]) {
        const reading = readInterchanges(answer)
        const told = reading.interchanges.map(one =>
          judgeInterchange(one, { leniencies: optionsOf(folder).leniencies ?? [] }),
        )
        const all = told.flatMap(one => [
          ...one.findings,
          ...one.groups.flatMap(g => [...g.findings, ...g.sets.flatMap(s => s.findings)]),
        ])
        // TA1, AK1 and AK2 repeat what they answer as wrong as it came; an old release is read by the nearest guide.
        expect(
          [...reading.findings, ...all].filter(
            one =>
              one.code !== 'interchange.ta1-invalid' &&
              one.code !== 'set.nearest-guide' &&
              !/^AK[12]$/.test(one.tag ?? ''),
          ),
        ).toEqual([])
      }
    })
  }
  it('our own acknowledgments are never acknowledged', () => {
    const answers = cases.flatMap(folder => {
      const stored = join(folder, '997.edi')
      return existsSync(stored) ? [readFileSync(stored)] : []
    })
    expect(answers.length).toBeGreaterThan(30)
    for (const bytes of answers) {
      const reviewed = review(bytes)
      expect(answerInput(reviewed, { control: 1, date: '20260302', time: '0915' }).written).toEqual([])
    }
  })
})

function optionsOf(folder: string): JudgeOptions {
  const path = join(folder, 'options.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as JudgeOptions) : {}
}

function answersTo(folder: string): Record<string, string | undefined> {
  const bytes = readFileSync(join(folder, 'in.edi'))
  const reading = readInterchanges(bytes)
  const judged = reading.interchanges.map(one => judgeInterchange(one, optionsOf(folder)))
  const latin1 = (parts: (Uint8Array | undefined)[]) => {
    const written = parts.filter(part => part !== undefined)
    return written.length === 0 ? undefined : written.map(part => Buffer.from(part).toString('latin1')).join('')
  }
  const understood = {
    ...(reading.findings.length ? { findings: reading.findings.map(brief) } : {}),
    interchanges: judged.map(one => ({
      ...headOf(one.interchange),
      ta1: `${one.ta1.code} ${one.ta1.note}${one.ta1Wanted ? ' wanted' : ''}`,
      ...(one.findings.length ? { findings: one.findings.map(brief) } : {}),
      groups: one.groups.map(groupOf),
    })),
  }
  return {
    'reading.json': toLatin1(`${JSON.stringify(understood, null, 2)}\n`),
    'check.json': toLatin1(`${JSON.stringify(checkInput('in.edi', bytes, optionsOf(folder)), null, 2)}\n`),
    '997.edi': latin1(
      judged.flatMap(one =>
        (one.accepted ? one.groups : []).map((group, i) => write997(group, answerBack(one.interchange, i))),
      ),
    ),
    ...(relative(root, folder).startsWith('999')
      ? {
          '999.edi': latin1(
            judged.flatMap(one => one.groups.map(group => write999(group, answerBack(one.interchange, 0)))),
          ),
        }
      : {}),
    'ta1.edi': latin1(
      judged.map(one =>
        one.ta1Wanted || (one.ta1Allowed && !one.accepted)
          ? writeTa1(one.interchange, one.ta1, answerBack(one.interchange, 0))
          : undefined,
      ),
    ),
  }
}

/** Files hold UTF-8; they are compared as bytes written as Latin-1. */
const toLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const brief = (one: Finding) =>
  `${one.severity} ${one.code} at byte ${one.offset}${one.value === undefined ? '' : ` [${one.value}]`}: ${one.text} ${one.remedy}`

function headOf({ isa, delimiters, ta1s, offset, end }: Interchange) {
  const from = `${isa.senderQualifier} ${isa.senderId}`
  const to = `${isa.receiverQualifier} ${isa.receiverId}`
  const separators = [
    delimiters.element,
    delimiters.component,
    delimiters.terminator,
    delimiters.repetition ?? '',
  ].join(' ')
  return {
    control: isa.control,
    from,
    to,
    version: isa.version,
    usage: isa.usage,
    separators,
    bytes: `${offset}-${end}`,
    ...(ta1s.length ? { ta1s } : {}),
  }
}

function groupOf(judged: GroupJudgment) {
  const { gs } = judged.group
  const { said, received, accepted } = judged.counts
  return {
    group: `${gs.functionalId} ${gs.control} ${gs.version}`,
    verdict: [judged.code, said, received, accepted, ...judged.ak905].join(' '),
    ...(judged.findings.length ? { findings: judged.findings.map(brief) } : {}),
    sets: judged.sets.map(set => setOf(set, judged)),
  }
}

function setOf(judged: SetJudgment, { group }: GroupJudgment) {
  const { set } = judged
  const taken = judged.code !== 'R'
  return {
    set: `${set.id} ${set.control}`,
    verdict: [judged.code, ...judged.ak502].join(' '),
    ...(judged.findings.length ? { findings: judged.findings.map(brief) } : {}),
    ...(taken ? { document: outline(loops(set, group)) } : {}),
    ...(taken && /^99[79]$/.test(set.id) ? { acknowledges: read997(set) } : {}),
    ...(taken && set.id === '824' ? { advises: read824(set) } : {}),
  }
}

/** Loops as nested arrays: the segments of a level first, then what is inside it. */
function outline(loop: Loop): unknown[] {
  return [...loop.segments.map(one => [one.tag, ...one.elements].join(' | ')), ...loop.inner.map(outline)]
}

/** The answer goes back by the ids it came under, with separators of our own. */
function answerBack({ isa }: Interchange, group: number): Envelope {
  return {
    senderQualifier: isa.receiverQualifier,
    senderId: isa.receiverId,
    receiverQualifier: isa.senderQualifier,
    receiverId: isa.senderId,
    gsSender: isa.receiverId,
    gsReceiver: isa.senderId,
    interchangeControl: String(900_000_001 + group),
    groupControl: String(501 + group),
    usage: isa.usage === 'P' ? 'P' : 'T',
    version: '004010',
    date: '20260302',
    time: '0915',
  }
}
