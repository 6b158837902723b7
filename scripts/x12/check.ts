// x12 check: is it accepted, and what is wrong with it.
import { type Checked, checkedOf, exitCodeOf, review } from '../../src/x12/show/check.ts'
import { checkText } from '../../src/x12/show/check-text.ts'
import { type Command, judging, judgingOptions, Misuse, parse, readInput } from './command.ts'

const usage = 'check FILE…|- [--json] [--guide PARTNER.json] [--charset basic|extended|latin-1|utf-8]'

export const check: Command = {
  usage,
  help: `Says of every file what would be accepted, and what is wrong, where, and who has to do what about it.
Exit code 0: everything is accepted; 1: something is rejected; 2: one of the files is no X12.
--json prints one object a line, in the order of the files.`,
  run(args, { stdin, out, say, paint }) {
    const { values, positionals } = parse(args, { ...judgingOptions, json: { type: 'boolean' } })
    if (positionals.length === 0)
      throw new Misuse(`At least one file is wanted, or - for the standard input: x12 ${usage}`)
    if (positionals.filter(one => one === '-').length > 1) throw new Misuse('The standard input can be read only once.')
    const options = judging(values)
    // All are opened before the first is judged: a name misspelt is told before anything is printed.
    const files = positionals.map(file => ({ file, bytes: readInput(file, stdin) }))
    const outcomes: Checked[] = []
    for (const { file, bytes } of files) {
      const reviewed = review(bytes, options)
      const checked = checkedOf(file, reviewed)
      outcomes.push({ ...checked, findings: checked.findings.filter(one => one.severity === 'error') })
      out(values.json ? `${JSON.stringify(checked)}\n` : checkText(file, reviewed, paint))
    }
    for (const twice of repeated(outcomes)) say(twice)
    return exitCodeOf(outcomes)
  },
}

/** Which numbers came before only the gateway knows; of those that stand side by side here a warning is due. */
function repeated(outcomes: readonly Checked[]): string[] {
  const seen = new Set<string>()
  const told = new Set<string>()
  for (const { sender, receiver, control, usage } of outcomes.flatMap(one => one.interchanges)) {
    const key = JSON.stringify([sender, receiver, control, usage])
    if (seen.has(key))
      told.add(
        `The control number ${control} from ${sender} stands twice in this input: the second is held unless it is the same byte for byte.`,
      )
    seen.add(key)
  }
  return [...told]
}
