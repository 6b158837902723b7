// Runs statements on the store: which rows are looked at, which are locked, what is written.
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
import { parse } from './sql-parse.ts'
import type { Expr, Insert, Item, Select, Source, Statement, Update } from './sql-tree.ts'
import { sinks } from './sql-tree.ts'
import { isInstant, order, shaped } from './sql-value.ts'
import { type Row, type Store, type Table, theClock, Wait } from './store.ts'

export interface Output {
  names: string[]
  rows: unknown[][]
  rowCount: number
}
export type Plan = (run: Run) => Output

const none: Output = { names: [], rows: [], rowCount: 0 }

/** Statements of one text, the last of which answers. */
export function planOf(sql: string, store: Store): Plan[] {
  return parse(sql).map(each => planFor(each, store))
}

function planFor(statement: Statement, store: Store): Plan {
  const scope: Scope = { named: [], outer: undefined, slots: { next: 0 } }
  if (statement.is === 'select') return selectPlan(statement, scope, store)
  return statement.is === 'insert' ? insertPlan(statement, scope, store) : updatePlan(statement, scope, store)
}

const subselectOf =
  (store: Store): Subselect =>
  (select, outer) => {
    const scope: Scope = { named: [], outer, slots: outer.slots }
    const plan = selectPlan(select, scope, store)
    const inner = new Set(scope.named.map(({ slot }) => slot))
    const slots = new Set([...plan.slots].filter(slot => !inner.has(slot)))
    return { rows: run => plan(run).rows, type: plan.types[0], slots }
  }

interface SelectPlan extends Plan {
  slots: ReadonlySet<number>
  types: (string | undefined)[]
}

function selectPlan(select: Select, scope: Scope, store: Store): SelectPlan {
  const subselect = subselectOf(store)
  const walk = walkOf(select.from, select.where, select.orderBy, scope, store)
  const { items, names, value, types, slots } = itemsOf(select.items, scope, subselect)
  const keys = select.orderBy.map(({ expr, descending }) => ({ ...compileExpr(expr, scope, subselect), descending }))
  const limit = select.limit && compileExpr(select.limit, scope, subselect)
  const aggregate = select.items.some(({ expr }) => expr.is === 'call' && expr.name === 'max')
  const plan = (run: Run): Output => {
    if (aggregate) return { names, rows: [maxima(walk.frames(run), items, run)], rowCount: 1 }
    let frames = walk.frames(run)
    if (keys.length > 0 && frames.length > 1) frames = sorted(frames, keys, run)
    const most = limit ? Number(limit.value(run)) : Number.POSITIVE_INFINITY
    if (select.lock) frames = locked(frames, walk.tables, { run, skip: select.lock === 'skip', most })
    const rows = frames.slice(0, most).map(frame => value({ ...run, frame }))
    return { names, rows, rowCount: rows.length }
  }
  return Object.assign(plan, {
    types,
    slots: new Set([...slots, ...walk.slots, ...keys.flatMap(key => [...key.slots])]),
  })
}

function maxima(frames: Row[][], items: Compiled[], run: Run): unknown[] {
  return items.map(item =>
    frames.reduce<unknown>((most, frame) => {
      const each = item.value({ ...run, frame })
      return most == null || (order(each, most) ?? -1) > 0 ? each : most
    }, null),
  )
}

function sorted(frames: Row[][], keys: (Compiled & { descending: boolean })[], run: Run): Row[][] {
  const keyed = frames.map(frame => ({ frame, by: keys.map(key => key.value({ ...run, frame })) }))
  keyed.sort((a, b) => {
    for (const [i, { descending }] of keys.entries()) {
      const way = order(a.by[i], b.by[i]) ?? 0
      if (way !== 0) return descending ? -way : way
    }
    return 0
  })
  return keyed.map(({ frame }) => frame)
}

/** In order, as Postgres does it: what another holds is waited for, or passed over and not counted. */
function locked(
  frames: Row[][],
  tables: { slot: number; table: Table }[],
  { run, skip, most }: { run: Run; skip: boolean; most: number },
): Row[][] {
  const mine: Row[][] = []
  for (const frame of frames) {
    if (mine.length >= most) break
    const holder = tables
      .map(({ slot, table }) => run.store.lock(run.tx, table, table.idOf(frame[slot] as Row)))
      .find(each => each !== 'mine')
    if (holder === undefined) mine.push(frame)
    else if (!skip) throw new Wait(holder as never)
  }
  return mine
}

function itemsOf(items: readonly Item[], scope: Scope, subselect: Subselect) {
  const each = items.map(({ expr }) => {
    const isMax = expr.is === 'call' && expr.name === 'max'
    return compileExpr(isMax ? (expr.args[0] as Expr) : expr, scope, subselect)
  })
  const shown = each.map(({ value, type }): Value => (isInstant(type) ? run => dateOf(value(run)) : value))
  return {
    items: each,
    names: items.map(({ as }) => as),
    value: (run: Run) => shown.map(show => show(run)),
    types: each.map(({ type }) => type),
    slots: new Set(each.flatMap(({ slots }) => [...slots])),
  }
}

const dateOf = (value: unknown) => (value == null ? null : new Date(value as number))

// ── Which rows ─────────────────────────────────────────────────────────────────────────────────

interface Walk {
  frames(run: Run): Row[][]
  tables: { slot: number; table: Table }[]
  slots: ReadonlySet<number>
}

type Rows = (run: Run) => Iterable<Row>

/** Nested loops, in the order in which the sources stand; each condition as early as what it looks at is there. */
function walkOf(
  from: readonly Source[],
  where: Expr | undefined,
  orderBy: Select['orderBy'],
  scope: Scope,
  store: Store,
): Walk {
  const subselect = subselectOf(store)
  const tables: Walk['tables'] = []
  const named: Named[] = []
  const plain: (Rows | undefined)[] = from.map(source => {
    if (source.is === 'table') {
      const table = store.table(source.name)
      const name = nameSource(source, new Map([...table.columns].map(([key, { type }]) => [key, type])), scope)
      tables.push({ slot: name.slot, table })
      named.push(name)
      return undefined
    }
    const rows = rowsOf(source, scope, subselect, store)
    named.push(nameSource(source, rows.columns, scope))
    return rows.rows
  })
  const conditions = conjuncts(where).map(expr => ({ expr, ...compileExpr(expr, scope, subselect) }))
  const bound = new Set<number>()
  const levels = named.map(({ slot, as, columns }, i) => {
    const before = new Set(bound)
    bound.add(slot)
    const later = new Set(named.slice(i + 1).map(each => each.slot))
    const filters = conditions.filter(({ slots }) => slots.has(slot) && ![...slots].some(each => later.has(each)))
    const own = new Set(named.map(each => each.slot).filter(each => !before.has(each)))
    const isKnown = (value: Compiled) => ![...value.slots].some(each => own.has(each))
    const rows =
      plain[i] ??
      found(store.table((from[i] as { name: string }).name), {
        as,
        columns,
        orderBy,
        isKnown,
        conditions: conditions.map(({ expr }) => expr),
        compile: expr => compileExpr(expr, scope, subselect),
      })
    return { slot, rows, filters }
  })
  const always = conditions.filter(({ slots }) => !named.some(({ slot }) => slots.has(slot)))
  const frames = (run: Run): Row[][] => {
    const all: Row[][] = []
    if (!always.every(({ value }) => value(run) === true)) return all
    const into = (level: number, frame: Row[]) => {
      const here = levels[level]
      if (!here) return void all.push(frame)
      for (const row of here.rows({ ...run, frame })) {
        const next = frame.slice()
        next[here.slot] = row
        if (here.filters.every(({ value }) => value({ ...run, frame: next }) === true)) into(level + 1, next)
      }
    }
    into(0, run.frame)
    return all
  }
  return { frames, tables, slots: new Set(conditions.flatMap(({ slots }) => [...slots])) }
}

const conjuncts = (where: Expr | undefined): Expr[] =>
  where === undefined ? [] : where.is === 'and' ? where.parts.flatMap(conjuncts) : [where]

function rowsOf(source: Exclude<Source, { is: 'table' }>, scope: Scope, subselect: Subselect, store: Store) {
  if (source.is === 'select') {
    const inner: Scope = { named: [], outer: scope, slots: scope.slots }
    const plan = selectPlan(source.select, inner, store)
    const names = source.select.items.map(({ as }) => as)
    const columns = new Map(names.map((name, i) => [name, plan.types[i] ?? '']))
    const rows: Rows = run =>
      plan(run).rows.map(row => Object.fromEntries(names.map((name, i) => [name, stored(row[i])])))
    return { columns, rows }
  }
  const given = compileExpr(source.expr, scope, subselect)
  const list = (run: Run) => {
    const value = given.value(run)
    return (typeof value === 'string' ? JSON.parse(value) : value) as unknown[]
  }
  if (source.is === 'elements') {
    const rows: Rows = run => list(run).map(value => ({ value }))
    return { columns: new Map([['value', 'text']]), rows }
  }
  const shape = (row: Row) =>
    Object.fromEntries(source.columns.map(({ name, type }) => [name, shaped(row[name], type)]))
  const rows: Rows = run => (list(run) as Row[]).map(shape)
  return { columns: new Map(source.columns.map(({ name, type }) => [name, type])), rows }
}

const stored = (value: unknown) => (value instanceof Date ? value.getTime() : value)

interface Finding {
  as: string
  columns: ReadonlyMap<string, string>
  orderBy: Select['orderBy']
  conditions: readonly Expr[]
  isKnown: (value: Compiled) => boolean
  compile: (expr: Expr) => Compiled
}

/** By an index where a condition gives its value; what is due by its instant; else all rows. */
function found(table: Table, finding: Finding): Rows {
  const isMine = (expr: Expr, name?: string): expr is Extract<Expr, { is: 'column' }> =>
    expr.is === 'column' &&
    (expr.of === undefined || expr.of === finding.as) &&
    finding.columns.has(expr.name) &&
    (name === undefined || expr.name === name)
  for (const condition of finding.conditions) {
    const wanted = wantedIn(condition, isMine)
    if (!wanted || (wanted.column !== 'id' && !table.indexes.has(wanted.column))) continue
    const values = wanted.values.map(finding.compile)
    if (!values.every(finding.isKnown)) continue
    const listed = (run: Run) =>
      values.flatMap(value => (wanted.isList ? (value.value(run) as unknown[]) : [value.value(run)]))
    const idsOf = (value: unknown): Iterable<string> =>
      wanted.column === 'id' ? [String(value)] : (table.indexes.get(wanted.column)?.get(value) ?? [])
    return run => visible(table, run, new Set(listed(run).flatMap(value => [...idsOf(value)])))
  }
  const bound = finding.conditions.find(
    each => each.is === 'binary' && each.sign === '<=' && isMine(each.left, 'due_at'),
  )
  if (!table.open || bound?.is !== 'binary') return run => visible(table, run, table.rows.keys())
  const until = finding.compile(bound.right)
  const open = table.open
  return run => visible(table, run, dueBy(open, until.value(run) as number))
}

function* dueBy(open: readonly Row[], until: number): Iterable<string> {
  for (const row of open) {
    if ((row.due_at as number) > until) return
    yield String(row.id)
  }
}

type IsMine = (expr: Expr, name?: string) => boolean

function wantedIn(condition: Expr, isMine: IsMine): { column: string; values: Expr[]; isList: boolean } | undefined {
  if (condition.is === 'binary' && condition.sign === '=')
    for (const [left, right] of [
      [condition.left, condition.right],
      [condition.right, condition.left],
    ] as const)
      if (left.is === 'column' && isMine(left)) return { column: left.name, values: [right], isList: false }
  if (condition.is === 'any' && condition.expr.is === 'column' && isMine(condition.expr))
    return { column: condition.expr.name, values: [condition.array], isList: true }
  if (condition.is === 'in' && !condition.not && condition.expr.is === 'column' && isMine(condition.expr)) {
    const { list } = condition
    const column = condition.expr.name
    if (!('is' in list)) return { column, values: list, isList: false }
    return { column, values: [{ is: 'collected', select: list }], isList: true }
  }
  return undefined
}

/** Of these, as this transaction sees them; and all that it has written itself. */
function* visible(table: Table, { tx }: Run, ids: Iterable<string>): Iterable<Row> {
  const own = tx.changed.get(table)
  for (const id of ids) {
    const row = own?.has(id) ? undefined : table.rows.get(id)
    if (row) yield row
  }
  if (own) yield* [...own.values()]
}

// ── What is written ────────────────────────────────────────────────────────────────────────────

function insertPlan(insert: Insert, scope: Scope, store: Store): Plan {
  if (sinks.has(insert.table)) return () => none
  const subselect = subselectOf(store)
  const table = store.table(insert.table)
  const rowsOfValues = (rows: Expr[][]) => {
    const compiledRows = rows.map(row =>
      row.map(expr => (expr.is === 'default' ? undefined : compileExpr(expr, scope, subselect))),
    )
    return (run: Run) => compiledRows.map(row => row.map(value => (value ? value.value(run) : undefined)))
  }
  const selected = 'is' in insert.rows ? selectPlan(insert.rows, scope, store) : undefined
  const given = selected ? (run: Run) => selected(run).rows : rowsOfValues(insert.rows as Expr[][])
  const named = nameSource(
    { is: 'table', name: insert.table, as: insert.table },
    new Map([...table.columns].map(([key, { type }]) => [key, type])),
    { ...scope, named: [] },
  )
  const { names, value } = itemsOf(insert.returning, { ...scope, named: [named] }, subselect)
  return run => {
    const rows = given(run).map(values => newRow(table, insert.columns, values, run))
    // Before anything is written: whoever has to wait tries all of it again.
    const free = rows.map(row => store.isFree(run.tx, table, row))
    const fresh = rows.filter((row, i) => {
      // Once more: a row before may have taken the key.
      if (!free[i] || !store.isFree(run.tx, table, row)) return false
      store.insert(run.tx, table, row)
      return true
    })
    if (fresh.length < rows.length && !insert.doNothing)
      throw Object.assign(new Error(`duplicate key in ${table.name}`), { code: '23505' })
    const out = fresh.map(row => {
      const frame = run.frame.slice()
      frame[named.slot] = row
      return value({ ...run, frame })
    })
    return { names, rows: out, rowCount: fresh.length }
  }
}

function newRow(table: Table, columns: readonly string[], values: readonly unknown[], { now, store }: Run): Row {
  const row: Row = {}
  for (const [name, { unless }] of table.columns) row[name] = unless === theClock ? now : (unless ?? null)
  // Whatever clock the statement has asked.
  row.true_at = store.clock()
  for (const [i, name] of columns.entries())
    if (values[i] !== undefined) row[name] = shaped(values[i], table.columns.get(name)?.type ?? 'text')
  return row
}

function updatePlan(update: Update, scope: Scope, store: Store): Plan {
  const subselect = subselectOf(store)
  const table = store.table(update.table)
  const walk = walkOf(
    [...update.from, { is: 'table', name: update.table, as: update.as }],
    update.where,
    [],
    scope,
    store,
  )
  const slot = walk.tables.at(-1)?.slot ?? 0
  const set = update.set.map(({ column, to }) => ({
    column,
    type: table.columns.get(column)?.type ?? 'text',
    to: compileExpr(to, scope, subselect),
  }))
  const { names, value } = itemsOf(update.returning, scope, subselect)
  return run => {
    const frames = locked(walk.frames(run), [{ slot, table }], { run, skip: false, most: Number.POSITIVE_INFINITY })
    const out = frames.map(frame => {
      const here = { ...run, frame }
      const row: Row = { ...frame[slot] }
      for (const { column, type, to } of set) row[column] = shaped(to.value(here), type)
      store.write(run.tx, table, row)
      const after = frame.slice()
      after[slot] = row
      return value({ ...run, frame: after })
    })
    return { names, rows: out, rowCount: out.length }
  }
}
