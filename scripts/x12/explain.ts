// x12 explain: a file with everything in it named.
import { review } from '../../src/x12/show/check.ts'
import { explainPage } from '../../src/x12/show/explain-page.ts'
import { explainText } from '../../src/x12/show/explain-text.ts'
import { type Command, judging, judgingOptions, oneFile, parse, readInput } from './command.ts'

const usage = 'explain FILE|- [--html] [--guide PARTNER.json] [--charset …]'

export const explain: Command = {
  usage,
  help: `Prints every segment and element with its name and what its codes mean, findings beneath their segment.
--html writes one page that needs nothing else. Exit code 0, or 2 when the file is no X12.`,
  run(args, { stdin, out, paint }) {
    const { values, positionals } = parse(args, { ...judgingOptions, html: { type: 'boolean' } })
    const file = oneFile(positionals, usage)
    const reviewed = review(readInput(file, stdin), judging(values))
    out(values.html ? explainPage(file, reviewed) : explainText(file, reviewed, paint))
    return reviewed.judgments.length === 0 ? 2 : 0
  },
}
