// What a browser must fetch before the first view: every module it names, and every module that those name.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { buildPortal } from './portal.ts'

const assets = fileURLToPath(new URL('../../dist/web/assets/', import.meta.url))
const page = fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))

/** A supplier on a phone waits for this: 260 KB are five seconds of a slow line. */
const budgetBytes = 260 * 1024

beforeAll(() => buildPortal(), 300_000)

const chunk = (name: string) =>
  readdirSync(assets).find(file => file.startsWith(`${name}-`) && file.endsWith('.js')) ?? name

/** The modules that these import statically, with themselves. */
function reach(files: readonly string[]): Set<string> {
  const found = new Set(files)
  for (const file of found) {
    const source = readFileSync(assets + file, 'utf8')
    for (const [, next] of source.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)) if (next) found.add(next)
  }
  return found
}

const named = () => [...readFileSync(page, 'utf8').matchAll(/\/assets\/([^"]+\.js)"/g)].map(match => match[1] ?? '')

test.each([
  ['sign-in', ['SignInPage']],
  ['board', ['Shell', 'BoardPage']],
  ['inbox', ['Shell', 'InboxPage']],
])('%s needs no more than 260 KB of JavaScript, compressed', (_, parts) => {
  const files = [...reach([...named(), ...parts.map(chunk)])]
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(assets + file)).length, 0)
  expect(files.length).toBeGreaterThan(5)
  expect(bytes, `${files.length} files`).toBeLessThanOrEqual(budgetBytes)
})
