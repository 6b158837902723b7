// Runs statements on the store: what is shown, which rows are locked, what is written.
import {
  type Compiled,
  compileExpr,
  nameSource,
  type Run,
  type Scope,
  type Selected,
  type Subselect,
  type Value,
} from './sql-compile.ts'
import { exprReader } from './sql-expr.ts'
import { parse, Reader } from './sql-parse.ts'
import type { Expr, Insert, Item, Select, Statement, Update } from './sql-tree.ts'
import { sinks } from './sql-tree.ts'
import { isInstant, order, shaped } from './sql-value.ts'
import { type Walk, walkOf } from './sql-walk.ts'
import { type Store, Wait } from './store.ts'
import type { Row, Table } from './table.ts'

export interface Output {
  names: string[]
  rows: unknown[][]
  rowCount: number
}
export type Plan = (run: Run) => Output
export type TableOf = (name: string) => Table

const none: Output = { names: [], rows: [], rowCount: 0 }

/** Statements of one text, the last of which answers. */
export function planOf(sql: string, store: Store): Plan[] {
  return parse(sql).map(each => planFor(each, name => store.table(name)))
}

function planFor(statement: Statement, tableOf: TableOf): Plan {
  const scope: Scope = { named: [], outer: undefined, slots: { next: 0 } }
  if (statement.is === 'select') {
    const { names, rows } = selected(statement, scope, tableOf)
    return run => {
      const found = rows(run)
      return { names, rows: found, rowCount: found.length }
    }
  }
  return statement.is === 'insert' ? insertPlan(statement, scope, tableOf) : updatePlan(statement, scope, tableOf)
}

/** An expression on a row of a table by itself. */
export function conditionOn(name: string, text: string, store: Store): (row: Row) => unknown {
  const scope: Scope = { named: [], outer: undefined, slots: { next: 0 } }
  const table = store.table(name)
  nameSource({ as: name, columns: table.types, table }, scope)
  const { value } = compileExpr(
    exprReader(new Reader(text)),
    scope,
    subselectIn(each => store.table(each)),
  )
  const run = { store, tx: store.begin(), params: [], now: 0, frame: [] as Row[], kept: undefined, many: 1 }
  return row => {
    run.frame[0] = row
    return value(run)
  }
}

// ── What is shown ──────────────────────────────────────────────────────────────────────────────

const subselectIn =
  (tableOf: TableOf): Subselect =>
  (select, outer) => {
    const scope: Scope = { named: [], outer, slots: outer.slots }
    const plan = selected(select, scope, tableOf)
    const inner = new Set(scope.named.map(({ slot }) => slot))
    return { ...plan, slots: new Set([...plan.slots].filter(slot => !inner.has(slot))) }
  }

function selected(select: Select, scope: Scope, tableOf: TableOf): Selected {
  const subselect = subselectIn(tableOf)
  const walk = walkOf({ ...select, scope, tableOf, subselect })
  const shown = itemsOf(select.items, scope, subselect)
  const groups = select.groupBy.map(expr => compileExpr(expr, scope, subselect))
  const keys = select.orderBy.map(({ expr, descending }) => ({ ...compileExpr(expr, scope, subselect), descending }))
  const limit = select.limit && compileExpr(select.limit, scope, subselect).value
  const isMax = select.items.some(({ expr }) => expr.is === 'call' && expr.name === 'max')
  const { lock } = select
  const rows = (run: Run): unknown[][] => {
    const most = limit ? Number(limit(run)) : Number.POSITIVE_INFINITY
    const found: unknown[][] = []
    if (isMax) return [shown.maxima(run, visit => walk.each(run, visit))]
    if (groups.length > 0) return grouped(run, { walk, groups, keys, values: shown.values })
    if (keys.length === 0 && !lock) {
      walk.each(run, () => found.push(shown.values(run)) >= most)
      return found
    }
    const frames = framesOf(run, visit => walk.each(run, visit))
    const inOrder = keys.length > 0 && frames.length > 1 ? sorted(frames, keys, run) : frames
    const mine = lock ? locked(inOrder, walk.tables, { run, skip: lock === 'skip', most }) : inOrder.slice(0, most)
    return mine.map(frame => within(run, frame, () => shown.values(run)))
  }
  const slots = new Set([...shown.slots, ...walk.slots, ...[...keys, ...groups].flatMap(key => [...key.slots])])
  return { rows, names: shown.names, types: shown.types, slots }
}

interface Grouping {
  walk: Walk
  groups: readonly Compiled[]
  keys: (Compiled & { descending: boolean })[]
  values: (run: Run) => unknown[]
}

/** Of each group its first row stands for all. */
function grouped(run: Run, { walk, groups, keys, values }: Grouping): unknown[][] {
  const found = new Map<string, { frame: Row[]; many: number }>()
  walk.each(run, () => {
    const key = JSON.stringify(groups.map(({ value }) => value(run)))
    const group = found.get(key) ?? { frame: run.frame.slice(), many: 0 }
    found.set(key, group)
    group.many++
    return false
  })
  const many = new Map([...found.values()].map(group => [group.frame, group.many]))
  return sorted([...many.keys()], keys, run).map(frame => within({ ...run, many: many.get(frame) ?? 1 }, frame, values))
}

/** Copies of what the walk comes by. */
function framesOf(run: Run, walk: (visit: () => boolean) => void): Row[][] {
  const frames: Row[][] = []
  walk(() => {
    frames.push(run.frame.slice())
    return false
  })
  return frames
}

function within<T>(run: Run, frame: Row[], act: (run: Run) => T): T {
  const before = run.frame
  run.frame = frame
  const result = act(run)
  run.frame = before
  return result
}

function sorted(frames: Row[][], keys: (Compiled & { descending: boolean })[], run: Run): Row[][] {
  const keyed = frames.map(frame => ({
    frame,
    by: within(run, frame, () => keys.map(key => key.value(run))),
  }))
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
    let holder: ReturnType<Store['lock']> = 'mine'
    for (const { slot, table } of tables)
      if (holder === 'mine') holder = run.store.lock(run.tx, table, table.idOf(frame[slot] as Row))
    if (holder === 'mine') mine.push(frame)
    else if (!skip) throw new Wait(holder)
  }
  return mine
}

function itemsOf(items: readonly Item[], scope: Scope, subselect: Subselect) {
  const each = items.map(({ expr }) => {
    const isMax = expr.is === 'call' && expr.name === 'max'
    return compileExpr(isMax ? (expr.args[0] as Expr) : expr, scope, subselect)
  })
  const shown = each.map(({ value, type }): Value => (isInstant(type) ? run => dateOf(value(run)) : value))
  const values = (run: Run): unknown[] => {
    const row: unknown[] = []
    for (const show of shown) row.push(show(run))
    return row
  }
  const maxima = (run: Run, walk: (visit: () => boolean) => void) => {
    let most: unknown[] = each.map(() => null)
    walk(() => {
      most = values(run).map((value, i) => (most[i] == null || (order(value, most[i]) ?? -1) > 0 ? value : most[i]))
      return false
    })
    return most
  }
  return {
    ...{ values, maxima, names: items.map(({ as }) => as), types: each.map(({ type }) => type) },
    slots: new Set(each.flatMap(({ slots }) => [...slots])),
  }
}

const dateOf = (value: unknown) => (value == null ? null : new Date(value as number))

// ── What is written ────────────────────────────────────────────────────────────────────────────

function insertPlan(insert: Insert, scope: Scope, tableOf: TableOf): Plan {
  if (sinks.has(insert.table)) return () => none
  const subselect = subselectIn(tableOf)
  const table = tableOf(insert.table)
  const freshRows = rowsGiven(insert, table, scope, tableOf)
  const named = nameSource({ as: insert.table, columns: table.types, table }, { ...scope, named: [] })
  const { names, values } = itemsOf(insert.returning, { ...scope, named: [named] }, subselect)
  return run => {
    const rows = freshRows(run)
    // Before anything is written: whoever has to wait tries all of it again.
    const free = rows.map(row => run.store.isFree(run.tx, table, row))
    const fresh = rows.filter((row, i) => {
      // Once more: a row before may have taken the key.
      if (!free[i] || !run.store.isFree(run.tx, table, row)) return false
      run.store.insert(run.tx, table, row)
      return true
    })
    if (fresh.length < rows.length && !insert.doNothing)
      throw Object.assign(new Error(`duplicate key in ${table.name}`), { code: '23505' })
    const out = fresh.map(row => {
      run.frame[named.slot] = row
      return values(run)
    })
    return { names, rows: out, rowCount: fresh.length }
  }
}

/** As drizzle gives them, by the names of the product; or out of a select. */
function rowsGiven({ rows, columns }: Insert, table: Table, scope: Scope, tableOf: TableOf): (run: Run) => Row[] {
  if (rows.is !== 'select') {
    const given = compileExpr(rows, scope, subselectIn(tableOf)).value
    return run => (given(run) as Record<string, unknown>[]).map(row => table.rowOf(row, run.now, run.store.clock()))
  }
  const select = selected(rows, scope, tableOf)
  const types = columns.map(name => table.types.get(name) ?? 'text')
  return run =>
    select.rows(run).map(values => {
      const row = table.rowOf({}, run.now, run.store.clock())
      for (const [i, name] of columns.entries()) row[name] = shaped(values[i], types[i] ?? 'text')
      return row
    })
}

function updatePlan(update: Update, scope: Scope, tableOf: TableOf): Plan {
  const subselect = subselectIn(tableOf)
  const table = tableOf(update.table)
  const from = [...update.from, { is: 'table' as const, name: update.table, as: update.as }]
  const walk = walkOf({ from, where: update.where, scope, tableOf, subselect })
  const slot = walk.tables.at(-1)?.slot ?? 0
  const set = update.set.map(({ column, to }) => ({
    column,
    type: table.types.get(column) ?? 'text',
    to: compileExpr(to, scope, subselect).value,
  }))
  const { names, values } = itemsOf(update.returning, scope, subselect)
  const change = (run: Run): unknown[] => {
    const row: Row = { ...run.frame[slot] }
    for (const { column, type, to } of set) row[column] = shaped(to(run), type)
    run.store.write(run.tx, table, row)
    run.frame[slot] = row
    return values(run)
  }
  return run => {
    const frames = framesOf(run, visit => walk.each(run, visit))
    const mine = locked(frames, [{ slot, table }], { run, skip: false, most: Number.POSITIVE_INFINITY })
    const rows = mine.map(frame => within(run, frame, () => change(run)))
    return { names, rows, rowCount: rows.length }
  }
}
