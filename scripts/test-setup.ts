// Installs what the tests need beside npm's packages: as root with apt-get, elsewhere it prints the one line to run.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian's package for each program. The compose file is checked without an engine. */
const needed = {
  'redis-server': 'redis-server',
  chromium: 'chromium',
  'docker-compose': 'docker-compose',
  faketime: 'faketime',
}

const inPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, program)))

const packages = Object.entries(needed).flatMap(([program, debian]) => (inPath(program) ? [] : debian))
if (packages.length === 0) {
  console.log(`test:setup: ${Object.keys(needed).join(', ')} are there`)
} else {
  install()
}

function install(): void {
  const line = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !inPath('apt-get')) {
    console.error(
      `test:setup: ${packages.join(', ')} missing. On Debian or Ubuntu: ${isRoot ? '' : 'sudo '}sh -c '${line}'`,
    )
    process.exitCode = 1
    return
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) {
    console.error(`${stdout}\n${stderr}\ntest:setup: failed: ${line}`)
    process.exitCode = 1
    return
  }
  console.log(`test:setup: installed ${packages.join(', ')}`)
}
