// Simulates years of clocks: npm run sim -- --seed N --years Y [--break unique-key|lease|db-clock]
//
// A year is four worlds of a quarter each, every one with a seed of its own; as many at a time as there are cores.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { simulate, type Verdict } from '../test/sim/simulate.ts'
import { inMemory } from '../test/sim/stage.ts'
import type { Protection } from '../test/sim/store.ts'

const protections: readonly Protection[] = ['unique-key', 'lease', 'db-clock']
/** A simulated year has 50,000 clocks and more. */
const clocksADay = 140
const daysAYear = 365
const quarters = 4
const shownMax = 20

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    years: { type: 'string', default: '1' },
    break: { type: 'string' },
  },
})
const [seed, years] = [Number(values.seed), Number(values.years)]
const without = protections.find(each => each === values.break)
if (!(Number.isInteger(seed) && years > 0) || (values.break !== undefined && !without))
  throw new Error(`--seed is an integer, --years a number above 0, --break one of ${protections.join(', ')}`)

/** Days of each world: quarters, and what is left. */
const all = Math.max(1, Math.round(years * daysAYear))
const quarter = Math.ceil(daysAYear / quarters)
const worlds = Array.from({ length: Math.ceil(all / quarter) }, (_, i) => Math.min(quarter, all - i * quarter))

/** One world, the same whenever and wherever it is simulated. */
const world = (place: number): Promise<Verdict> =>
  simulate({
    // Far enough apart that no two seeds of a person's choice share a world.
    ...{ seed: seed * 1_000 + place, clocksADay, days: worlds[place] ?? 1 },
    stage: async schedule => inMemory(schedule, without),
  })

/** What a process answers: a verdict, and the seconds of its processor that the world took. */
interface Answer {
  verdict: Verdict
  seconds: number
}

/** Hands one world after the other to a process, which simulates it and answers. */
async function byChild(next: () => number | undefined, done: (answer: Answer) => void): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2))
  const died = new Promise<never>((_, reject) => child.once('exit', code => reject(new Error(`ended with ${code}`))))
  for (let place = next(); place !== undefined; place = next()) {
    const answer = new Promise<Answer>(resolve => child.once('message', given => resolve(given as Answer)))
    child.send(place)
    done(await Promise.race([answer, died]))
  }
  died.catch(() => undefined)
  child.kill()
}

async function oversee(): Promise<void> {
  const began = performance.now()
  const verdicts: Verdict[] = []
  let busy = 0
  let handed = 0
  const next = () => (handed < worlds.length ? handed++ : undefined)
  const cores = Math.min(availableParallelism(), worlds.length)
  const done = ({ verdict, seconds }: Answer) => {
    verdicts.push(verdict)
    busy += seconds
  }
  await Promise.all(Array.from({ length: cores }, () => byChild(next, done)))
  const violations = verdicts.flatMap(verdict => verdict.violations)
  const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((total, verdict) => total + of(verdict), 0)
  for (const each of violations.slice(0, shownMax)) console.log(each)
  if (violations.length > shownMax) console.log(`… and ${violations.length - shownMax} more`)
  const seconds = (performance.now() - began) / 1_000
  const also = without ? ` --break ${without}` : ''
  console.log(
    `${years} simulated years in ${seconds.toFixed(0)} s on ${cores} cores (${busy.toFixed(0)} s of processor), ${sum(({ notices }) => notices)} clocks of ship notices, ${sum(({ mails }) => mails)} mails, ${sum(({ failures }) => failures)} failed tries; again with --seed ${seed} --years ${years}${also}`,
  )
  const counted = (['clocks', 'steps', 'crashes', 'losses'] as const).map(name => `${name}=${sum(each => each[name])}`)
  console.log(`${counted.join(' ')} violations=${violations.length}`)
  process.exit(violations.length > 0 ? 1 : 0)
}

async function answer(place: unknown): Promise<void> {
  const began = process.cpuUsage()
  const verdict = await world(Number(place))
  process.send?.({ verdict, seconds: process.cpuUsage(began).user / 1e6 } satisfies Answer)
}

if (process.send) process.on('message', answer)
else await oversee()
