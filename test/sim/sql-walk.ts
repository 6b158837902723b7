// Which rows a statement looks at: nested loops in the order in which its sources stand, each condition as early as what
// it looks at is there, by an index where one helps.
import {
  type Compiled,
  compileExpr,
  type Named,
  nameSource,
  type Run,
  type Scope,
  type Subselect,
  type Value,
} from './sql-compile.ts'
import type { TableOf } from './sql-run.ts'
import type { Expr, Source } from './sql-tree.ts'
import { order, shaped } from './sql-value.ts'
import type { Row, Table } from './table.ts'

/** Told of each row that fits, in the run's frame; true when it has seen enough. */
type Visit = () => boolean
/** Goes through rows until `visit` has seen enough; says whether it has. */
type Rows = (run: Run, visit: (row: Row) => boolean) => boolean

export interface Walk {
  each(run: Run, visit: Visit): void
  tables: { slot: number; table: Table }[]
  slots: ReadonlySet<number>
}

export interface Walked {
  from: readonly Source[]
  where: Expr | undefined
  scope: Scope
  tableOf: TableOf
  subselect: Subselect
}

export function walkOf({ from, where, scope, tableOf, subselect }: Walked): Walk {
  const tables: Walk['tables'] = []
  const named: Named[] = []
  const plain = from.map(source => {
    if (source.is === 'table') {
      const table = tableOf(source.name)
      const name = nameSource({ as: source.as, columns: table.types, table }, scope)
      tables.push({ slot: name.slot, table })
      named.push(name)
      return undefined
    }
    const { columns, rows } = rowsOf(source, scope, subselect)
    named.push(nameSource({ as: source.as, columns }, scope))
    return rows
  })
  const compiledOf = (all: Expr | undefined) =>
    conjuncts(all).map(expr => ({ expr, ...compileExpr(expr, scope, subselect) }))
  const conditions = compiledOf(where)
  const joins = conditions.slice()
  const levels = named.map(({ slot, table, as, columns }, i) => {
    const later = new Set(named.slice(i + 1).map(each => each.slot))
    const unknown = new Set([slot, ...later])
    const filters = conditions.filter(({ slots }) => slots.has(slot) && ![...slots].some(each => later.has(each)))
    const isKnown = (value: Compiled) => ![...value.slots].some(each => unknown.has(each))
    const compile = (expr: Expr) => compileExpr(expr, scope, subselect)
    const on = from[i]?.optional
    const joined = on ? compiledOf(on) : conditions
    const rows = plain[i] ?? found(table as Table, { as, isKnown, compile, conditions: joined.map(({ expr }) => expr) })
    const meets = on && joined.map(({ value }) => value)
    if (on) joins.push(...joined)
    return {
      slot,
      filters: filters.map(({ value }) => value),
      rows: meets ? orNothing(rows, columns, slot, meets) : rows,
    }
  })
  const always = conditions.filter(({ slots }) => !named.some(({ slot }) => slots.has(slot)))
  const into = (level: number, run: Run, visit: Visit): boolean => {
    const here = levels[level]
    if (!here) return visit()
    const { slot, filters, rows } = here
    return rows(run, row => {
      run.frame[slot] = row
      for (const filter of filters) if (filter(run) !== true) return false
      return into(level + 1, run, visit)
    })
  }
  return {
    each(run, visit) {
      if (always.every(({ value }) => value(run) === true)) into(0, run, visit)
    },
    tables,
    slots: new Set(joins.flatMap(({ slots }) => [...slots])),
  }
}

/** Those that meet the condition of a join; where none does a row that knows nothing. */
function orNothing(rows: Rows, columns: Named['columns'], slot: number, meets: readonly Value[]): Rows {
  const nothing: Row = Object.fromEntries([...columns.keys()].map(name => [name, null]))
  return (run, visit) => {
    let met = false
    const enough = rows(run, row => {
      run.frame[slot] = row
      if (!meets.every(condition => condition(run) === true)) return false
      met = true
      return visit(row)
    })
    return enough || (!met && visit(nothing))
  }
}

const conjuncts = (where: Expr | undefined): Expr[] =>
  where === undefined ? [] : where.is === 'and' ? where.parts.flatMap(conjuncts) : [where]

// ── Sources that are no tables ─────────────────────────────────────────────────────────────────

function rowsOf(source: Exclude<Source, { is: 'table' }>, scope: Scope, subselect: Subselect) {
  if (source.is === 'select') {
    const plan = subselect(source.select, scope)
    const names = source.select.items.map(({ as }) => as)
    const columns = new Map(names.map((name, i) => [name, plan.types[i] ?? '']))
    const rows: Rows = (run, visit) =>
      plan.rows(run).some(row => visit(Object.fromEntries(names.map((name, i) => [name, stored(row[i])]))))
    return { columns, rows }
  }
  const given = compileExpr(source.expr, scope, subselect)
  const list = (run: Run) => {
    const value = given.value(run)
    return (typeof value === 'string' ? JSON.parse(value) : value) as unknown[]
  }
  if (source.is === 'elements') {
    const rows: Rows = (run, visit) => list(run).some(value => visit({ value }))
    return { columns: new Map([['value', 'text']]), rows }
  }
  const { columns } = source
  const rows: Rows = (run, visit) =>
    (list(run) as Row[]).some(given => {
      const row: Row = {}
      for (const { name, type } of columns) row[name] = shaped(given[name], type)
      return visit(row)
    })
  return { columns: new Map(columns.map(({ name, type }) => [name, type])), rows }
}

const stored = (value: unknown) => (value instanceof Date ? value.getTime() : value)

// ── How a table's rows are found ───────────────────────────────────────────────────────────────

interface Finding {
  as: string
  conditions: readonly Expr[]
  isKnown: (value: Compiled) => boolean
  compile: (expr: Expr) => Compiled
}

/** By an index where a condition gives its value; what is due by its instant; else all rows. */
function found(table: Table, { as, conditions, isKnown, compile }: Finding): Rows {
  const isMine: IsMine = (expr): expr is Extract<Expr, { is: 'column' }> =>
    expr.is === 'column' && (expr.of === undefined || expr.of === as) && table.types.has(expr.name)
  const wanted = conditions.flatMap(condition => {
    const each = wantedIn(condition, isMine)
    if (!each || (each.column !== 'id' && !table.indexes.has(each.column))) return []
    const value = compile(each.value)
    return isKnown(value) ? [{ ...each, value: value.value }] : []
  })
  const [best] = wanted.toSorted((a, b) => Number(b.column === 'id') - Number(a.column === 'id'))
  if (best) {
    const { column, value, isList } = best
    const one = column === 'id' ? oneById(table) : byIndex(table, column)
    if (!isList) return (run, visit) => one(run, value(run), visit)
    return (run, visit) => [...new Set(value(run) as unknown[])].some(each => one(run, each, visit))
  }
  const bound = conditions.find(
    each => each.is === 'binary' && each.sign === '<=' && isMine(each.left) && each.left.name === 'due_at',
  )
  if (!table.open || bound?.is !== 'binary') return (run, visit) => allOf(table, run, table.rows.values(), visit)
  const until = compile(bound.right).value
  const open = table.open
  return (run, visit) => allOf(table, run, dueBy(open, until(run) as number), visit)
}

function* dueBy(open: readonly Row[], until: number): Iterable<Row> {
  for (const row of open) {
    if ((row.due_at as number) > until) return
    yield row
  }
}

/** Of these, as this transaction sees them; and all that it has written itself. */
function allOf(table: Table, { tx }: Run, rows: Iterable<Row>, visit: (row: Row) => boolean): boolean {
  const own = tx.changed.get(table)
  for (const row of rows) if (!own?.has(table.idOf(row)) && visit(row)) return true
  if (own) for (const row of own.values()) if (visit(row)) return true
  return false
}

const oneById =
  (table: Table) =>
  ({ tx }: Run, id: unknown, visit: (row: Row) => boolean): boolean => {
    const row = tx.changed.get(table)?.get(id as string) ?? table.rows.get(id as string)
    return row !== undefined && visit(row)
  }

function byIndex(table: Table, column: string) {
  const index = table.indexes.get(column) as ReadonlyMap<unknown, ReadonlySet<string>>
  return ({ tx }: Run, value: unknown, visit: (row: Row) => boolean): boolean => {
    const own = tx.changed.get(table)
    for (const id of index.get(value) ?? []) if (!own?.has(id) && visit(table.rows.get(id) as Row)) return true
    if (own) for (const row of own.values()) if (order(row[column], value) === 0 && visit(row)) return true
    return false
  }
}

type IsMine = (expr: Expr) => expr is Extract<Expr, { is: 'column' }>

/** A condition that says what a column must be: one value, or one of a list. */
function wantedIn(condition: Expr, isMine: IsMine): { column: string; value: Expr; isList: boolean } | undefined {
  if (condition.is === 'binary' && condition.sign === '=')
    for (const [left, right] of [
      [condition.left, condition.right],
      [condition.right, condition.left],
    ] as const)
      if (isMine(left)) return { column: left.name, value: right, isList: false }
  if (condition.is === 'any' && isMine(condition.expr))
    return { column: condition.expr.name, value: condition.array, isList: true }
  if (condition.is === 'in' && !condition.not && isMine(condition.expr) && 'is' in condition.list)
    return { column: condition.expr.name, value: { is: 'collected', select: condition.list }, isList: true }
  return undefined
}
