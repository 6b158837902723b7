// The X12 engine beside node-x12, in one run on the same documents: offsets, envelope, reading, judging with a 997.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Envelope, JudgeStream, readEnvelopes, readInterchanges, write997 } from '#product/x12/index'
import { parseWithNodeX12 } from '#product/x12/write/node-x12'
import { type Bench, type Claim, type Result, summed } from './measure.ts'
import { document, type Kind } from './x12-documents.ts'
import type { LargeResult } from './x12-large.ts'

const sizes = { '10 KB': 10_000, '1 MB': 1_000_000, '50 MB': 50_000_000 } as const
type Size = keyof typeof sizes
const kinds: readonly Kind[] = ['850', '830', '856']
/** What is measured at once: enough for the clock, whatever the size of the document. */
const bytesPerSample = 4_000_000
/** Rounds that are not counted. Those of small documents come first, and compiling every engine's code takes thousands. */
const warmUpsFor = (size: Size) => (sizes[size] < 1e6 ? 10 : 2)
/** node-x12 holds sixty times the input: 50 MB are given to it once, in a process of its own. */
const peerMax = 1_000_000

const answer: Envelope = {
  senderQualifier: 'ZZ',
  senderId: 'SUPPLIER01',
  receiverQualifier: 'ZZ',
  receiverId: 'PEDALWERK',
  gsSender: 'SUPPLIER01',
  gsReceiver: 'PEDALWERK',
  interchangeControl: '000000001',
  groupControl: '1',
  usage: 'P',
  version: '004010',
  date: '20260302',
  time: '0910',
}

interface Input {
  readonly bytes: Buffer
  readonly text: string
}

/** Where every segment and element ends: what a reader cannot do without. */
function scanOffsets({ bytes }: Input): number {
  const cells = new Int32Array(4096)
  let n = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x2a || byte === 0x7e) cells[n++ & 4095] = at
  }
  return n
}

function judge({ bytes }: Input): number {
  const stream = new JudgeStream()
  let answered = 0
  for (const event of [...stream.push(bytes), ...stream.end()]) {
    if (event.kind === 'group' && event.judged.code !== 'A') throw new Error('the document of the bench is right')
    if (event.kind === 'group') answered += write997(event.judged, answer)?.length ?? 0
  }
  return answered
}

const works: Record<string, (input: Input) => unknown> = {
  'scan of offsets': scanOffsets,
  'envelope reading': ({ bytes }) => readEnvelopes(bytes),
  read: ({ bytes }) => readInterchanges(bytes),
  'read + validate + 997, streamed': judge,
  'node-x12 parse': ({ text }) => parseWithNodeX12(text),
}
const peerName = 'node-x12 parse'
const judgeName = 'read + validate + 997, streamed'
const targets: Record<string, number> = { 'envelope reading': 250, [judgeName]: 50 }

/** MB a second of processor time: the machine is shared, and its clock on the wall says little. */
function speed(work: (input: Input) => unknown, input: Input): number {
  const times = Math.max(1, Math.round(bytesPerSample / input.bytes.length))
  const since = process.cpuUsage()
  for (let i = 0; i < times; i++) work(input)
  const { user, system } = process.cpuUsage(since)
  return (times * input.bytes.length) / (user + system)
}

export const x12: Claim = async bench => {
  const results: Result[] = []
  for (const kind of kinds) {
    const peers = new Map<Size, number>()
    for (const size of Object.keys(sizes) as Size[]) {
      results.push(...compare(kind, size, bench, peers))
      if (sizes[size] > peerMax) results.push(...(await peerOnce(kind, size, results, bench)))
    }
  }
  return [...results, ...(await large(bench))]
}

/** All works in turn, run after run, so that what else the machine does meets all of them. */
function compare(kind: Kind, size: Size, { runs, say }: Bench, peers: Map<Size, number>): Result[] {
  const text = [...document(kind, sizes[size])].join('')
  const input = { text, bytes: Buffer.from(text, 'latin1') }
  const chosen = Object.entries(works).filter(([name]) => name !== peerName || sizes[size] <= peerMax)
  const figures = new Map<string, number[]>(chosen.map(([name]) => [name, []]))
  for (let run = -warmUpsFor(size); run < runs; run++) {
    for (const [name, work] of chosen) {
      const figure = speed(work, input)
      if (run >= 0) figures.get(name)?.push(figure)
    }
  }
  say(`${kind} of ${size} done`)
  const what = (name: string) => `x12 ${kind} of ${size}: ${name}`
  const results = [...figures].map(([name, list]) => {
    const target = sizes[size] >= 1e6 ? targets[name] : undefined
    return summed(what(name), 'MB/s', list, target === undefined ? {} : { target })
  })
  const ours = figures.get(judgeName) ?? []
  const peer = figures.get(peerName)
  if (peer === undefined) return results
  peers.set(size, summed('', '', peer).median)
  const ratios = ours.map((figure, run) => figure / (peer[run] ?? Number.NaN))
  return [
    ...results,
    summed(what(`${judgeName}, against ${peerName}`), '×', ratios, { target: sizes[size] < 1e6 ? 1 : 15 }),
  ]
}

async function peerOnce(kind: Kind, size: Size, before: readonly Result[], { say }: Bench): Promise<Result[]> {
  const megabytes = sizes[size] / 1e6
  const found = await inOwnProcess('peer', kind, megabytes)
  if (found === undefined) {
    say(`node-x12 did not get through a ${kind} of ${size}`)
    return []
  }
  const ours = before.find(one => one.what === `x12 ${kind} of ${size}: ${judgeName}`)?.median ?? Number.NaN
  const what = (name: string) => `x12 ${kind} of ${size}: ${name}, once`
  return [
    summed(what(peerName), 'MB/s', [1 / found.secondsPerMb]),
    summed(what(`memory of ${peerName}`), 'MB', [found.growthMb]),
    summed(what(`${judgeName}, against ${peerName}`), '×', [ours * found.secondsPerMb], { target: 15 }),
  ]
}

/** One set of 50 MB and one of 500 MB, never held. */
async function large({ say }: Bench): Promise<Result[]> {
  const results: Result[] = []
  for (const megabytes of [50, 500]) {
    const found = await inOwnProcess('ours', '830', megabytes)
    if (found === undefined) throw new Error(`a document of ${megabytes} MB was not judged`)
    say(`830 of ${megabytes} MB: ${found.code}`)
    const what = (name: string) => `x12 one 830 of ${megabytes} MB, streamed: ${name}`
    const costs = found.secondsPerMb / (found.secondsPerMbSmall ?? Number.NaN)
    results.push(
      summed(what('speed'), 'MB/s', [1 / found.secondsPerMb], { target: 50 }),
      summed(what('growth of memory'), 'MB', [found.growthMb], { target: 64 }),
      summed(what('cost of a MB, against documents of 1 MB'), '×', [costs], { target: 1.15 }),
    )
  }
  return results
}

async function inOwnProcess(mode: string, kind: Kind, megabytes: number): Promise<LargeResult | undefined> {
  const script = fileURLToPath(new URL('./x12-large.ts', import.meta.url))
  try {
    const args = ['--max-old-space-size=6144', ...process.execArgv, script, mode, kind, String(megabytes)]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    return JSON.parse(stdout) as LargeResult
  } catch {
    return undefined
  }
}
