// The command line of the X12 engine: what it prints, where, and how it ends.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { judgeInterchange, readInterchanges } from '../src/x12/index.ts'
import { coloured, plain } from '../src/x12/show/paint.ts'
import { paintFor } from './x12/command.ts'
import { run } from './x12/commands.ts'

const sample = (name: string) => `edi-samples/${name}/in.edi`
const good = sample('855/accept-with-date')
const bad = sample('855/bad-code')
const folder = mkdtempSync(join(tmpdir(), 'x12-'))
afterAll(() => rmSync(folder, { recursive: true }))

function x12(args: string[], { input = '', paint = plain } = {}) {
  const out: Buffer[] = []
  const said: string[] = []
  const code = run(args, {
    stdin: () => Buffer.from(input, 'latin1'),
    out: text => out.push(Buffer.from(text)),
    say: text => said.push(text),
    paint,
    now: () => new Date('2026-03-02T09:15:00Z'),
  })
  return { code, out: Buffer.concat(out).toString('utf8'), said: said.join('\n') }
}

describe('the real command', () => {
  const real = (args: string[], input?: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/x12.ts', ...args], {
      encoding: 'utf8',
      input,
      env: { ...process.env, NO_COLOR: '1' },
    })

  it('ends with 0 when everything is accepted', () => {
    const { status, stdout, stderr } = real(['check', good, sample('850/release-order')])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`${good}: accepted`)
  })
  it('ends with 1 when something is rejected, with one object a file in the order given', () => {
    const { status, stdout } = real(['check', '--json', bad, good])
    expect(status).toBe(1)
    const lines = stdout.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).file)).toEqual([bad, good])
    const stored = JSON.parse(readFileSync('edi-samples/855/bad-code/check.json', 'utf8'))
    expect(JSON.parse(lines[0] ?? '')).toEqual({ ...stored, file: bad })
  })
  it('ends with 2 when one of the files is no X12, and reads the standard input', () => {
    const { status, stdout } = real(['check', '--json', '-', bad], 'Dear colleagues')
    expect(status).toBe(2)
    const [first] = stdout.split('\n').map(line => line && JSON.parse(line))
    expect(first).toMatchObject({ file: '-', interchanges: [] })
    expect(first.quarantined).toMatch(/No X12/)
  })
  it('writes an answer larger than a pipe holds to its end', () => {
    const text = readFileSync(bad, 'latin1')
    const { status, stdout } = real(['ack', '-', '--at', '2026-03-02T09:15'], text.repeat(400))
    expect(status).toBe(0)
    expect(readInterchanges(Buffer.from(stdout, 'latin1')).interchanges).toHaveLength(400)
  })
})

describe('check', () => {
  it('says what is wrong, where, what to do and who has to', () => {
    const { out, code } = x12(['check', bad])
    expect(code).toBe(1)
    expect(out).toContain('Document 855 0001: rejected (AK5 R 5)')
    expect(out).toContain('Segment 2 (BAK), element 2 (answer type) is "QQ"')
    expect(out).toContain('byte 174, segment 2, data element 587 · AK403 7')
    expect(out).toContain('To do, by the sender: Send one of AC')
  })
  it('a group accepted in part and an interchange refused as a whole are something rejected', () => {
    expect(x12(['check', sample('855/one-good-one-bad')]).code).toBe(1)
    expect(x12(['check', sample('envelope/usage-unknown')]).code).toBe(1)
    expect(x12(['check', sample('framing/header-cut')]).code).toBe(2)
  })
  it('a readable interchange behind an unreadable one does not hide it', () => {
    const { code, out } = x12(['check', '--json', '-'], { input: `ISA-77 attached\n${readFileSync(good, 'latin1')}` })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ quarantined: null, interchanges: [{ ta1: { code: 'A' } }] })
  })
  it('takes letters beyond ASCII only in the character set agreed', () => {
    const file = sample('850/utf-8-granted')
    expect(x12(['check', file]).code).toBe(1)
    expect(x12(['check', file, '--charset', 'utf-8']).code).toBe(0)
  })
  it('refuses small letters where only the basic character set is agreed', () => {
    expect(x12(['check', good]).code).toBe(0)
    const { code, out } = x12(['check', good, '--charset', 'basic'])
    expect(code).toBe(1)
    expect(out).toContain('Send characters of the X12 basic set.')
    const capitals = readFileSync(good, 'latin1').toUpperCase()
    expect(x12(['check', '-', '--charset', 'basic'], { input: capitals }).code).toBe(0)
  })
  it('lets no value steer the terminal', () => {
    const input = readFileSync(good, 'latin1').replace('SUPPLIER01', '\x1b[2J\x07PLIE')
    for (const command of ['check', 'explain']) {
      const { out } = x12([command, '-'], { input })
      expect(out).toContain('\\x1B[2J')
      expect(out.includes('\x1b') || out.includes('\x07')).toBe(false)
    }
  })
  it('colours only where somebody looks, and not for those who said no', () => {
    expect(x12(['check', bad], { paint: coloured }).out).toContain('\x1b[31mrejected\x1b[0m')
    expect(paintFor(true, {})).toBe(coloured)
    expect(paintFor(false, {})).toBe(plain)
    expect(paintFor(true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(plain)
  })
})

describe('ack', () => {
  const answers = (...args: string[]) => x12(['ack', '--at', '2026-03-02T09:15', '--control', '77', ...args])

  it('says of an interchange that is refused that nothing in it is accepted', () => {
    const { out } = x12(['check', sample('regressions/header-of-wrong-width')])
    expect(out).toContain('9 characters where 15 stand')
    expect(out).toContain('not accepted, for the interchange was refused')
    expect(out).not.toMatch(/(Group|Document) .*: accepted/)
  })

  it('says how a document is had that only another release knows, and that a 999 is an answer', () => {
    const { said } = x12(['sample', '999'])
    expect(said).toContain('no guide for document 999 in 004010, but in 005010: add --release 005010')
    expect(said).toContain('ack --999')
    expect(x12(['sample', '999', '--release', '005010']).code).toBe(0)
    expect(x12(['sample', '123']).said).not.toContain('999')
  })

  it('says what to do about a segment whose name is mistyped', () => {
    const text = readFileSync(good, 'latin1').replace('BAK*', 'BAX*')
    const { out } = x12(['check', '-'], { input: text })
    expect(out).toContain('To do, by the sender: Send BAK in its place')
  })

  it('notes the same control number twice in what it is given', () => {
    const { said } = x12(['check', good, good])
    expect(said).toContain('The control number 000000101 from SUPPLIER01 stands twice in this input')
  })

  it('writes TA1 and 997 that our own reader takes, the same bytes every time', () => {
    const { out, code } = answers(sample('envelope/ta1-wanted-accepted'))
    expect(code).toBe(0)
    const { interchanges, findings } = readInterchanges(Buffer.from(out, 'latin1'))
    expect(findings).toEqual([])
    expect(interchanges.map(one => one.isa.control)).toEqual(['000000077', '000000078'])
    expect(interchanges[0]?.ta1s[0]).toMatchObject({ control: '000000101', code: 'A', note: '000' })
    expect(interchanges[1]?.groups[0]?.sets[0]?.id).toBe('997')
    for (const one of interchanges) expect(judgeInterchange(one).accepted).toBe(true)
    expect(answers(sample('envelope/ta1-wanted-accepted')).out).toBe(out)
  })
  it('answers no acknowledgment, and says so', () => {
    expect(answers('edi-samples/855/accept-with-date/997.edi')).toMatchObject({ code: 0, out: '' })
    expect(answers('edi-samples/855/accept-with-date/997.edi').said).toContain('never acknowledged')
  })
  it('counts on behind the last number there is', () => {
    const { out } = x12(['ack', '--control', '999999999', sample('envelope/two-groups')])
    const controls = readInterchanges(Buffer.from(out)).interchanges.map(one => one.isa.control)
    expect(controls).toEqual(['999999999', '000000001'])
  })
  it('leaves unanswered whom no interchange could reach', () => {
    const input = readFileSync(good, 'latin1').replace('SUPPLIER01 ', 'SUPP*ER01  ').replace('SUPP*ER', 'SUPP\x01ER')
    expect(x12(['ack', '-'], { input }).code).toBe(1)
  })
  it('has nobody to answer for what is no X12', () => {
    expect(answers(sample('framing/edifact')).code).toBe(2)
  })
})

describe('diff', () => {
  it('sees no difference in separators, line ends and control numbers', () => {
    const text = readFileSync(good, 'latin1').replaceAll('000000101', '000000999')
    const other = join(folder, 'other.edi')
    writeFileSync(other, text.replace(/~\r?\n/g, "'").replaceAll('*', '|'), 'latin1')
    expect(x12(['diff', good, other])).toMatchObject({ code: 0, out: 'Both mean the same.\n' })
  })
  it('names what changed', () => {
    const other = join(folder, 'changed.edi')
    writeFileSync(other, readFileSync(good, 'latin1').replace('SAD-100', 'SAD-101'), 'latin1')
    const { code, out } = x12(['diff', good, other])
    expect(code).toBe(1)
    expect(out).toBe('855 no. 1, PO1[1]: PO107 (item number) was "SAD-100", is "SAD-101"\n')
    const [difference] = JSON.parse(x12(['diff', '--json', good, other]).out).differences
    expect(difference).toMatchObject({ kind: 'changed', loop: 'PO1[1]', what: 'PO107', before: 'SAD-100' })
  })
  it('compares nothing with what is no X12', () => {
    const file = sample('framing/edifact')
    expect(x12(['diff', good, file])).toMatchObject({ code: 2, said: `${file} is no X12.` })
  })
})

describe('a wrong call', () => {
  it.each([
    [['chek'], 'There is no command "chek".'],
    [['toString'], 'There is no command "toString".'],
    [['check'], 'At least one file is wanted'],
    [['check', '--colour', 'x'], "Unknown option '--colour'"],
    [['check', good, '--charset', 'koi8'], '--charset koi8: it is one of'],
    [['check', '-', '-'], 'only once'],
    [['ack'], 'One file is wanted'],
    [['ack', good, '--control', '0'], '--control 0: it is a number'],
    [['ack', good, '--at', '2026-02-30T10:00'], '--at 2026-02-30T10:00: it is a date'],
    [['diff', good], 'Two files are wanted'],
    [['explain', good, bad], 'One file is wanted'],
  ])('%j ends with 64 and says why', (args, why) => {
    const { code, out, said } = x12(args)
    expect([code, out]).toEqual([64, ''])
    expect(said).toContain(why)
  })
  it('a file that is not there ends with 66 before anything is printed', () => {
    const { code, out, said } = x12(['check', good, 'not-there.edi'])
    expect([code, out, said]).toEqual([66, '', 'not-there.edi: there is no such file.'])
  })
  it('a guide that is no JSON is told', () => {
    expect(x12(['check', good, '--guide', good]).said).toContain('is not JSON')
  })
  it('help names every command', () => {
    const { code, out } = x12(['help'])
    expect(code).toBe(0)
    for (const name of ['check', 'ack', 'explain', 'diff']) expect(out).toContain(`x12 ${name} `)
    expect(x12(['help', 'ack']).out).toContain('--control')
    expect(x12(['ack', '--help']).out).toBe(x12(['help', 'ack']).out)
  })
})

describe('explain', () => {
  it('names segments, elements and codes, with findings beneath their segment', () => {
    const { out, code } = x12(['explain', bad])
    expect(code).toBe(0)
    expect(out).toMatch(/^ {6}BAK answer: beginning {2}2\n {10}BAK01 purpose: 00 \(original\)\n/m)
    expect(out).toMatch(/BAK09 answer date: 20260302\n {10}Error: Segment 2 \(BAK\), element 2/)
    expect(out).toMatch(/^ {10}ACK answer to a line/m)
  })
  it('tells of what is missing beneath the last segment before it', () => {
    const { out } = x12(['explain', sample('envelope/truncated')])
    expect(out).toMatch(/PO1[\s\S]*Error: [\s\S]*trailer \(IEA\) is missing/)
  })
  it('makes a page in which no value is markup', () => {
    const { out } = x12(['explain', '--html', sample('856/hostile-part-number')])
    expect(out).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;')
    expect(out).not.toContain('<script')
    expect(out).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })
  it('escapes what a page is named after, too', () => {
    const file = join(folder, '"><img src=x onerror=alert(1)>.edi')
    writeFileSync(file, readFileSync(bad))
    const { out } = x12(['explain', '--html', file])
    expect(out).not.toContain('<img')
    expect(out).toMatch(/<a href="#s0-3">Error: Segment 2 \(BAK\)/)
    expect(out).toContain('id="s0-3"')
  })
})
