// x12 ack: the interchanges that answer a file.
import { answerInput } from '../../src/x12/answer/answer.ts'
import { review } from '../../src/x12/show/check.ts'
import { type Command, judging, judgingOptions, Misuse, oneFile, parse, readInput } from './command.ts'

const usage = 'ack FILE|- [--999] [--control N] [--at YYYY-MM-DDTHH:MM] [--guide PARTNER.json] [--charset …]'

export const ack: Command = {
  usage,
  help: `Writes the TA1 (where one is wanted or due) and the 997 of every group to the standard output;
--999 answers groups from 005010 on with a 999.
--control N is the first control number (1 without it), --at the date and time written (now, UTC, without it):
with both, the same file always gives the same bytes. Exit code 0, 1 when something could not be answered, 2: no X12.`,
  run(args, { stdin, out, say, now }) {
    const { values, positionals } = parse(args, {
      ...judgingOptions,
      control: { type: 'string' },
      at: { type: 'string' },
      '999': { type: 'boolean' },
    })
    const file = oneFile(positionals, usage)
    const moment = momentOf(values.at ?? now().toISOString().slice(0, 16))
    const options = {
      control: controlOf(values.control),
      ...moment,
      as: values['999'] ? ('999' as const) : ('997' as const),
    }
    const reviewed = review(readInput(file, stdin), judging(values))
    if (reviewed.judgments.length === 0) {
      say(`${file} is no X12: there is nobody to answer.`)
      return 2
    }
    const { written, unanswered } = answerInput(reviewed, options)
    for (const bytes of written) out(bytes)
    for (const why of unanswered) say(why)
    if (written.length === 0 && unanswered.length === 0) say('There is nothing to answer.')
    return unanswered.some(why => why.includes('cannot be answered')) ? 1 : 0
  },
}

function controlOf(text = '1'): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Misuse(`--control ${text}: it is a number from 1 to 999999999.`)
  return Number(text)
}

function momentOf(text: string): { date: string; time: string } {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text)
  const real = match && !Number.isNaN(Date.parse(`${text}Z`)) && new Date(`${text}Z`).toISOString().startsWith(text)
  if (!match || !real) throw new Misuse(`--at ${text}: it is a date and time like 2026-03-02T09:15.`)
  const [, year, month, day, hour, minute] = match
  return { date: `${year}${month}${day}`, time: `${hour}${minute}` }
}
