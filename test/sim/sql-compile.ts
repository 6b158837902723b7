// Turns expressions into functions of a statement's run: names are resolved once, however often the statement is asked.

import type { Expr, Select } from './sql-tree.ts'
import { functions, isInstant, order, shaped, signs } from './sql-value.ts'
import type { Store, Transaction } from './store.ts'
import type { Row, Table } from './table.ts'

/** One run of a statement. */
export interface Run {
  store: Store
  tx: Transaction
  params: readonly unknown[]
  /** The clock as the statement began. */
  now: number
  /** The row that each name stands for at the moment, by slot. */
  frame: Row[]
  /** What selects that look at nothing outside of them came to. */
  kept: Map<object, unknown[]> | undefined
  /** For how many rows this one stands. */
  many: number
}
export type Value = (run: Run) => unknown

export interface Named {
  as: string
  slot: number
  /** Type by column. */
  columns: ReadonlyMap<string, string>
  table?: Table | undefined
}

/** What names mean in a part of a statement; inner ones see the outer. */
export interface Scope {
  named: Named[]
  outer: Scope | undefined
  slots: { next: number }
}

export interface Compiled {
  value: Value
  type: string | undefined
  /** Slots it looks at. */
  slots: ReadonlySet<number>
}

/** A select, ready to be run. */
export interface Selected {
  rows: (run: Run) => unknown[][]
  names: string[]
  types: (string | undefined)[]
  slots: ReadonlySet<number>
}

/** How selects inside of expressions are run; given by `sql-run.ts`, which knows of rows. */
export type Subselect = (select: Select, scope: Scope) => Selected

const compiled = (value: Value, type?: string, ...parts: readonly { slots: ReadonlySet<number> }[]): Compiled => ({
  value,
  type,
  slots: new Set(parts.flatMap(part => [...part.slots])),
})

export function compileExpr(expr: Expr, scope: Scope, subselect: Subselect): Compiled {
  const of = (each: Expr) => compileExpr(each, scope, subselect)
  switch (expr.is) {
    case 'value':
      return compiled(() => expr.value)
    case 'param':
      return compiled(run => run.params[expr.index])
    case 'row':
      return wholeRow(expr.of, scope)
    case 'column':
      return column(expr, scope)
    case 'call':
      return call(expr.name, expr.args.map(of))
    case 'cast': {
      const inner = of(expr.expr)
      return compiled(run => shaped(inner.value(run), expr.type), expr.type, inner)
    }
    case 'case':
      return cases(expr, of)
    case 'exists':
    case 'scalar': {
      const inner = subselect(expr.select, scope)
      if (expr.is === 'exists') return compiled(run => inner.rows(run).length > 0, 'boolean', inner)
      return compiled(run => inner.rows(run)[0]?.[0] ?? null, inner.types[0], inner)
    }
    case 'in': {
      if (!('is' in expr.list)) return within(of(expr.expr), expr.list.map(of), expr.not)
      const [left, inner] = [of(expr.expr), of({ is: 'collected', select: expr.list })]
      const has = (run: Run) => (inner.value(run) as unknown[]).includes(left.value(run))
      return compiled(run => has(run) !== expr.not, 'boolean', left, inner)
    }
    case 'collected': {
      const inner = subselect(expr.select, scope)
      const collect = (run: Run) => inner.rows(run).map(([each]) => each)
      if (inner.slots.size > 0) return compiled(collect, undefined, inner)
      return compiled(run => {
        run.kept ??= new Map()
        const known = run.kept.get(expr.select) ?? collect(run)
        run.kept.set(expr.select, known)
        return known
      })
    }
    case 'any': {
      const [left, array] = [of(expr.expr), of(expr.array)]
      const has = (run: Run) => (array.value(run) as unknown[]).includes(left.value(run))
      return compiled(has, 'boolean', left, array)
    }
    default:
      return logic(expr, of)
  }
}

type Logic = Extract<Expr, { is: 'and' | 'or' | 'not' | 'null' | 'binary' }>

/** Three values: what is unknown stays so, unless the other side decides. */
function logic(expr: Logic, of: (expr: Expr) => Compiled): Compiled {
  if (expr.is === 'not') {
    const inner = of(expr.expr)
    return compiled(run => negation(inner.value(run)), 'boolean', inner)
  }
  if (expr.is === 'null') {
    const inner = of(expr.expr)
    return compiled(run => (inner.value(run) == null) !== expr.not, 'boolean', inner)
  }
  if (expr.is === 'binary') {
    const [left, right] = [of(expr.left), of(expr.right)]
    const sign = signs[expr.sign]
    if (!sign) throw new Error(`${expr.sign} is not known here`)
    const type =
      ['+', '-'].includes(expr.sign) && isInstant(left.type) && !isInstant(right.type) ? left.type : undefined
    return compiled(run => sign(left.value(run), right.value(run)), type, left, right)
  }
  const parts = expr.parts.map(of)
  const decides = expr.is === 'or'
  const value = (run: Run) => {
    let unknown = false
    for (const part of parts) {
      const each = part.value(run)
      if (each === decides) return decides
      if (each == null) unknown = true
    }
    return unknown ? null : !decides
  }
  return compiled(value, 'boolean', ...parts)
}

const negation = (value: unknown) => (value == null ? null : !value)

function column({ of, name }: Extract<Expr, { is: 'column' }>, scope: Scope): Compiled {
  for (let here: Scope | undefined = scope; here; here = here.outer)
    for (const { as, slot, columns } of here.named) {
      if (of !== undefined ? as !== of : !columns.has(name)) continue
      const type = columns.get(name)
      if (!columns.has(name)) throw new Error(`${as} has no column ${name}`)
      return { value: run => (run.frame[slot] as Row)[name], type, slots: new Set([slot]) }
    }
  throw new Error(`no column ${of ? `${of}.` : ''}${name}`)
}

/** As the product knows it: by its own names, instants as dates. */
function wholeRow(of: string, scope: Scope): Compiled {
  const { slot, table } = scope.named.find(({ as }) => as === of) ?? {}
  if (slot === undefined || !table) throw new Error(`${of} is no table here`)
  return { value: run => table.shown(run.frame[slot] as Row), type: undefined, slots: new Set([slot]) }
}

function call(name: string, args: Compiled[]): Compiled {
  if (name === 'now') return compiled(run => run.now, 'timestamptz')
  if (name === 'count') return compiled(run => run.many)
  const [locked] = args
  if (locked && /^pg_advisory_xact_lock(_shared)?$/.test(name))
    return compiled(
      run => run.store.hold(run.tx, String(locked.value(run)), name.endsWith('_shared')),
      undefined,
      ...args,
    )
  const act = functions[name]
  if (!act) throw new Error(`the function ${name} is not known here`)
  const type = name === 'coalesce' ? args[0]?.type : undefined
  return compiled(run => act(...args.map(each => each.value(run))), type, ...args)
}

function cases(expr: Extract<Expr, { is: 'case' }>, of: (expr: Expr) => Compiled): Compiled {
  const subject = expr.of && of(expr.of)
  const when = expr.when.map(each => ({ if: of(each.if), is: of(each.is) }))
  const otherwise = expr.else && of(expr.else)
  const holds = (run: Run, condition: Compiled) =>
    subject ? order(subject.value(run), condition.value(run)) === 0 : condition.value(run) === true
  const value = (run: Run) => {
    const chosen = when.find(each => holds(run, each.if))?.is ?? otherwise
    return chosen ? chosen.value(run) : null
  }
  const parts = [subject, otherwise, ...when.flatMap(each => [each.if, each.is])]
  return compiled(value, when[0]?.is.type, ...parts.filter(part => part !== undefined))
}

function within(left: Compiled, list: Compiled[], not: boolean): Compiled {
  const has = (run: Run) => {
    const value = left.value(run)
    return list.some(each => order(each.value(run), value) === 0)
  }
  return compiled(run => has(run) !== not, 'boolean', left, ...list)
}

/** Gives each source its slot. */
export function nameSource(source: Omit<Named, 'slot'>, scope: Scope): Named {
  const named = { ...source, slot: scope.slots.next++ }
  scope.named.push(named)
  return named
}
