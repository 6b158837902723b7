// The table of commands: a new one is a file beside this and a line here.
import { ack } from './ack.ts'
import { check } from './check.ts'
import { type Command, Misuse, type Place } from './command.ts'
import { diff } from './diff.ts'
import { explain } from './explain.ts'
import { guide } from './guide.ts'
import { sample } from './sample.ts'

const commands: Readonly<Record<string, Command>> = {
  check,
  ack,
  explain,
  diff,
  sample,
  guide,
}

/** Runs one command line; the exit code. What is called wrongly is told in words. */
export function run(args: readonly string[], place: Place): number {
  const [name = '', ...rest] = args
  if (name === '' || ['help', '--help', '-h'].includes(name)) return help(rest[0], place)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) throw new Misuse(`There is no command "${name}".`)
    if (rest.includes('--help')) return help(name, place)
    return command.run(rest, place)
  } catch (error) {
    if (!(error instanceof Misuse)) throw error
    place.say(error.message)
    if (error.code === 64) place.say(command ? `See: x12 help ${name}` : 'See: x12 help')
    return error.code
  }
}

function help(name: string | undefined, { out }: Place): number {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) out(`x12 ${command.usage}\n\n${command.help}\n`)
  else {
    const each = Object.values(commands).map(one => `x12 ${one.usage}\n${one.help.replace(/^/gm, '    ')}\n`)
    out(`Reads, judges, answers and explains X12 documents.\n\n${each.join('\n')}\nx12 help [COMMAND]\n`)
  }
  return name !== undefined && command === undefined ? 64 : 0
}
