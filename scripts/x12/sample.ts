// x12 sample: a valid document, as a guide wants it.
import { sampleOf } from '../../src/x12/write/sample.ts'
import { type Command, guideInQuestion, oneFile, parse } from './command.ts'

const usage = 'sample SET [--release 004010|005010] [--guide PARTNER.json]'

export const sample: Command = {
  usage,
  help: `Writes a valid document of that kind, like 850, to the standard output: by the standard's guide (004010 without
--release), or by the guide agreed with a partner. The same call always gives the same bytes.`,
  run(args, { out }) {
    const { values, positionals } = parse(args, { guide: { type: 'string' }, release: { type: 'string' } })
    out(sampleOf(guideInQuestion(oneFile(positionals, usage), values)))
    return 0
  },
}
