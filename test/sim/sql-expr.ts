// Reads the expressions of SQL, from `or` down to a single value.
import { type Reader, select, typeName } from './sql-parse.ts'
import type { Expr } from './sql-tree.ts'

const comparisons = ['=', '<>', '!=', '<=', '>=', '<', '>']

export function exprReader(reader: Reader): Expr {
  return joined(reader, 'or', () => joined(reader, 'and', () => negated(reader)))
}

function joined(reader: Reader, is: 'and' | 'or', part: () => Expr): Expr {
  const parts = [part()]
  while (reader.took(is)) parts.push(part())
  return parts.length === 1 ? (parts[0] as Expr) : { is, parts }
}

function negated(reader: Reader): Expr {
  if (reader.sees('not') && !reader.sees('not', 'in')) {
    reader.next()
    return { is: 'not', expr: negated(reader) }
  }
  return compared(reader)
}

function compared(reader: Reader): Expr {
  const left = sum(reader)
  if (reader.took('is', 'not', 'distinct', 'from')) return { is: 'binary', sign: 'same', left, right: sum(reader) }
  if (reader.took('is', 'distinct', 'from'))
    return { is: 'not', expr: { is: 'binary', sign: 'same', left, right: sum(reader) } }
  if (reader.took('is', 'not', 'null')) return { is: 'null', expr: left, not: true }
  if (reader.took('is', 'null')) return { is: 'null', expr: left, not: false }
  if (reader.took('between')) {
    const from = sum(reader)
    reader.must('and')
    const to = sum(reader)
    const parts: Expr[] = [
      { is: 'binary', sign: '>=', left, right: from },
      { is: 'binary', sign: '<=', left, right: to },
    ]
    return { is: 'and', parts }
  }
  const not = reader.took('not', 'in')
  if (not || reader.took('in')) return inList(reader, left, not)
  const sign = comparisons.find(each => reader.sees(each))
  if (!sign) return left
  reader.next()
  if (reader.took('any', '(')) {
    const array = exprReader(reader)
    reader.must(')')
    return { is: 'any', expr: left, array }
  }
  return { is: 'binary', sign: sign === '!=' ? '<>' : sign, left, right: sum(reader) }
}

function inList(reader: Reader, expr: Expr, not: boolean): Expr {
  reader.must('(')
  if (reader.took('list')) {
    const listed: Expr = { is: 'any', expr, array: exprReader(reader) }
    reader.must(')')
    return not ? { is: 'not', expr: listed } : listed
  }
  const list = reader.sees('select') ? select(reader) : reader.list(() => exprReader(reader))
  reader.must(')')
  return { is: 'in', expr, list, not }
}

function sum(reader: Reader): Expr {
  let left = product(reader)
  for (;;) {
    const sign = ['+', '->>', '-', '||'].find(each => reader.took(each))
    if (!sign) return left
    left = { is: 'binary', sign, left, right: product(reader) }
  }
}

function product(reader: Reader): Expr {
  let left = cast(reader)
  for (;;) {
    const sign = ['*', '/'].find(each => reader.took(each))
    if (!sign) return left
    left = { is: 'binary', sign, left, right: cast(reader) }
  }
}

function cast(reader: Reader): Expr {
  let expr = single(reader)
  while (reader.took('::')) expr = { is: 'cast', expr, type: typeName(reader) }
  return expr
}

const literals: Record<string, unknown> = { true: true, false: false, null: null }

function single(reader: Reader): Expr {
  if (reader.took('(')) return bracketed(reader)
  if (reader.took('case')) return cases(reader)
  if (reader.took('exists', '(')) {
    const inner = select(reader)
    reader.must(')')
    return { is: 'exists', select: inner }
  }
  const { kind, text } = reader.next()
  if (kind === 'param') return { is: 'param', index: Number(text) - 1 }
  if (kind === 'text') return { is: 'value', value: text }
  if (kind === 'number') return { is: 'value', value: Number(text) }
  if (kind === 'own') return named(reader, text)
  if (kind !== 'name') throw new Error(`not an expression: ${text} ${reader.rest()}`)
  if (text in literals) return { is: 'value', value: literals[text] }
  if (text === 'interval') return { is: 'value', value: intervalMs(reader.next().text) }
  return named(reader, text)
}

function bracketed(reader: Reader): Expr {
  if (!reader.sees('select')) {
    const expr = exprReader(reader)
    reader.must(')')
    return expr
  }
  const inner = select(reader)
  reader.must(')')
  return { is: 'scalar', select: inner }
}

function named(reader: Reader, first: string): Expr {
  let [of, name]: [string | undefined, string] = [undefined, first]
  if (reader.took('.')) [of, name] = [first, reader.next().text]
  if (of !== undefined && name === '*') return { is: 'row', of }
  if (!reader.took('(')) return { is: 'column', of, name }
  if (name === 'extract') reader.must('epoch', 'from')
  if (name === 'count') reader.must('*')
  const args = reader.sees(')') ? [] : reader.list(() => argument(reader))
  reader.must(')')
  return { is: 'call', name, args }
}

/** `secs => 5`: every function here has one argument that is named, if any. */
function argument(reader: Reader): Expr {
  if (reader.sees('secs', '=>')) {
    reader.next()
    reader.next()
  }
  return exprReader(reader)
}

function cases(reader: Reader): Expr {
  const of = reader.sees('when') ? undefined : exprReader(reader)
  const when: { if: Expr; is: Expr }[] = []
  while (reader.took('when')) {
    const condition = exprReader(reader)
    reader.must('then')
    when.push({ if: condition, is: exprReader(reader) })
  }
  const otherwise = reader.took('else') ? exprReader(reader) : undefined
  reader.must('end')
  return { is: 'case', of, when, else: otherwise }
}

const unitMs: Record<string, number> = { ms: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function intervalMs(text: string): number {
  const [, many, unit = ''] = /^(\d+) (\w+?)s?$/.exec(text) ?? []
  const ms = unitMs[unit] ?? unitMs[`${unit}s`]
  if (ms === undefined) throw new Error(`interval '${text}' is not known here`)
  return Number(many) * ms
}
