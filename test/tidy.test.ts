// The import rule of ARCHITECTURE.md and the other habits of the house, measured. No database needed, some milliseconds.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { readSources, type SourceFile } from './tidy-source.ts'

const sources = readSources()
const all = [...sources.values()]
const product = all.filter(file => file.path.startsWith('src/') && !file.isTest)

/** Rooms, each may import those after its own line. */
const order = [
  ['demo'],
  ['scores'],
  ['sla'],
  ['shipments'],
  ['orders', 'forecasts', 'stock'],
  ['items'],
  ['gateway'],
  ['partners'],
  ['calendars'],
  ['notices', 'operations'],
  ['accounts'],
  ['kernel'],
]
const rank = (room: string) => order.findIndex(line => line.includes(room))

/** What a file that crosses to the browser, or is said to be pure, may use. */
const purePackages = new Set(['typebox', 'big.js', 'temporal-polyfill'])

/** The process starts here, or it is a screen, or a program for people: the clock on the wall is theirs to read. */
const mayReadTheClock = [/^src\/(main|cli|app)\.ts$/, /^src\/web\//, /^src\/demo\//, /^src\/kernel\/(time|ids)\.ts$/]
const maySpeak = [/^src\/cli\.ts$/, /^src\/main\.ts$/, /^src\/demo\//]
const matches = (list: RegExp[], path: string) => list.some(pattern => pattern.test(path))

function importsOf(file: SourceFile): SourceFile[] {
  return file.imports.flatMap(path => sources.get(path) ?? [])
}

/** Everything reached from these files. */
function reach(entries: SourceFile[]): Set<SourceFile> {
  const found = new Set(entries)
  for (const file of found) for (const next of importsOf(file)) found.add(next)
  return found
}

/** The first thing on the way that is not pure, or undefined. */
function impurity(file: SourceFile): string | undefined {
  for (const reached of reach([file])) {
    const foreign = reached.packages.find(name => !purePackages.has(name) && !isOfX12(reached, name))
    if (foreign) return `${reached.path} imports ${foreign}`
    const call = reached.calls.find(each => each.what === 'clock' || each.what === 'chance')
    if (call) return `${reached.path}:${call.line} asks ${call.what}`
  }
  return undefined
}

/** X12 is bytes; its files stay on the server. */
const isOfX12 = (file: SourceFile, name: string) =>
  file.room === 'x12' && (name === 'node:buffer' || (name === 'node-x12' && file.path === 'src/x12/write/node-x12.ts'))

test('every room has its place in the order', () => {
  const rooms = new Set(product.map(file => file.room))
  expect([...rooms].filter(room => !['', 'x12', 'web'].includes(room) && rank(room) < 0)).toEqual([])
})

test('rooms import only rightward, and only through the door', () => {
  const wrong: string[] = []
  // The demo stands beside app.ts: it starts the product and uses it from outside, by the API and by the doors.
  for (const file of product.filter(each => rank(each.room) >= 0 && each.room !== 'demo')) {
    for (const target of importsOf(file)) {
      if (target.room === file.room || target.room === 'x12') continue
      const say = (why: string) => wrong.push(`${file.path} imports ${target.path}: ${why}`)
      if (target.room === '' || target.room === 'web') say('that stands above the rooms')
      else if (rank(target.room) <= rank(file.room)) say(`${target.room} is not below ${file.room}`)
      else if (target.room !== 'kernel' && !isDoor(file, target)) say('only index.ts and tables.ts')
    }
  }
  expect(wrong).toEqual([])
})

/** index.ts and tables.ts for all. What is pure may be shared by the pure, and give tables and api.ts their words. */
function isDoor(file: SourceFile, target: SourceFile): boolean {
  if (['index.ts', 'tables.ts'].includes(basename(target.path))) return true
  return !impurity(target) && (['tables.ts', 'api.ts'].includes(basename(file.path)) || !impurity(file))
}

test('the kernel knows no business and no EDI', () => {
  const wrong = product
    .filter(file => file.room === 'kernel')
    .flatMap(file => importsOf(file).filter(target => target.room !== 'kernel'))
  expect(wrong.map(file => file.path)).toEqual([])
})

test('X12 is spoken only by the gateway and the edi files', () => {
  const wrong = product
    .filter(file => importsOf(file).some(target => target.room === 'x12'))
    .filter(file => !['x12', 'gateway', 'demo', ''].includes(file.room) && !/^edi-/.test(basename(file.path)))
  expect(wrong.map(file => file.path)).toEqual([])
})

test('x12 is pure: bytes in, bytes out', () => {
  const wrong = product.filter(file => file.room === 'x12').flatMap(file => impurity(file) ?? [])
  expect([...new Set(wrong)]).toEqual([])
})

test('only one file touches node-x12', () => {
  // Its faults are shown beside our file, by a test; the benches of X12 run beside it.
  const touching = all.filter(file => file.packages.includes('node-x12')).map(file => file.path)
  expect(touching.filter(path => !/^(src\/x12\/write\/node-x12(\.test)?|bench\/x12[-a-z]*)\.ts$/.test(path))).toEqual(
    [],
  )
})

test('what crosses the wire is pure', () => {
  const wrong = product
    .filter(file => rank(file.room) >= 0 && basename(file.path) === 'api.ts')
    .flatMap(file => impurity(file) ?? [])
  expect(wrong).toEqual([])
})

test('the browser imports from a room only its api and what is pure', () => {
  const wrong: string[] = []
  for (const file of all.filter(each => each.room === 'web')) {
    for (const target of importsOf(file).filter(each => each.room !== 'web')) {
      const why = impurity(target) ?? (basename(target.path) === 'index.ts' ? 'a door is for the server' : undefined)
      if (why) wrong.push(`${file.path} imports ${target.path}: ${why}`)
    }
  }
  expect(wrong).toEqual([])
})

test('time comes in as an argument', () => {
  const wrong = product
    .filter(file => !matches(mayReadTheClock, file.path))
    .flatMap(file => file.calls.filter(call => call.what === 'clock').map(call => `${file.path}:${call.line}`))
  expect(wrong).toEqual([])
})

test('only the command line speaks to the console', () => {
  const wrong = product
    .filter(file => !matches(maySpeak, file.path))
    .flatMap(file => file.calls.filter(call => call.what === 'console').map(call => `${file.path}:${call.line}`))
  expect(wrong).toEqual([])
})

test('functions fit a screen, and those that do not may only shrink', () => {
  const recorded = JSON.parse(readFileSync('test/long-functions.json', 'utf8')) as Record<string, number>
  const long: Record<string, number> = {}
  for (const file of all.filter(each => !each.isTest)) {
    for (const { name, lines } of file.functions) if (lines > 70) long[`${file.path} ${name}`] = lines
  }
  expect(long, 'write shorter functions; record only what shrank, in test/long-functions.json').toEqual(recorded)
})

test('every file opens with one line that says what it is', () => {
  const wrong = all.filter(file => !/^(\/\/|\/\*|#!)/.test(file.firstLine)).map(file => file.path)
  expect(wrong).toEqual([])
})

test('no file is dead', () => {
  const isEntry = ({ path }: SourceFile) =>
    /^src\/(cli|main)\.ts$/.test(path) ||
    /^src\/[^/]+\/tables\.ts$/.test(path) || // drizzle-kit reads them by pattern
    path === 'src/x12/index.ts' || // what the package exports
    path === 'src/web/main.tsx' ||
    path === 'src/web/schemas-unread.ts' || // vite.config.ts puts it in TypeBox's place
    path.startsWith('src/web/dev/') || // pages for looking at the pieces, served by Vite alone
    /^(scripts|bench)\/[^/]+\.ts$/.test(path)
  const isForTests = ({ path, isTest }: SourceFile) =>
    isTest || !path.startsWith('src/') || path.endsWith('/test-kit.ts')
  const configured = ['test/global-setup.ts', 'test/red.ts']
  const used = reach(all.filter(isEntry))
  const usedByTests = reach(all.filter(file => file.isTest || configured.includes(file.path)))
  const dead = all.filter(file => !used.has(file) && !(usedByTests.has(file) && isForTests(file)))
  expect(dead.map(file => file.path)).toEqual([])
})
