// The store in memory, spoken to as Postgres is: connections that take SQL. What the product says to one it says to both.
import type pg from 'pg'
import type { Pooled } from '../../src/kernel/db.ts'
import { type Output, type Plan, planOf } from './sql-run.ts'
import { type Row, type Store, type Transaction, Wait } from './store.ts'

/** Whose connections these are: a process of its own, with a clock of its own, that may die at any statement. */
export interface Host {
  /** Milliseconds by which its clock is ahead. */
  offMs: number
  /** Before each statement, and before the answer to it is heard; never ends for one that is dead. */
  turn(): Promise<void>
  /** Transactions under way, to be undone when it dies. */
  readonly open: Set<Transaction>
}

interface Asked {
  text: string
  values?: unknown[]
  rowMode?: 'array'
}

const plans = new WeakMap<Store, Map<string, Plan[]>>()

function plansFor(store: Store, text: string): Plan[] {
  const known = plans.get(store) ?? new Map<string, Plan[]>()
  plans.set(store, known)
  const plan = known.get(text) ?? planOf(text, store)
  known.set(text, plan)
  return plan
}

/** Connections of one process. */
export function memoryPool(store: Store, host: Host): Pooled {
  // Kept as a pool keeps them: what is remembered of a connection is of use to the next who has it.
  const idle: Connection[] = []
  const take = () => idle.pop() ?? new Connection(store, host, back => void idle.push(back))
  return {
    connect: async () => take() as unknown as pg.PoolClient,
    query: ((asked: string | Asked, values?: unknown[]) => {
      const connection = take()
      return connection.query(asked, values).finally(() => connection.release())
    }) as never,
    end: async () => undefined,
  }
}

class Connection {
  readonly #store: Store
  readonly #host: Host
  #tx: Transaction | undefined
  readonly #back: (connection: Connection) => void
  constructor(store: Store, host: Host, back: (connection: Connection) => void) {
    this.#store = store
    this.#host = host
    this.#back = back
  }

  release(): void {
    this.#end()
    this.#back(this)
  }

  async query(asked: string | Asked, values?: unknown[]): Promise<unknown> {
    const { text, rowMode, values: own } = typeof asked === 'string' ? ({ text: asked } as Asked) : asked
    await this.#host.turn()
    const answer = await this.#answer(text, values ?? own ?? [], rowMode === 'array')
    // Whoever dies in between has committed and never hears of it.
    if (text === 'commit') await this.#host.turn()
    return answer
  }

  async #answer(text: string, params: unknown[], asArrays: boolean): Promise<unknown> {
    if (text.startsWith('begin;')) return this.#begin()
    if (text === 'commit' || text === 'rollback') return this.#end(text)
    if (/savepoint/.test(text)) throw new Error('the store in memory has no savepoints')
    const alone = this.#tx === undefined
    if (alone) this.#begin()
    try {
      const output = await this.#run(text, params)
      if (alone) this.#end('commit')
      return asArrays
        ? { ...output, fields: [] }
        : { ...output, rows: output.rows.map(row => named(output.names, row)) }
    } finally {
      if (alone) this.#end()
    }
  }

  #begin(): unknown[] {
    this.#tx = this.#store.begin(this.#host.offMs)
    this.#host.open.add(this.#tx)
    return [{ rows: [{ now: new Date(this.#store.now(this.#tx)) }] }]
  }

  #end(how?: 'commit' | 'rollback'): { rows: never[] } {
    const tx = this.#tx
    this.#tx = undefined
    if (tx && this.#host.open.delete(tx)) this.#store[how ?? 'rollback'](tx)
    return { rows: [] }
  }

  async #run(text: string, params: unknown[]): Promise<Output> {
    const tx = this.#tx
    if (!tx) throw new Error('no transaction')
    const store = this.#store
    let last: Output = { names: [], rows: [], rowCount: 0 }
    for (const plan of plansFor(store, text))
      for (;;) {
        try {
          last = plan({ store, tx, params, now: store.now(tx), frame: [], kept: new Map() })
          break
        } catch (error) {
          if (!(error instanceof Wait)) throw error
          await store.wait(tx, error.holder)
        }
      }
    return last
  }
}

const named = (names: readonly string[], values: readonly unknown[]): Row =>
  Object.fromEntries(names.map((name, i) => [name, values[i]]))
