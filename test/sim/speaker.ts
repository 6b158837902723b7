// Puts to the store in memory what drizzle would put to Postgres: the same builders and the same pieces of SQL. Of a
// statement it writes what tells it from others, the same text whatever the values, so that its plan is found again;
// values go as they are.
import { Column, getTableColumns, getTableName, is, Param, SQL, StringChunk, Table } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Speaker } from '../../src/kernel/db.ts'

/** Runs a statement; each row as the values of its items. */
export type Ask = (text: string, params: unknown[]) => Promise<{ names: string[]; rows: unknown[][]; rowCount: number }>

/** A transaction's part of drizzle that the clocks' engine speaks. What is beyond it is an error of this file's types or names. */
export function speakerOn(ask: Ask): Speaker {
  const speaker = {
    select: (fields?: Fields) => new Select(ask, fields),
    selectDistinct: (fields?: Fields) => new Select(ask, fields),
    insert: (table: PgTable) => new Insert(ask, table),
    update: (table: PgTable) => new Update(ask, table),
    execute: async (statement: SQL) => {
      const words = new Words().add(statement)
      const { names, rows, rowCount } = await ask(words.text, words.params)
      return { rows: rows.map(row => named(names, row)), rowCount }
    },
  }
  return speaker as unknown as Speaker
}

export const named = (names: readonly string[], values: readonly unknown[]): Record<string, unknown> => {
  const row: Record<string, unknown> = {}
  for (let i = 0; i < names.length; i++) row[names[i] as string] = values[i]
  return row
}

type Fields = Record<string, unknown>

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

const casing = new CasingCache('snake_case')
const written = new WeakMap<object, string>()

function nameOf(thing: Column | Table): string {
  const known = written.get(thing)
  if (known) return known
  const name = is(thing, Column)
    ? `"${getTableName(thing.table)}"."${casing.getColumnCasing(thing)}"`
    : `"${getTableName(thing)}"`
  written.set(thing, name)
  return name
}

/** The text of a statement, piece by piece, and its values. */
export class Words {
  text = ''
  readonly params: unknown[] = []

  say(text: string): this {
    this.text += text
    return this
  }

  value(value: unknown): this {
    this.params.push(value instanceof Date ? value.getTime() : value)
    return this.say(`$${this.params.length}`)
  }

  add(piece: unknown): this {
    if (piece instanceof StringChunk)
      return this.say(piece.value.length === 1 ? (piece.value[0] ?? '') : piece.value.join(''))
    if (piece instanceof SQL) return this.all(piece.queryChunks)
    if (piece instanceof Param) return this.value(piece.value)
    if (piece === undefined) return this
    if (Array.isArray(piece))
      return this.say('(list ')
        .value(piece.map(each => (each instanceof Param ? each.value : each)))
        .say(')')
    if (piece instanceof Select) return this.say('(').select(piece).say(')')
    if (typeof piece === 'object' && piece !== null && !(piece instanceof Date))
      return this.say(nameOf(piece as Column))
    return this.value(piece)
  }

  all(pieces: readonly unknown[]): this {
    for (const piece of pieces) this.add(piece)
    return this
  }

  select({ table, fields, joins, condition, groups, order, most, lock }: Select): this {
    this.say('select ')
      .items(fields ?? whole(table, joins))
      .say(' from ')
      .add(table)
    for (const { how, with: other, on } of joins) this.say(how).add(other).say(' on ').add(on)
    this.where(condition)
    for (const [i, by] of groups.entries()) this.say(i === 0 ? ' group by ' : ', ').add(by)
    for (const [i, by] of order.entries()) this.say(i === 0 ? ' order by ' : ', ').add(by)
    if (most !== undefined) this.say(' limit ').value(most)
    return this.say(lock)
  }

  where(condition: SQL | undefined): this {
    return condition ? this.say(' where ').add(condition) : this
  }

  items(fields: Fields): this {
    let first = true
    for (const name in fields) {
      if (!first) this.say(', ')
      first = false
      const field = fields[name]
      if (field instanceof SQL) this.add(field)
      else this.say(nameOf(field as Column)).say(is(field, Table) ? '.*' : '')
    }
    return this
  }
}

const whole = (table: PgTable, joins: readonly { with: PgTable }[]): Fields =>
  Object.fromEntries([table, ...joins.map(join => join.with)].map(each => [getTableName(each), each]))

// ── Builders ───────────────────────────────────────────────────────────────────────────────────

/** Runs when it is waited for. */
abstract class Statement implements PromiseLike<unknown> {
  protected readonly ask: Ask
  constructor(ask: Ask) {
    this.ask = ask
  }
  protected abstract run(): Promise<unknown>
  // biome-ignore lint/suspicious/noThenProperty: drizzle's own builders are waited for like this
  then<A, B>(kept: (answer: unknown) => A | PromiseLike<A>, broken: (error: unknown) => B | PromiseLike<B>) {
    return this.run().then(kept, broken)
  }

  /** Rows named after the fields asked for; of a whole table its rows. */
  protected async rows(words: Words, fields: Fields | undefined, isWhole: boolean): Promise<unknown[]> {
    const { rows } = await this.ask(words.text, words.params)
    if (isWhole) return rows.map(([row]) => row)
    const names = Object.keys(fields ?? {})
    return rows.map(row => named(names, row))
  }
}

class Select extends Statement {
  table!: PgTable
  readonly fields: Fields | undefined
  readonly joins: { how: ' join ' | ' left join '; with: PgTable; on: SQL }[] = []
  condition: SQL | undefined
  groups: readonly unknown[] = []
  order: readonly unknown[] = []
  most: number | undefined
  lock = ''

  constructor(ask: Ask, fields: Fields | undefined) {
    super(ask)
    this.fields = fields
  }
  from(table: PgTable): this {
    this.table = table
    return this
  }
  innerJoin(table: PgTable, on: SQL): this {
    this.joins.push({ how: ' join ', with: table, on })
    return this
  }
  leftJoin(table: PgTable, on: SQL): this {
    this.joins.push({ how: ' left join ', with: table, on })
    return this
  }
  where(condition: SQL | undefined): this {
    this.condition = condition
    return this
  }
  groupBy(...groups: unknown[]): this {
    this.groups = groups
    return this
  }
  orderBy(...order: unknown[]): this {
    this.order = order
    return this
  }
  limit(most: number): this {
    this.most = most
    return this
  }
  for(_strength: 'update', { skipLocked = false } = {}): this {
    this.lock = skipLocked ? ' for update skip locked' : ' for update'
    return this
  }
  /** As a part of another statement. */
  getSQL(): this {
    return this
  }
  protected run(): Promise<unknown[]> {
    const { fields, joins, table } = this
    return this.rows(new Words().select(this), fields ?? whole(table, joins), !fields && joins.length === 0)
  }
}

abstract class Writing extends Statement {
  protected readonly table: PgTable
  #returned: Fields | true | undefined
  constructor(ask: Ask, table: PgTable) {
    super(ask)
    this.table = table
  }
  returning(fields?: Fields): this {
    this.#returned = fields ?? true
    return this
  }
  protected abstract words(): Words
  protected run(): Promise<unknown[]> {
    const fields = this.#returned === true ? whole(this.table, []) : this.#returned
    const words = this.words()
    if (fields) words.say(' returning ').items(fields)
    return this.rows(words, fields, this.#returned === true)
  }
}

class Insert extends Writing {
  #rows: readonly object[] = []
  #otherwise = ''
  values(rows: object | readonly object[]): this {
    this.#rows = Array.isArray(rows) ? rows : [rows]
    return this
  }
  onConflictDoNothing(): this {
    this.#otherwise = ' on conflict do nothing'
    return this
  }
  protected words(): Words {
    return new Words().say('insert into ').add(this.table).say(' rows ').value(this.#rows).say(this.#otherwise)
  }
}

class Update extends Writing {
  #set: Record<string, unknown> = {}
  #condition: SQL | undefined
  set(values: Record<string, unknown>): this {
    this.#set = values
    return this
  }
  where(condition: SQL | undefined): this {
    this.#condition = condition
    return this
  }
  protected words(): Words {
    const words = new Words().say('update ').add(this.table).say(' set ')
    const columns = getTableColumns(this.table)
    let first = true
    for (const name in this.#set) {
      const value = this.#set[name]
      if (value === undefined) continue
      words.say(`${first ? '' : ', '}"${casing.getColumnCasing(columns[name] as Column)}" = `)
      first = false
      if (value instanceof SQL) words.add(value)
      else words.value(value)
    }
    return words.where(this.#condition)
  }
}
