// Cuts SQL into words: names, strings, numbers, parameters, signs. Comments and the quotes of names are gone.

export interface Word {
  /** A name that was quoted is no keyword, and `own` says so. */
  kind: 'name' | 'own' | 'text' | 'number' | 'param' | 'sign' | 'end'
  /** Names in lower case unless they were quoted. */
  text: string
}

const shapes: readonly [Word['kind'] | 'blank', RegExp][] = [
  ['blank', /(?:\s+|--[^\n]*)+/y],
  ['param', /\$(\d+)/y],
  ['own', /"([^"]+)"/y],
  ['name', /[a-zA-Z_][a-zA-Z0-9_]*/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['text', /'((?:[^']|'')*)'/y],
  ['sign', /::|<>|!=|<=|>=|=>|->>|->|\|\||[-+*/(),.;=<>[\]]/y],
]

export function wordsOf(sql: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < sql.length) {
    const before = at
    for (const [kind, shape] of shapes) {
      shape.lastIndex = at
      const found = shape.exec(sql)
      if (!found) continue
      at = shape.lastIndex
      if (kind !== 'blank') words.push({ kind, text: textOf(kind, found) })
      break
    }
    if (at === before) throw new Error(`cannot read SQL at: ${sql.slice(at, at + 40)}`)
  }
  words.push({ kind: 'end', text: '' })
  return words
}

function textOf(kind: Word['kind'], found: RegExpExecArray): string {
  const inner = found[1] ?? found[0]
  if (kind === 'text') return inner.replaceAll("''", "'")
  return kind === 'name' ? inner.toLowerCase() : inner
}
