// The X12 engine from the command line: npm run --silent x12 -- help
import { readFileSync, writeSync } from 'node:fs'
import { paintFor } from './x12/command.ts'
import { run } from './x12/commands.ts'

process.exitCode = run(process.argv.slice(2), {
  stdin: () => readFileSync(0),
  out: text => writeAll(1, text),
  say: text => writeAll(2, `${text}\n`),
  paint: paintFor(process.stdout.isTTY === true, process.env),
  now: () => new Date(),
})

/** Written at once: a long answer into a pipe must be there before the process ends. */
function writeAll(to: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(to, bytes, at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Nobody reads on, as behind `| head`.
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
    }
  }
}
