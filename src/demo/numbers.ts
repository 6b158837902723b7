// Control numbers of a pretend system: they go on where they stopped, also after a restart.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export function numbersIn(file: string): { next(): number } {
  mkdirSync(dirname(file), { recursive: true })
  let last = read(file)
  return {
    next() {
      last += 1
      writeFileSync(file, String(last))
      return last
    },
  }
}

function read(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}
