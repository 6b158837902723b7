// `npm run bench [-- NAME …] [--json]`: each claim measured on a database of its own, the machine named, medians of several runs.
// What is measured is the server as it is installed (`#product`: package.json): built, as `npm start` runs it.
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { clocks } from './clocks.ts'
import { due } from './due.ts'
import { forecast } from './forecast.ts'
import { interchanges } from './interchanges.ts'
import { large } from './large.ts'
import { live } from './live.ts'
import type { Claim, Result } from './measure.ts'
import { million } from './million.ts'
import { x12 } from './x12.ts'
import { x12Write } from './x12-write.ts'

const claims: Record<string, Claim> = {
  interchanges,
  forecast,
  live,
  clocks,
  million,
  due,
  large,
  x12,
  'x12-write': x12Write,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' } },
})
const unknown = positionals.filter(name => !(name in claims))
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(claims).join(', ')}\n`)
  process.exit(2)
}
const runs = Number(values.runs)
const [cpu] = cpus()
const machine = `${cpus().length} × ${cpu?.model.trim() ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`
if (!values.json) process.stdout.write(`${machine}\n\n`)
const results: Result[] = []
for (const [name, claim] of Object.entries(claims)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  for (const result of await claim({ runs, say: text => void (values.json || process.stderr.write(`  ${text}\n`)) })) {
    results.push(result)
    if (!values.json) process.stdout.write(`${line(result)}\n`)
  }
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine, runs, results }, null, 2)}\n`)
process.exit(0)

function line({ what, unit, median, low, high, target, ratio }: Result): string {
  const aim = target === undefined ? '' : `, target ${target} ${unit}`
  const peer = ratio === undefined ? '' : `, ${ratio.value.toFixed(2)} × ${ratio.of}`
  return `${what}: ${median.toFixed(median < 10 ? 2 : 0)} ${unit} (${low.toFixed(2)} – ${high.toFixed(2)})${aim}${peer}`
}
