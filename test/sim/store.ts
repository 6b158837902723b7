// A store in memory that keeps the promises of Postgres which the clocks' engine builds on: transactions that see what
// is committed, row locks that are waited for or skipped, unique keys, and one clock. No disk, no policies.
import { isInstant } from './sql-value.ts'

export type Row = Record<string, unknown>

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

/** A key that is taken once. */
export interface Key {
  /** Undefined for a row that it does not speak of. */
  of: (row: Row) => string | undefined
  /** A row keeps it for as long as it lives. */
  isKept: boolean
}

interface Unique extends Key {
  ids: Map<string, string>
  pending: Map<string, Transaction>
}

/** A column: by what the product calls it, and the store. */
export interface Column {
  own: string
  name: string
  type: string
  unless: unknown
  /** The clock, where nothing is given. */
  isClock: boolean
}

/** Rows of a table, by id, with what finds them. Instants are milliseconds since 1970. */
export class Table {
  readonly name: string
  readonly rows = new Map<string, Row>()
  readonly types: ReadonlyMap<string, string>
  readonly indexes: ReadonlyMap<string, Map<unknown, Set<string>>>
  readonly locks = new Map<string, Transaction>()
  /** Work that is neither done nor given up, by its due instant. */
  readonly open: Row[] | undefined
  readonly #columns: readonly Column[]
  readonly #primary: readonly string[]
  #uniques: readonly Unique[] = []
  readonly #shown = new WeakMap<Row, object>()

  constructor(
    name: string,
    columns: readonly Column[],
    { primary, indexed }: { primary: readonly string[]; indexed: readonly string[] },
  ) {
    this.name = name
    this.#primary = primary
    this.#columns = columns
    this.types = new Map(columns.map(column => [column.name, column.type]))
    this.indexes = new Map(indexed.map(each => [each, new Map()]))
    this.open = name === 'work' ? [] : undefined
  }

  get uniques(): readonly Unique[] {
    return this.#uniques
  }
  set keys(keys: readonly Key[]) {
    this.#uniques = keys.map(key => ({ ...key, ids: new Map(), pending: new Map() }))
  }

  /** What a row goes by: its primary key. */
  idOf(row: Row): string {
    const [first, ...more] = this.#primary
    return more.length === 0 ? (row[first as string] as string) : this.#primary.map(name => row[name]).join(' ')
  }

  /** A new row, of what the product gives of it; and when it is really written, whatever clock was asked. */
  rowOf(given: Readonly<Record<string, unknown>>, now: number, trueAt: number): Row {
    const row: Row = {}
    for (const { own, name, unless, isClock } of this.#columns) {
      const value = given[own]
      if (value instanceof Date) row[name] = value.getTime()
      else row[name] = value === undefined ? (isClock ? now : unless) : value
    }
    row.true_at = trueAt
    return row
  }

  /** A row as the product knows it; the same object each time. */
  shown(row: Row): object {
    const known = this.#shown.get(row)
    if (known) return known
    const shown: Record<string, unknown> = {}
    for (const { own, name, type } of this.#columns) {
      const value = row[name]
      shown[own] = typeof value === 'number' && isInstant(type) ? new Date(value) : value
    }
    this.#shown.set(row, Object.freeze(shown))
    return shown
  }

  put(row: Row): void {
    const id = this.idOf(row)
    const before = this.rows.get(id)
    this.rows.set(id, row)
    for (const [column, index] of this.indexes) {
      const value = row[column]
      if (before && before[column] === value) continue
      if (before) drop(index, before[column], id)
      const ids = index.get(value)
      if (ids) ids.add(id)
      else index.set(value, new Set([id]))
    }
    for (const { of, isKept, ids } of this.#uniques) {
      if (before && isKept) continue
      const key = of(row)
      const old = before && of(before)
      if (old !== undefined && old !== key && ids.get(old) === id) ids.delete(old)
      if (key !== undefined) ids.set(key, id)
    }
    if (!this.open || (before && isOpen(before) && isOpen(row) && this.#stays(this.open, before, row))) return
    if (before && isOpen(before)) this.open.splice(placeOf(this.open, before), 1)
    if (isOpen(row)) this.open.splice(placeOf(this.open, row), 0, row)
  }

  /** Where only what stands in it has changed. */
  #stays(open: Row[], before: Row, row: Row): boolean {
    if (before.due_at !== row.due_at) return false
    open[placeOf(open, before)] = row
    return true
  }

  forget(id: string): void {
    const row = this.rows.get(id)
    if (!row) return
    this.rows.delete(id)
    for (const [column, index] of this.indexes) drop(index, row[column], id)
    for (const { of, ids } of this.#uniques) {
      const key = of(row)
      if (key !== undefined && ids.get(key) === id) ids.delete(key)
    }
    if (this.open && isOpen(row)) this.open.splice(placeOf(this.open, row), 1)
  }
}

function drop(index: Map<unknown, Set<string>>, value: unknown, id: string): void {
  const ids = index.get(value)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(value)
}

const isOpen = (row: Row) => row.done_at == null && row.failed_at == null

/** Where a row stands, or would stand, among those in order of due instant and id. */
function placeOf(rows: readonly Row[], row: Row): number {
  const due = row.due_at as number
  const id = row.id as string
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = rows[middle] as Row
    if ((other.due_at as number) < due || (other.due_at === due && (other.id as string) < id)) low = middle + 1
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
