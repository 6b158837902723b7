// One demo a folder: a file beside it names the process that has it, from before the first byte of it is touched.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { commandOf, isAlive } from '../kernel/embedded-server.ts'

/** Takes the folder, or throws in words when a demo that is alive has it. */
export function claimFolder(dir: string): { release(): void } {
  const file = `${dir}.pid`
  mkdirSync(dirname(file), { recursive: true })
  if (!write(file)) {
    const pid = Number(readFileSync(file, 'utf8'))
    if (isDemo(pid))
      throw new Error(
        `A demo is running in ${dir} already (process ${pid}). Stop it first, or give this one a folder of its own: DATA_DIR=.data/second in front of the command.`,
      )
    // Killed, it could not take its file away.
    rmSync(file, { force: true })
    write(file)
  }
  return { release: () => rmSync(file, { force: true }) }
}

function write(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Numbers are given anew: after a reboot this one may be anybody's, even ours. */
const isDemo = (pid: number): boolean => pid !== process.pid && isAlive(pid) && /\bdemo\b/.test(commandOf(pid))
