// A table in memory: rows by their primary key, and what finds them.
import { isInstant } from './sql-value.ts'
import type { Transaction } from './store.ts'

export type Row = Record<string, unknown>

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
