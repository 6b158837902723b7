// Simulates years of clocks: npm run sim -- --seed N --years Y [--break unique-key|lease|db-clock]
import { parseArgs } from 'node:util'
import { simulate } from '../test/sim/simulate.ts'
import { inMemory } from '../test/sim/stage.ts'
import type { Protection } from '../test/sim/store.ts'

const protections: readonly Protection[] = ['unique-key', 'lease', 'db-clock']
/** A simulated year has 50,000 clocks and more. */
const clocksADay = 140
const daysAYear = 365
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

const began = performance.now()
const verdict = await simulate({
  ...{ seed, clocksADay, days: Math.max(1, Math.round(years * daysAYear)) },
  stage: async schedule => inMemory(schedule, without),
})
const { clocks, steps, crashes, losses, violations, mails, failures } = verdict
for (const each of violations.slice(0, shownMax)) console.log(each)
if (violations.length > shownMax) console.log(`… and ${violations.length - shownMax} more`)
const seconds = (performance.now() - began) / 1_000
console.log(
  `${years} simulated years in ${seconds.toFixed(0)} s on one core, ${mails} mails, ${failures} failed tries; again with --seed ${seed} --years ${years}${without ? ` --break ${without}` : ''}`,
)
console.log(`clocks=${clocks} steps=${steps} crashes=${crashes} losses=${losses} violations=${violations.length}`)
process.exit(violations.length > 0 ? 1 : 0)
