// x12 diff: do two files mean the same.

import { readInterchanges } from '../../src/x12/read/read.ts'
import { type Difference, diffReadings } from '../../src/x12/show/diff.ts'
import { type Paint, safe } from '../../src/x12/show/paint.ts'
import { type Command, Misuse, parse, readInput } from './command.ts'

const usage = 'diff A B [--json]'

export const diff: Command = {
  usage,
  help: `Compares two files by meaning: segments within their loops, numbers as numbers. Separators, line ends, control
numbers, counts, and dates and times of the envelope are ignored. Exit code 0: the same; 1: different; 2: no X12.`,
  run(args, { stdin, out, say, paint }) {
    const { values, positionals } = parse(args, { json: { type: 'boolean' } })
    const [a, b, ...more] = positionals
    if (a === undefined || b === undefined || more.length > 0) throw new Misuse(`Two files are wanted: x12 ${usage}`)
    if (a === '-' && b === '-') throw new Misuse('The standard input can be read only once.')
    const [before, after] = [a, b].map(file => readInterchanges(readInput(file, stdin)))
    if (!before?.interchanges.length || !after?.interchanges.length) {
      say(`${before?.interchanges.length ? b : a} is no X12.`)
      return 2
    }
    const differences = diffReadings(before, after)
    const same = differences.length === 0
    if (values.json) out(`${JSON.stringify({ a, b, same, differences })}\n`)
    else out(same ? 'Both mean the same.\n' : differences.map(one => `${line(one, paint)}\n`).join(''))
    return same ? 0 : 1
  },
}

function line({ kind, document, loop, what, name, before, after }: Difference, paint: Paint): string {
  const where = paint('dim', safe([document, loop].filter(Boolean).join(', ')))
  const named = safe(name ? `${what} (${name})` : what)
  const shown = (value: string | null) => (value === null ? 'nothing' : `"${safe(value)}"`)
  if (kind === 'removed') return `${where}: ${paint('red', `- ${named}`)}: ${shown(before)}`
  if (kind === 'added') return `${where}: ${paint('green', `+ ${named}`)}: ${shown(after)}`
  return `${where}: ${named} was ${paint('red', shown(before))}, is ${paint('green', shown(after))}`
}
