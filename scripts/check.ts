// Everything that can be wrong without a test being red. One line a check, all failures at the end.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { readSources } from '../test/tidy-source.ts'
import { licenceComplaints } from './licences.ts'

interface Check {
  name: string
  /** What is wrong, or nothing. */
  run(): Promise<string | undefined>
}

const checks: Check[] = [
  { name: 'types of the server', run: () => command('npx', 'tsc', '-p', '.') },
  { name: 'messages compile', run: () => command('npm', 'run', '--silent', 'messages') },
  { name: 'types of the portal', run: () => command('npx', 'tsc', '-p', 'src/web', '--noEmit') },
  { name: 'lint and format', run: () => command('npx', 'biome', 'check', '--error-on-warnings', '.') },
  { name: 'import rules', run: () => command('npx', 'vitest', 'run', 'test/tidy.test.ts') },
  { name: 'migrations match the tables', run: migrationsMatchTables },
  { name: 'licences', run: licences },
  // The image installs by it, and `npm install` is more forgiving.
  { name: 'lockfile', run: () => command('npm', 'ci', '--dry-run', '--no-audit', '--no-fund') },
  { name: 'build', run: () => command('npm', 'run', '--silent', 'build') },
  { name: 'docker-compose.yml', run: () => command('docker-compose', '-f', 'docker-compose.yml', 'config', '-q') },
  { name: 'the README says what .ci/run does', run: readmeInStep },
]

const wanted = process.argv.slice(2)
const failures: string[] = []
for (const check of checks.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))) {
  const startedAt = performance.now()
  const wrong = await check.run().catch(error => String(error))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${wrong === undefined ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`)
  if (wrong !== undefined) failures.push(`--- ${check.name}\n${wrong.trim()}`)
}
if (failures.length > 0) {
  console.error(`\n${failures.join('\n\n')}`)
  process.exitCode = 1
}

/** Runs a program; what it printed when it failed, undefined when it did not. */
function command(program: string, ...args: string[]): Promise<string | undefined> {
  return new Promise(done => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk))
    child.once('error', error => done(`${program}: ${error.message}. Is it installed? npm run test:setup`))
    child.once('close', code => done(code === 0 ? undefined : printed || `${program} ended with ${code}`))
  })
}

/** Generates into a copy: a new file there is a change of tables.ts nobody made a migration for. */
async function migrationsMatchTables(): Promise<string | undefined> {
  const copy = 'node_modules/.cache/migrations'
  rmSync(copy, { recursive: true, force: true })
  mkdirSync('node_modules/.cache', { recursive: true })
  cpSync('migrations', copy, { recursive: true })
  const before = new Set(readdirSync(copy))
  process.env.MIGRATIONS_OUT = `./${copy}`
  const wrong = await command('npx', 'drizzle-kit', 'generate')
  delete process.env.MIGRATIONS_OUT
  const missing = readdirSync(copy).filter(file => !before.has(file))
  const text = missing.map(file => readFileSync(`${copy}/${file}`, 'utf8')).join('\n')
  rmSync(copy, { recursive: true, force: true })
  return wrong ?? (missing.length > 0 ? `No migration for (npm run db:generate -- --name what):\n${text}` : undefined)
}

async function licences(): Promise<string | undefined> {
  const portal = [...readSources().values()].filter(file => file.room === 'web' && !file.isTest)
  const names = portal.flatMap(file => file.packages).map(name => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
  const complaints = licenceComplaints([...new Set(names)])
  return complaints.length > 0 ? complaints.join('\n') : undefined
}

async function readmeInStep(): Promise<string | undefined> {
  const line = readFileSync('.ci/run', 'utf8').match(/^npm install .*$/m)?.[0]
  if (line === undefined) return '.ci/run has no line that begins with npm install'
  return readFileSync('README.md', 'utf8').includes(line) ? undefined : `README.md does not say: ${line}`
}
