// A process of its own for what would spoil other figures: one very large document made on the fly and never held, or
// the peer's parse of one. Says what it found as one line of JSON. `x12-large.ts (ours|peer) KIND MEGABYTES`
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { JudgeStream } from '#product/x12/index'
import { parseWithNodeX12 } from '#product/x12/write/node-x12'
import { document, type Kind } from './x12-documents.ts'

export interface LargeResult {
  /** Seconds of processor time per megabyte, making the document not included. */
  secondsPerMb: number
  /** The same for documents of 1 MB, in the same process. */
  secondsPerMbSmall?: number
  /** Most resident memory while it was judged, beyond that before. */
  growthMb: number
  megabytes: number
  code?: string
}

const [mode = 'ours', kind = '830', megabytes = '500'] = process.argv.slice(2)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const resident = () => process.memoryUsage.rss() / 1e6
const seconds = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

/** Judges pieces as they are made; only judging is counted. */
function judged(pieces: Iterable<string>, watch: () => void) {
  const stream = new JudgeStream()
  let spent = 0
  let bytes = 0
  let code = ''
  let held: Buffer[] = []
  let size = 0
  const push = (last: boolean) => {
    const chunk = Buffer.concat(held)
    const since = process.cpuUsage()
    const events = last ? [...stream.push(chunk), ...stream.end()] : stream.push(chunk)
    spent += seconds(since)
    for (const event of events) if (event.kind === 'group') code = event.judged.code
    bytes += chunk.length
    held = []
    size = 0
    watch()
  }
  for (const piece of pieces) {
    held.push(Buffer.from(piece, 'latin1'))
    size += piece.length
    if (size > 1e6) push(false)
  }
  push(true)
  return { spent, megabytes: bytes / 1e6, code }
}

function ours(): LargeResult {
  const ready = [...document(kind as Kind, 1e6)]
  const small: number[] = []
  for (let run = 0; run < 60; run++) {
    const { spent, megabytes: mb } = judged(ready, () => undefined)
    if (run >= 20) small.push(spent / mb)
  }
  // Memory of making the document is there before.
  judged(document(kind as Kind, 20e6), () => undefined)
  collect()
  const before = resident()
  let most = before
  const {
    spent,
    megabytes: mb,
    code,
  } = judged(document(kind as Kind, Number(megabytes) * 1e6), () => {
    most = Math.max(most, resident())
  })
  const secondsPerMbSmall = small.toSorted((a, b) => a - b)[small.length >> 1] ?? 0
  return { secondsPerMb: spent / mb, secondsPerMbSmall, growthMb: most - before, megabytes: mb, code }
}

function peer(): LargeResult {
  const text = [...document(kind as Kind, Number(megabytes) * 1e6)].join('')
  collect()
  const before = resident()
  const since = process.cpuUsage()
  const held = parseWithNodeX12(text)
  const spent = seconds(since)
  const growthMb = resident() - before
  return { secondsPerMb: spent / (text.length / 1e6), growthMb, megabytes: text.length / 1e6, code: typeof held }
}

process.stdout.write(`${JSON.stringify(mode === 'peer' ? peer() : ours())}\n`)
