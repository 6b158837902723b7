// x12 guide: an implementation guide to read, or what two of them differ in.
import { guideDifferencesPage, guidePage } from '../../src/x12/show/guide-page.ts'
import { type Command, guideFrom, guideInQuestion, Misuse, oneFile, parse } from './command.ts'

const usage = 'guide SET --html [--release 004010|005010] [--guide PARTNER.json] [--since PARTNER.json]'

export const guide: Command = {
  usage,
  help: `Writes the implementation guide in force as one page of HTML to the standard output: the standard's (004010
without --release), or the one agreed with a partner. --since says in what it differs from another one.`,
  run(args, { out }) {
    const { values, positionals } = parse(args, {
      guide: { type: 'string' },
      release: { type: 'string' },
      since: { type: 'string' },
      html: { type: 'boolean' },
    })
    const inForce = guideInQuestion(oneFile(positionals, usage), values)
    if (!values.html) throw new Misuse('A guide is written as a page: say --html.')
    out(values.since === undefined ? guidePage(inForce) : guideDifferencesPage(guideFrom(values.since), inForce))
    return 0
  },
}
