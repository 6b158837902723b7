// A process of the simulation: it has a clock of its own, asks the store in turns, and can be killed or frozen at any.
import type { Random } from '../fuzz/random.ts'
import type { Host } from './memory-pool.ts'
import type { Schedule } from './schedule.ts'
import type { Transaction } from './store.ts'

export class Process implements Host {
  readonly name: string
  readonly open = new Set<Transaction>()
  offMs = 0
  dead = false
  frozenUntil = 0
  /** Told of each turn: may kill, or freeze, whose it is. */
  onTurn: (process: Process) => void = () => undefined
  /** On death, what it holds is let go of. */
  onDeath: (() => void)[] = []
  readonly #schedule: Schedule
  readonly #random: Random
  /** When it was killed, or frozen: what it had begun by then may be done once more by another. */
  readonly harmed: number[] = []

  constructor(name: string, schedule: Schedule, random: Random) {
    this.name = name
    this.#schedule = schedule
    this.#random = random
  }

  turn(): Promise<void> {
    return this.sleep(0.2 + this.#random.int(20) / 10)
  }

  /** Never ends for one that is dead by then. */
  sleep(ms: number): Promise<void> {
    this.onTurn(this)
    return new Promise(resolve => {
      if (!this.dead) this.#schedule.in(ms, () => this.#wake(resolve))
    })
  }

  #wake(resolve: () => void): void {
    if (this.dead) return
    if (this.frozenUntil > this.#schedule.now) this.#schedule.at(this.frozenUntil, () => this.#wake(resolve))
    else resolve()
  }

  kill(): void {
    this.dead = true
    this.harmed.push(this.#schedule.now)
    for (const end of this.onDeath.splice(0)) end()
  }

  /** As SIGSTOP: it holds what it holds, and goes on as if nothing had happened. */
  freeze(ms: number): void {
    this.frozenUntil = this.#schedule.now + ms
    this.harmed.push(this.#schedule.now)
  }
}
