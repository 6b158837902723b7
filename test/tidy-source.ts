// Reads every source file once: what it imports, how long its functions are, what it calls. For the tidy test.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export interface SourceFile {
  /** From the top of the repository: `src/orders/answer.ts`. */
  path: string
  /** The room under src/, or '' for what stands in src/ itself and outside. */
  room: string
  isTest: boolean
  firstLine: string
  /** Other source files, by path. Strings that name one (`new URL('./worker.ts', …)`) count too. */
  imports: string[]
  /** Packages and `node:` modules. */
  packages: string[]
  /** By name: `answer`, or `answer > inner 12` for one without a name, told by its line. */
  functions: { name: string; lines: number }[]
  calls: { what: 'clock' | 'console' | 'chance'; line: number }[]
}

const folders = ['src', 'test', 'scripts', 'bench']
const generated = 'src/web/messages'

/** All files, by path. */
export function readSources(): Map<string, SourceFile> {
  const paths = folders.flatMap(folder => list(folder)).filter(path => /\.tsx?$/.test(path))
  const known = new Set(paths)
  return new Map(paths.map(path => [path, readSource(path, known)]))
}

function list(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(isOurs)
  } catch {
    return [] // A folder not there yet.
  }
}

const isOurs = (path: string) => !path.startsWith(generated) && !path.endsWith('.d.ts')

function readSource(path: string, known: ReadonlySet<string>): SourceFile {
  const text = readFileSync(path, 'utf8')
  const { program, module } = parseSync(path, text)
  const requests = [
    ...module.staticImports.map(each => each.moduleRequest.value),
    ...module.staticExports.flatMap(each => each.entries.flatMap(entry => entry.moduleRequest?.value ?? [])),
  ]
  const lineOf = lineCounter(text)
  const functions: SourceFile['functions'] = []
  const calls: SourceFile['calls'] = []
  const names: string[] = []
  const enter = (node: { start: number; end: number; id?: { name: string } | null }) => {
    const name = node.id?.name ?? names.at(-1) ?? ''
    const at = node.id || names.length > 0 ? name : `line ${lineOf(node.start)}`
    functions.push({ name: at, lines: lineOf(node.end) - lineOf(node.start) + 1 })
  }
  new Visitor({
    Literal: node => {
      if (typeof node.value === 'string' && /^\.{1,2}\//.test(node.value)) requests.push(node.value)
    },
    VariableDeclarator: node => {
      names.push(node.id.type === 'Identifier' ? node.id.name : '')
    },
    'VariableDeclarator:exit': () => {
      names.pop()
    },
    MethodDefinition: node => {
      names.push(node.key.type === 'Identifier' ? node.key.name : '')
    },
    'MethodDefinition:exit': () => {
      names.pop()
    },
    FunctionDeclaration: enter,
    FunctionExpression: enter,
    ArrowFunctionExpression: enter,
    NewExpression: node => {
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date'
      if (isDate && node.arguments.length === 0) calls.push({ what: 'clock', line: lineOf(node.start) })
    },
    MemberExpression: node => {
      const object = node.object.type === 'Identifier' ? node.object.name : ''
      const property = node.property.type === 'Identifier' ? node.property.name : ''
      if (object === 'Date' && property === 'now') calls.push({ what: 'clock', line: lineOf(node.start) })
      if (object === 'Math' && property === 'random') calls.push({ what: 'chance', line: lineOf(node.start) })
      if (object === 'console') calls.push({ what: 'console', line: lineOf(node.start) })
    },
  }).visit(program)
  const isRelative = (request: string) => request.startsWith('.')
  const targets = requests.filter(isRelative).map(request => normalize(join(dirname(path), request)))
  return {
    path,
    room: /^src\/([^/]+)\//.exec(path)?.[1] ?? '',
    isTest: /\.test\.tsx?$/.test(path),
    firstLine: text.slice(0, text.indexOf('\n')),
    imports: [...new Set(targets.filter(target => known.has(target)))],
    packages: [...new Set(requests.filter(request => !isRelative(request)))],
    functions,
    calls,
  }
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
