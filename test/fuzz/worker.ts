// A process of its own that tries case after case, so that a hang or a lack of memory is seen from outside.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAll, everySegmentHasItsPlace, work } from './checks.ts'
import { grown } from './grow.ts'
import { mutated } from './mutate.ts'
import { randomOf } from './random.ts'

export interface Task {
  readonly seed: number
  readonly from: number
  /** This many cases apart: several processes share one run. */
  readonly step: number
}

/** One case that went well, or what went wrong. */
export interface Report {
  readonly turn: number
  readonly bytes: number
  readonly kind: string
  readonly sets: number
  readonly rejected: number
  readonly ms: number
  readonly fault?: string
}

/** No more than 100 ms of processor time for 100 KB, and at least that for anything. */
const msPer100KB = 100
/** A machine doing much else slows even processor time, and the collector of garbage counts in. */
const busyMargin = 5

const samples = 'edi-samples'
const corpus = readdirSync(samples, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('in.edi') && !name.includes('fuzz-'))
  .sort()
  .map(name => readFileSync(join(samples, name)))

/** The input of a case: the same for the same seed and turn, as long as the samples and guides are the same. */
export function inputOf(seed: number, turn: number): { kind: string; bytes: Buffer; setId?: string } {
  const random = randomOf(seed, turn)
  switch (random.int(8)) {
    case 0:
      return { kind: 'grown, what must be', ...grown(random, { optional: 0, wrong: 0 }) }
    case 1:
      return { kind: 'grown', bytes: grown(random, { optional: 0.4, wrong: 0.02 }).bytes }
    case 2:
      return { kind: 'grown and spoilt', bytes: mutated([grown(random, { optional: 0.5, wrong: 0.1 }).bytes], random) }
    default:
      return { kind: 'spoilt', bytes: mutated(corpus, random) }
  }
}

export function tryCase(seed: number, turn: number): Report {
  const { kind, bytes, setId } = inputOf(seed, turn)
  const report = { turn, bytes: bytes.length, kind, sets: 0, rejected: 0, ms: 0 }
  try {
    const reviewed = work(bytes)
    const ms = timeOf(bytes)
    checkAll(bytes, reviewed)
    if (setId !== undefined) everySegmentHasItsPlace(setId, reviewed)
    const sets = reviewed.judgments.flatMap(one => one.groups.flatMap(group => group.sets))
    const done = { ...report, ms, sets: sets.length, rejected: sets.filter(set => set.code === 'R').length }
    const allowed = msPer100KB * busyMargin * Math.max(1, bytes.length / 100_000)
    return ms > allowed ? { ...done, fault: `it took ${ms.toFixed(0)} ms, ${allowed.toFixed(0)} are allowed` } : done
  } catch (error) {
    return { ...report, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Processor time of the second try, or the third where that was long: code is warm then. */
function timeOf(bytes: Buffer): number {
  const once = () => {
    const before = process.cpuUsage()
    work(bytes)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  }
  const first = once()
  return first > msPer100KB ? Math.min(first, once()) : first
}

process.on('message', ({ seed, from, step }: Task) => {
  let turn = from
  // One a turn of the loop: what was reported is on its way before the next begins.
  const next = () => {
    process.send?.(tryCase(seed, turn), () => setImmediate(next))
    turn += step
  }
  next()
})
process.on('disconnect', () => process.exit(0))
