// Builds what `npm start` runs, unless the last build was made from these very sources. `web` builds the portal alone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What each part is made of and what its build leaves behind. */
const parts = {
  server: { from: ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'], leaves: 'dist/cli.js' },
  web: { from: ['src', 'project.inlang', 'vite.config.ts', 'package-lock.json'], leaves: 'dist/web/index.html' },
}
type Part = keyof typeof parts

/** The message catalogue is compiled into src/ by the build itself. */
const generated = join('src', 'web', 'messages')
const stampOf = (part: Part) => `dist/.built-${part}`

const only = process.argv[2]
for (const part of ['server', 'web'] as const) if (only === undefined || only === part) buildIfStale(part)

function buildIfStale(part: Part): void {
  const { from, leaves } = parts[part]
  const print = fingerprint(from)
  if (existsSync(leaves) && existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === print) return
  console.log(part === 'web' ? 'Building the portal …' : 'Building the server …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['run', '--silent', `build:${part}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    // Under Vitest it is 'test', and Vite would build React for development: a third larger, slower, and kept for the demo.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) process.exit(status ?? 1)
  mkdirSync('dist', { recursive: true })
  // Taken again: the portal's build compiles messages, and a source saved meanwhile must count as newer.
  if (fingerprint(from) === print) writeFileSync(stampOf(part), print)
}

/** Names, sizes and times: a file changed twice in one millisecond to the same size is not worth reading them all. */
function fingerprint(from: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of from.flatMap(filesIn).toSorted()) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path}:${size}:${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !file.startsWith(generated) && !file.includes('.test.') && !file.includes('/cache/'))
}
