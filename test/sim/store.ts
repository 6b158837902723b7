// A store in memory that keeps the promises of Postgres which the clocks' engine builds on: transactions that see what
// is committed, row locks that are waited for or skipped, unique keys, and one clock. No disk, no policies.
import type { Row, Table } from './table.ts'

/** What is taken away to see that it is missed. */
export type Protection = 'unique-key' | 'lease' | 'db-clock'

export interface Transaction {
  /** The clock of who asks: looked at only where the database's own is taken away. */
  readonly offMs: number
  readonly changed: Map<Table, Map<string, Row>>
  readonly held: { table: Table; id: string }[]
  readonly pending: { key: Map<string, Transaction>; name: string }[]
  /** Names that it holds, alone or with others: advisory locks. */
  readonly names: Set<string>
  waitsFor: Transaction | undefined
  readonly over: Promise<void>
  end: () => void
  /** Work was left: whoever publishes is rung for. */
  rings: boolean
}

/** Thrown when a row, or a key, is another transaction's: the statement is tried again once that is over. */
export class Wait extends Error {
  readonly holder: Transaction
  constructor(holder: Transaction) {
    super('waits')
    this.holder = holder
  }
}

export class Deadlock extends Error {
  readonly code = '40P01'
}

export class Store {
  readonly tables: ReadonlyMap<string, Table>
  /** Milliseconds since 1970: the only clock, unless it is taken away. */
  readonly clock: () => number
  readonly without: Protection | undefined
  onRing: () => void = () => undefined
  readonly #names = new Map<string, Map<Transaction, boolean>>()

  constructor(tables: readonly Table[], clock: () => number, without?: Protection) {
    this.tables = new Map(tables.map(table => [table.name, table]))
    this.clock = clock
    this.without = without
  }

  table(name: string): Table {
    const table = this.tables.get(name)
    if (!table) throw new Error(`there is no table ${name} here`)
    return table
  }

  begin(offMs = 0): Transaction {
    let end: () => void = () => undefined
    const over = new Promise<void>(resolve => {
      end = resolve
    })
    return {
      offMs,
      changed: new Map(),
      held: [],
      pending: [],
      names: new Set(),
      waitsFor: undefined,
      over,
      end,
      rings: false,
    }
  }

  now(tx: Transaction): number {
    return this.clock() + (this.without === 'db-clock' ? tx.offMs : 0)
  }

  lock(tx: Transaction, table: Table, id: string): 'mine' | Transaction {
    const holder = table.locks.get(id)
    if (holder === tx) return 'mine'
    if (holder) return holder
    table.locks.set(id, tx)
    tx.held.push({ table, id })
    return 'mine'
  }

  /** An advisory lock, until the transaction ends. Throws Wait where others hold it in a way that does not go with this one. */
  hold(tx: Transaction, name: string, isShared: boolean): void {
    const holders = this.#names.get(name) ?? new Map<Transaction, boolean>()
    this.#names.set(name, holders)
    for (const [other, shares] of holders) if (other !== tx && !(shares && isShared)) throw new Wait(other)
    holders.set(tx, isShared && holders.get(tx) !== false)
    tx.names.add(name)
  }

  write(tx: Transaction, table: Table, row: Row): void {
    // The lease is what keeps others from taking up what one is at.
    const written = this.without === 'lease' && row.lease_until != null ? { ...row, lease_until: null } : row
    const rows = tx.changed.get(table) ?? new Map<string, Row>()
    tx.changed.set(table, rows)
    rows.set(table.idOf(written), written)
  }

  /** Whether a new row's keys are free. Throws Wait where another transaction may be about to take one. */
  isFree(tx: Transaction, table: Table, row: Row): boolean {
    if (this.without === 'unique-key') return true
    for (const unique of table.uniques) {
      const key = unique.of(row)
      if (key === undefined) continue
      const other = unique.pending.get(key)
      if (other === tx || unique.ids.has(key)) return false
      if (other) throw new Wait(other)
    }
    return true
  }

  insert(tx: Transaction, table: Table, row: Row): void {
    for (const unique of table.uniques) {
      const name = unique.of(row)
      if (name === undefined) continue
      unique.pending.set(name, tx)
      tx.pending.push({ key: unique.pending, name })
    }
    tx.rings ||= table.name === 'work'
    this.write(tx, table, row)
  }

  commit(tx: Transaction): void {
    for (const [table, rows] of tx.changed) for (const row of rows.values()) table.put(row)
    this.rollback(tx)
    if (tx.rings) this.onRing()
  }

  rollback(tx: Transaction): void {
    tx.changed.clear()
    for (const { table, id } of tx.held.splice(0)) table.locks.delete(id)
    for (const { key, name } of tx.pending.splice(0)) if (key.get(name) === tx) key.delete(name)
    for (const name of tx.names) this.#letGo(tx, name)
    tx.end()
  }

  #letGo(tx: Transaction, name: string): void {
    const holders = this.#names.get(name)
    holders?.delete(tx)
    if (holders?.size === 0) this.#names.delete(name)
  }

  /** Until the holder is over. Throws Deadlock when it waits for this one in its turn. */
  async wait(tx: Transaction, holder: Transaction): Promise<void> {
    for (let other: Transaction | undefined = holder; other; other = other.waitsFor)
      if (other === tx) throw new Deadlock('deadlock detected')
    tx.waitsFor = holder
    await holder.over
    tx.waitsFor = undefined
  }
}
