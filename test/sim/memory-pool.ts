// The store in memory, spoken to as Postgres is: connections that take SQL. What the product says to one it says to both.
import type pg from 'pg'
import { type Database, databaseOn, type Pooled, type Speaker } from '../../src/kernel/db.ts'
import type { Reactions } from '../../src/kernel/events.ts'
import { named, speakerOn } from './speaker.ts'
import { type Output, type Plan, planOf } from './sql-run.ts'
import { type Store, type Transaction, Wait } from './store.ts'

/** Whose connections these are: a process of its own, with a clock of its own, that may die at any statement. */
export interface Host {
  /** Milliseconds by which its clock is ahead. */
  offMs: number
  /** Before each statement, and before the answer to it is heard; never ends for one that is dead. */
  turn(): Promise<void>
  /** Transactions under way, to be undone when it dies. */
  readonly open: Set<Transaction>
}

/** The product's transactions on a store, by one process. */
export const databaseIn = (store: Store, host: Host, reactions: Reactions): Database =>
  databaseOn(memoryPool(store, host), reactions, client => (client as unknown as Connection).speaker)

const plans = new WeakMap<Store, Map<string, Plan[]>>()

function plansFor(store: Store, text: string): Plan[] {
  const known = plans.get(store) ?? new Map<string, Plan[]>()
  plans.set(store, known)
  let plan = known.get(text)
  if (!plan) {
    plan = planOf(text, store)
    known.set(text, plan)
  }
  return plan
}

function memoryPool(store: Store, host: Host): Pooled {
  const connect = () => new Connection(store, host)
  return {
    connect: async () => connect() as unknown as pg.PoolClient,
    query: ((asked: string | { text: string }) => {
      const connection = connect()
      return connection.query(asked).finally(() => connection.release())
    }) as never,
    end: async () => undefined,
  }
}

class Connection {
  readonly speaker: Speaker
  readonly #store: Store
  readonly #host: Host
  #tx: Transaction | undefined
  constructor(store: Store, host: Host) {
    this.#store = store
    this.#host = host
    this.speaker = speakerOn((text, params) => this.#ask(text, params))
  }

  release(): void {
    this.#end()
  }

  /** As a connection of Postgres is asked, for what is not said through drizzle. */
  async query(asked: string | { text: string }): Promise<unknown> {
    const text = typeof asked === 'string' ? asked : asked.text
    if (text.startsWith('begin;')) {
      await this.#host.turn()
      return [{ rows: [{ now: new Date(this.#store.now(this.#begin())) }] }]
    }
    if (text === 'commit' || text === 'rollback') {
      await this.#host.turn()
      this.#end(text)
      // Whoever dies in between has committed and never hears of it.
      if (text === 'commit') await this.#host.turn()
      return { rows: [] }
    }
    const alone = this.#tx === undefined
    try {
      const { names, rows, rowCount } = await this.#ask(text, [])
      if (alone) this.#end('commit')
      return { rows: rows.map(row => named(names, row)), rowCount }
    } finally {
      if (alone) this.#end()
    }
  }

  async #ask(text: string, params: unknown[]): Promise<Output> {
    await this.#host.turn()
    const store = this.#store
    const tx = this.#begin()
    let last: Output = { names: [], rows: [], rowCount: 0 }
    for (const plan of plansFor(store, text))
      for (;;) {
        try {
          last = plan({ store, tx, params, now: store.now(tx), frame: [], kept: undefined, many: 1 })
          break
        } catch (error) {
          if (!(error instanceof Wait)) throw error
          await store.wait(tx, error.holder)
          // Whoever was killed meanwhile never comes to its turn, and locks nothing any more.
          await this.#host.turn()
        }
      }
    return last
  }

  /** The transaction under way, or a new one. */
  #begin(): Transaction {
    if (this.#tx) return this.#tx
    this.#tx = this.#store.begin(this.#host.offMs)
    this.#host.open.add(this.#tx)
    return this.#tx
  }

  #end(how: 'commit' | 'rollback' = 'rollback'): void {
    const tx = this.#tx
    this.#tx = undefined
    if (tx && this.#host.open.delete(tx)) this.#store[how](tx)
  }
}
