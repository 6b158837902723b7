// Reads SQL into a tree: the part that the clocks' engine speaks, and an error for whatever is beyond it.
import { exprReader } from './sql-expr.ts'
import {
  type Expr,
  type Insert,
  type Item,
  type Script,
  type Select,
  type Source,
  type Statement,
  sinks,
  type Update,
} from './sql-tree.ts'
import { type Word, wordsOf } from './sql-words.ts'

/** Steps through the words. */
export class Reader {
  readonly #words: Word[]
  #at = 0
  constructor(sql: string) {
    this.#words = wordsOf(sql)
  }
  get word(): Word {
    return this.#words[this.#at] ?? { kind: 'end', text: '' }
  }
  next(): Word {
    const { word } = this
    this.#at++
    return word
  }
  /** Whether these words come next, as keywords or signs. */
  sees(...texts: string[]): boolean {
    return texts.every((text, i) => {
      const word = this.#words[this.#at + i]
      return word?.text === text && (word.kind === 'name' || word.kind === 'sign')
    })
  }
  took(...texts: string[]): boolean {
    if (!this.sees(...texts)) return false
    this.#at += texts.length
    return true
  }
  must(...texts: string[]): void {
    if (!this.took(...texts)) throw new Error(`expected "${texts.join(' ')}", not "${this.rest()}"`)
  }
  rest(): string {
    return this.#words
      .slice(this.#at, this.#at + 8)
      .map(({ text }) => text)
      .join(' ')
  }
  list<T>(read: () => T): T[] {
    const all = [read()]
    while (this.took(',')) all.push(read())
    return all
  }
  /** Up to the bracket that closes what is open. */
  skip(): void {
    for (let depth = 0; this.word.kind !== 'end'; this.#at++) {
      if (this.sees('(')) depth++
      if (this.sees(')') && --depth < 0) return
    }
  }
}

export function parse(sql: string): Script {
  const reader = new Reader(sql)
  const script: Script = []
  if (reader.took('with'))
    do {
      reader.next()
      reader.must('as', '(')
      script.push(statement(reader))
      reader.must(')')
    } while (reader.took(','))
  script.push(statement(reader))
  if (reader.word.kind !== 'end') throw new Error(`more than expected: ${reader.rest()}`)
  return script
}

function statement(reader: Reader): Statement {
  if (reader.sees('select')) return select(reader)
  if (reader.took('insert', 'into')) return insert(reader)
  reader.must('update')
  return update(reader)
}

export function select(reader: Reader): Select {
  reader.must('select')
  const bare = ['from', 'where', ')'].some(text => reader.sees(text))
  const items = bare ? [] : reader.list(() => item(reader))
  const { from, where } = reader.took('from') ? sources(reader) : { from: [], where: [] }
  if (reader.took('where')) where.push(exprReader(reader))
  const groupBy = reader.took('group', 'by') ? reader.list(() => exprReader(reader)) : []
  const orderBy = reader.took('order', 'by')
    ? reader.list(() => {
        const expr = exprReader(reader)
        const descending = reader.took('desc')
        if (!descending) reader.took('asc')
        return { expr, descending }
      })
    : []
  const limit = reader.took('limit') ? exprReader(reader) : undefined
  const lock = reader.took('for', 'update') ? (reader.took('skip', 'locked') ? 'skip' : 'wait') : undefined
  return { is: 'select', items, from, where: all(where), groupBy, orderBy, limit, lock }
}

const all = (parts: Expr[]): Expr | undefined => (parts.length > 0 ? { is: 'and', parts } : undefined)

function item(reader: Reader): Item {
  const expr = exprReader(reader)
  const named = reader.took('as') ? reader.next().text : undefined
  return { expr, as: named ?? (expr.is === 'column' ? expr.name : expr.is === 'call' ? expr.name : '?') }
}

/** Inner joins are read as conditions. */
function sources(reader: Reader): { from: Source[]; where: Expr[] } {
  const from = [source(reader)]
  const where: Expr[] = []
  for (;;) {
    if (reader.took(',')) from.push(source(reader))
    else if (reader.took('cross', 'join')) {
      reader.took('lateral')
      from.push(source(reader))
    } else if (reader.took('left', 'join')) {
      const joined = source(reader)
      reader.must('on')
      from.push({ ...joined, optional: exprReader(reader) })
    } else if (reader.took('inner', 'join') || reader.took('join')) {
      from.push(source(reader))
      reader.must('on')
      where.push(exprReader(reader))
    } else return { from, where }
  }
}

const afterSource = [
  ...['where', 'group', 'order', 'limit', 'for', 'cross', 'inner', 'left', 'join', 'on', 'set', 'returning', 'from'],
]

function source(reader: Reader): Source {
  if (reader.took('(')) {
    const inner = select(reader)
    reader.must(')')
    reader.took('as')
    return { is: 'select', select: inner, as: reader.next().text }
  }
  const name = reader.next().text
  if (reader.took('(')) return called(reader, name)
  return { is: 'table', name, as: alias(reader) ?? name }
}

function alias(reader: Reader): string | undefined {
  if (reader.took('as')) return reader.next().text
  if (reader.word.kind === 'own') return reader.next().text
  if (reader.word.kind !== 'name' || afterSource.includes(reader.word.text)) return undefined
  return reader.next().text
}

function called(reader: Reader, name: string): Source {
  const expr = exprReader(reader)
  reader.must(')')
  if (name === 'jsonb_array_elements_text') return { is: 'elements', expr, as: alias(reader) ?? 'value' }
  if (!/^jsonb?_to_recordset$/.test(name)) throw new Error(`${name} is not known here`)
  reader.must('as')
  const as = reader.next().text
  reader.must('(')
  const columns = reader.list(() => {
    const column = reader.next().text
    return { name: column, type: typeName(reader) }
  })
  reader.must(')')
  return { is: 'records', expr, as, columns }
}

export function typeName(reader: Reader): string {
  const name = reader.next().text
  if (name === 'double') reader.must('precision')
  if (name === 'timestamp' && reader.took('with', 'time', 'zone')) return 'timestamptz'
  if (reader.took('[')) {
    reader.must(']')
    return `${name}[]`
  }
  return name
}

function insert(reader: Reader): Insert {
  const table = reader.next().text
  if (sinks.has(table)) {
    reader.skip()
    return { is: 'insert', table, columns: [], rows: { is: 'value', value: [] }, doNothing: true, returning: [] }
  }
  const isGiven = reader.took('rows')
  const columns = isGiven ? [] : bracketed(reader, () => reader.next().text)
  const rows = isGiven ? exprReader(reader) : select(reader)
  const doNothing = reader.took('on', 'conflict', 'do', 'nothing')
  return { is: 'insert', table, columns, rows, doNothing, returning: returning(reader) }
}

function bracketed<T>(reader: Reader, read: () => T): T[] {
  reader.must('(')
  const list = reader.list(read)
  reader.must(')')
  return list
}

function update(reader: Reader): Update {
  const table = reader.next().text
  const as = alias(reader) ?? table
  reader.must('set')
  const set = reader.list(() => {
    const column = reader.next().text
    reader.must('=')
    return { column, to: exprReader(reader) }
  })
  const { from, where } = reader.took('from') ? sources(reader) : { from: [], where: [] }
  if (reader.took('where')) where.push(exprReader(reader))
  return { is: 'update', table, as, set, from, where: all(where), returning: returning(reader) }
}

const returning = (reader: Reader): Item[] => (reader.took('returning') ? reader.list(() => item(reader)) : [])
