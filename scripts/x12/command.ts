// What every command of `npm run x12` shares: its shape, its options, reading files, colours.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Guide, guideFor } from '../../src/x12/guide/guide.ts'
import { isGuide, partnerGuide } from '../../src/x12/guide/partner-guide.ts'
import { guideSets } from '../../src/x12/guide/sets/index.ts'
import type { JudgeOptions } from '../../src/x12/judge/judgment.ts'
import { coloured, type Paint, plain } from '../../src/x12/show/paint.ts'

export interface Place {
  readonly stdin: () => Uint8Array
  readonly out: (text: string | Uint8Array) => void
  readonly say: (text: string) => void
  readonly paint: Paint
  readonly now: () => Date
}

export interface Command {
  /** How it is called, like "check FILE…|-". */
  readonly usage: string
  /** One or two sentences, and its options. */
  readonly help: string
  /** The exit code. */
  readonly run: (args: string[], place: Place) => number
}

/** A wrong call or a file that cannot be opened: told in words, exit 64 (or 66), nothing done. */
export class Misuse extends Error {
  readonly code: number
  constructor(message: string, code = 64) {
    super(message)
    this.code = code
  }
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

/** Options by name and the rest of the words; throws Misuse for what is not known. */
export function parse<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error))
  }
}

export const judgingOptions = { guide: { type: 'string' }, charset: { type: 'string' } } as const

/** `--charset` and `--guide` as options for judging. */
export function judging(values: { guide?: string | undefined; charset?: string | undefined }): JudgeOptions {
  const guides = values.guide === undefined ? {} : { guides: [guideFrom(values.guide)] }
  switch (values.charset) {
    case undefined:
    case 'extended':
      return guides
    case 'latin-1':
    case 'utf-8':
      return { ...guides, leniencies: [values.charset] }
    case 'basic':
      return { ...guides, leniencies: ['basic-characters'] }
    default:
      throw new Misuse(`--charset ${values.charset}: it is one of basic, extended, latin-1, utf-8.`)
  }
}

/** A partner's guide from its file; every fault in it told with the place where it stands. */
export function guideFrom(path: string): Guide {
  const text = Buffer.from(readInput(path, noStdin)).toString('utf8')
  const made = partnerGuide(parsedJson(path, text))
  if (isGuide(made)) return made
  const faults = made.errors.map(({ path: where, reason }) => `  ${where || 'as a whole'}: ${reason}`)
  throw new Misuse([`--guide ${path}:`, ...faults].join('\n'))
}

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Misuse(`--guide ${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** The guide a command is about: a partner's, or the standard's of a document in a release. */
export function guideInQuestion(
  set: string,
  values: { guide?: string | undefined; release?: string | undefined },
): Guide {
  if (values.guide !== undefined) {
    const guide = guideFrom(values.guide)
    if (guide.setId !== set) throw new Misuse(`--guide ${values.guide} is one for ${guide.setId}, not for ${set}.`)
    return guide
  }
  const guide = guideFor(set, values.release ?? '004010')
  if (guide) return guide
  throw new Misuse(noGuide(set, values.release ?? '004010'))
}

function noGuide(set: string, release: string): string {
  const other = ['004010', '005010'].find(one => guideFor(set, one) !== undefined)
  const answer = set === '999' ? ' A 999 is an answer to what came: x12 ack --999 FILE writes it.' : ''
  if (other)
    return `There is no guide for document ${set} in ${release}, but in ${other}: add --release ${other}.${answer}`
  const known = Object.keys(guideSets).filter(one => guideFor(one, release) !== undefined)
  return `There is no guide for document ${set} in ${release}. There are: ${known.join(', ')}.`
}

const noStdin = () => {
  throw new Misuse('--guide is read from a file, not from the standard input.')
}

/** A file's bytes, or the standard input for "-". */
export function readInput(path: string, stdin: () => Uint8Array): Uint8Array {
  if (path === '-') return stdin()
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    const words: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'that is a folder',
      EACCES: 'it may not be read',
    }
    throw new Misuse(`${path}: ${words[reason ?? ''] ?? reason ?? error}.`, 66)
  }
}

/** Colours where somebody looks, unless they said no (no-color.org). */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (env.NO_COLOR) return plain
  return isTerminal || (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') ? coloured : plain
}

export function oneFile(words: readonly string[], usage: string): string {
  const [file, ...more] = words
  if (file === undefined || more.length > 0) throw new Misuse(`One file is wanted: x12 ${usage}`)
  return file
}
