#!/usr/bin/env node
// The command line: pullwire start | demo | migrate | help. Thin: every verb lives in its room.
import { join } from 'node:path'
import { ConfigError, readConfig, readEnvironment } from './config.ts'
import { openLog } from './kernel/log.ts'
import { migrate } from './kernel/migrate.ts'
import { tellable } from './kernel/tellable.ts'
import { start, untilSignal } from './main.ts'

const help = `pullwire start            the product: web and workers, by the environment (see .env.example)
pullwire demo [--fresh]   a believable world to look at, on this machine only
pullwire migrate          brings the database of DATABASE_OWNER_URL up to date
`

const say = (text: string) => process.stdout.write(`${text}\n`)

const commands: Record<string, (args: string[]) => Promise<void>> = {
  async start() {
    const config = readConfig(readEnvironment())
    const log = openLog(config.logLevel)
    await untilSignal(log, async signal => {
      const started = await start(config, log, signal)
      say(started.address ? `Pullwire is at ${started.address}` : 'The worker is running')
      if (started.setUpLink) say(`Nobody is here yet. Set it up, once, at ${started.setUpLink}`)
      return started
    })
  },
  async demo(args) {
    const { runDemo } = await import('./demo/index.ts')
    const environment = readEnvironment()
    const config = readConfig(
      { ...environment, DATA_DIR: join(environment.DATA_DIR ?? '.data', 'demo') },
      { demo: true },
    )
    await runDemo(config, { fresh: args.includes('--fresh'), say })
  },
  async migrate() {
    const { database } = readConfig(readEnvironment(), { migrating: true })
    if (!database?.ownerUrl)
      throw new ConfigError(['DATABASE_OWNER_URL: the login that owns the database is needed to migrate it'])
    await migrate(database.ownerUrl, say)
  },
  async help() {
    say(help)
  },
}

// What nobody caught leaves the process in a state nobody planned: say it, end, be started again.
process.on('unhandledRejection', error => {
  process.stderr.write(`${tellable(error).stack}\n`)
  process.exit(1)
})

const [name = 'help', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  process.stderr.write(`There is no command "${name}".\n${help}`)
  process.exit(2)
}
try {
  await command(args)
  process.exit(0)
} catch (error) {
  process.stderr.write(`${tellable(error).message}\n`)
  process.exit(1)
}
