// A store in memory that keeps the promises of Postgres which the clocks' engine builds on: transactions that see what
// is committed, row locks that are waited for or skipped, unique keys, and one clock. No disk, no policies.
import { getTableColumns, getTableName, is, SQL } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'

export type Row = Record<string, unknown>

export interface Column {
  type: string
  /** A value, or the clock. */
  unless: unknown
}

/** What is taken away to see that it is missed. */
export type Protection = 'unique-key' | 'lease' | 'db-clock'
export const theClock = Symbol('kernel.now()')

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

interface Unique {
  columns: string[]
  ids: Map<string, string>
  pending: Map<string, Transaction>
}

/** Rows of a table, by id, with what finds them. */
export class Table {
  readonly rows = new Map<string, Row>()
  readonly columns = new Map<string, Column>()
  readonly indexes = new Map<string, Map<unknown, Set<string>>>()
  readonly uniques: Unique[] = []
  readonly locks = new Map<string, Transaction>()
  /** Work that is neither done nor given up, by its due instant. */
  readonly open: Row[] | undefined
  readonly name: string

  constructor(table: PgTable, indexed: readonly string[]) {
    const casing = new CasingCache('snake_case')
    this.name = getTableName(table)
    for (const column of Object.values(getTableColumns(table))) {
      const unless = is(column.default, SQL) ? theClock : column.default
      this.columns.set(casing.getColumnCasing(column), { type: column.getSQLType(), unless })
    }
    for (const name of indexed) this.indexes.set(name, new Map())
    const named = new Map(Object.values(getTableColumns(table)).map(each => [each.name, casing.getColumnCasing(each)]))
    for (const { config } of getTableConfig(table).indexes) {
      const columns = config.columns.map(each => named.get((each as { name: string }).name) ?? '')
      if (config.unique) this.uniques.push({ columns, ids: new Map(), pending: new Map() })
    }
    this.open = this.name === 'work' ? [] : undefined
  }

  /** The id that a row goes by: its own, or of what has none its parties, or its calendar and version. */
  idOf(row: Row): string {
    return String(row.id ?? `${row.buyer_id ?? row.calendar_id} ${row.supplier_id ?? row.version}`)
  }

  put(row: Row): void {
    const id = this.idOf(row)
    this.forget(id)
    this.rows.set(id, row)
    for (const [column, index] of this.indexes) {
      const ids = index.get(row[column])
      if (ids) ids.add(id)
      else index.set(row[column], new Set([id]))
    }
    for (const unique of this.uniques) unique.ids.set(keyOf(unique, row), id)
    if (this.open && isOpen(row)) this.open.splice(placeOf(this.open, row), 0, row)
  }

  forget(id: string): void {
    const row = this.rows.get(id)
    if (!row) return
    this.rows.delete(id)
    for (const [column, index] of this.indexes) {
      const ids = index.get(row[column])
      ids?.delete(id)
      if (ids?.size === 0) index.delete(row[column])
    }
    for (const unique of this.uniques) {
      const key = keyOf(unique, row)
      if (unique.ids.get(key) === id) unique.ids.delete(key)
    }
    if (this.open && isOpen(row)) this.open.splice(placeOf(this.open, row), 1)
  }
}

const keyOf = ({ columns }: Unique, row: Row) => columns.map(name => String(row[name])).join('\u0000')
const isOpen = (row: Row) => row.done_at == null && row.failed_at == null

/** Where a row stands, or would stand, among those in order of due instant and id. */
function placeOf(rows: readonly Row[], row: Row): number {
  const [due, id] = [row.due_at as number, String(row.id)]
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = rows[middle] as Row
    if ((other.due_at as number) < due || (other.due_at === due && String(other.id) < id)) low = middle + 1
    else high = middle
  }
  return low
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
    return { offMs, changed: new Map(), held: [], pending: [], names: new Set(), waitsFor: undefined, over, end, rings: false }
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

  /** The row as this transaction sees it. */
  seen(tx: Transaction, table: Table, id: string): Row | undefined {
    return tx.changed.get(table)?.get(id) ?? table.rows.get(id)
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
      const key = keyOf(unique, row)
      const other = unique.pending.get(key)
      if (other === tx || unique.ids.has(key)) return false
      if (other) throw new Wait(other)
    }
    return true
  }

  insert(tx: Transaction, table: Table, row: Row): void {
    for (const unique of table.uniques) {
      const name = keyOf(unique, row)
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
