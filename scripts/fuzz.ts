// Fuzzes the X12 engine for as long as wanted: npm run fuzz -- --minutes N [--seed S] [--case N]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { campaign } from '../test/fuzz/campaign.ts'
import { inputOf, tryCase } from '../test/fuzz/worker.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    case: { type: 'string' },
    processes: { type: 'string', default: '2' },
  },
})
const [minutes, seed, processes] = [Number(values.minutes), Number(values.seed), Number(values.processes)]
if (!(minutes > 0 && Number.isInteger(seed) && processes >= 1))
  throw new Error('--minutes, --seed and --processes are numbers')

if (values.case !== undefined) {
  // One case again, with its input on the standard output.
  const { fault, ...report } = tryCase(seed, Number(values.case))
  console.error(report, fault ?? 'nothing is wrong')
  process.stdout.write(inputOf(seed, Number(values.case)).bytes)
  process.exitCode = fault === undefined ? 0 : 1
} else {
  console.log(`seed ${seed}, ${minutes} minutes`)
  const outcome = await campaign({
    seed,
    forMs: minutes * 60_000,
    processes,
    faultsMax: 20,
    say: text => console.log(text),
  })
  const { faults, ...counts } = outcome
  console.log({ ...counts, faults: faults.length })
  for (const { turn, what } of faults) keep(turn, what)
  process.exitCode = faults.length > 0 ? 1 : 0
}

/** A fault becomes a sample: its reading and answer are written once it is mended (UPDATE=1 and the samples' test). */
function keep(turn: number, what: string): void {
  const folder = join('edi-samples', 'regressions', `fuzz-${seed}-${turn}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'in.edi'), inputOf(seed, turn).bytes)
  writeFileSync(join(folder, 'why.md'), `# Found by the fuzzer\n\nSeed ${seed}, case ${turn}: ${what.split('\n')[0]}\n`)
  console.log(`kept in ${folder}`)
}
