// The reader, judge and writer of answers against inputs nobody would send. Longer: npm run fuzz -- --minutes 30
import { expect, it } from 'vitest'
import { campaign } from './campaign.ts'
import { mutated } from './mutate.ts'
import { randomOf } from './random.ts'
import { inputOf, tryCase } from './worker.ts'

/** The same cases wherever it runs, in a minute or so: what one machine finds, every machine finds. */
const turnsMax = Number(process.env.FUZZ_CASES ?? 5_000)
const seed = Number(process.env.FUZZ_SEED ?? 20_260_302)

it('no input throws, hangs, grows without bound or is answered wrongly', async () => {
  const outcome = await campaign({ seed, forMs: 240_000, turnsMax, processes: 2, faultsMax: 5 })
  expect(outcome.faults).toEqual([])
  const cases = Object.values(outcome.cases).reduce((sum, one) => sum + one, 0)
  expect(cases).toBe(turnsMax)
  // Inputs that no longer look like documents would find nothing.
  expect(outcome.sets).toBeGreaterThan(cases / 4)
}, 300_000)

it('the same seed and turn give the same input', () => {
  for (let turn = 0; turn < 40; turn++) expect(inputOf(7, turn)).toEqual(inputOf(7, turn))
  const inputs = Array.from({ length: 40 }, (_, turn) => inputOf(7, turn).bytes.toString('base64'))
  expect(new Set(inputs).size).toBeGreaterThan(30)
})

it('mutations differ from what they came of, mostly', () => {
  const sample = Buffer.from('ISA*00*'.repeat(40), 'latin1')
  const same = Array.from({ length: 100 }, (_, turn) => mutated([sample], randomOf(1, turn))).filter(one =>
    one.equals(sample),
  )
  expect(same.length).toBeLessThan(20)
})

it('a case tells how it went', () => {
  const report = tryCase(seed, 1)
  expect(report).toMatchObject({ turn: 1 })
  expect(report.fault).toBeUndefined()
})
