// A run of the fuzzer: processes that try cases for a time, watched for faults, hangs and hunger for memory.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Report, Task } from './worker.ts'

export interface Campaign {
  readonly seed: number
  readonly forMs: number
  /** Cases before this one are tried, none behind it: a run that ends by it is the same on any machine. */
  readonly turnsMax?: number
  readonly processes: number
  /** Faults after which the run ends early. */
  readonly faultsMax: number
  readonly say?: (text: string) => void
}

export interface Fault {
  readonly turn: number
  readonly what: string
}

export interface Outcome {
  readonly cases: Readonly<Record<string, number>>
  readonly bytes: number
  readonly sets: number
  readonly rejected: number
  /** The longest that 100 KB took, in ms of processor time; smaller inputs count as 100 KB. */
  readonly slowestMs: number
  readonly faults: readonly Fault[]
}

/** Old space of a process: inputs are below half a megabyte, so this is bounded memory with room. */
const memoryMaxMB = 512
/** Nothing heard for so long is a hang. Far above what any input may take, as the machine may do much else. */
const silenceMaxMs = 20_000

/** A process has begun within this time. */
const beginningMaxMs = 15_000

export async function campaign(plan: Campaign): Promise<Outcome> {
  const tally = {
    cases: {} as Record<string, number>,
    bytes: 0,
    sets: 0,
    rejected: 0,
    slowestMs: 0,
    faults: [] as Fault[],
  }
  // The time runs from the first case: on a busy machine processes are slow to begin.
  let until = performance.now() + plan.forMs + beginningMaxMs
  let begun = false
  const turnsMax = plan.turnsMax ?? Number.POSITIVE_INFINITY
  const enough = () => performance.now() >= until || tally.faults.length >= plan.faultsMax
  const hear = (report: Report) => {
    if (!begun) until = Math.min(until, performance.now() + plan.forMs)
    begun = true
    tally.cases[report.kind] = (tally.cases[report.kind] ?? 0) + 1
    tally.bytes += report.bytes
    tally.sets += report.sets
    tally.rejected += report.rejected
    tally.slowestMs = Math.max(tally.slowestMs, report.ms / Math.max(1, report.bytes / 100_000))
    if (report.fault !== undefined) tell({ turn: report.turn, what: report.fault })
  }
  const tell = (fault: Fault) => {
    tally.faults.push(fault)
    plan.say?.(`case ${fault.turn}: ${fault.what}`)
  }
  await Promise.all(
    Array.from({ length: plan.processes }, async (_, i) => {
      let from = i
      // A process that ended is followed by another, behind the case it ended at.
      while (!enough() && from < turnsMax) {
        const ended = await oneProcess(
          { seed: plan.seed, from, step: plan.processes },
          hear,
          turn => enough() || turn >= turnsMax,
        )
        if (ended.fault) tell({ turn: ended.turn, what: ended.fault })
        from = ended.turn + plan.processes
      }
    }),
  )
  return tally
}

/** Runs until enough was tried, or the process died or fell silent; the case it was at, and what became of it. */
function oneProcess(task: Task, hear: (report: Report) => void, enough: (next: number) => boolean) {
  return new Promise<{ turn: number; fault?: string }>(done => {
    const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx', `--max-old-space-size=${memoryMaxMB}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let turn = task.from
    let heard = performance.now()
    let begun = false
    let errors = ''
    child.stderr?.on('data', chunk => (errors = `${errors}${chunk}`.slice(-2_000)))
    const end = (fault?: string) => {
      clearInterval(watch)
      stop(child)
      done(fault === undefined ? { turn } : { turn, fault })
    }
    // At the end, too, the case under way is waited for: it may be the one that hangs.
    const watch = setInterval(() => {
      const silence = performance.now() - heard
      if (!begun && (enough(turn) || silence > 2 * beginningMaxMs))
        end(enough(turn) ? undefined : 'the process never began')
      else if (begun && silence > silenceMaxMs) end(`nothing was heard for ${silenceMaxMs} ms`)
    }, 200)
    child.on('message', (report: Report) => {
      heard = performance.now()
      begun = true
      hear(report)
      turn = report.turn + task.step
      if (enough(turn)) end()
    })
    child.once('exit', (code, signal) =>
      end(enough(turn) ? undefined : `the process ended (${code ?? signal}): ${errors}`),
    )
    child.send(task)
  })
}

function stop(child: ChildProcess): void {
  child.removeAllListeners()
  child.kill('SIGKILL')
}
