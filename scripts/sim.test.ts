// The simulation on the command line: its last line is what it found, and it ends with 1 where it found anything.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('./sim.ts', import.meta.url))

function sim(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args])
    let out = ''
    child.stdout.on('data', chunk => {
      out += String(chunk)
    })
    child.once('error', failed)
    child.once('close', code => done({ code, lines: out.trim().split('\n') }))
  })
}

it('ends well where nothing is wrong, and counts what it simulated', async () => {
  const { code, lines } = await sim('--seed', '2', '--years', '0.01')
  expect(lines.at(-1)).toMatch(/^clocks=\d{3,} steps=\d{3,} crashes=1\d losses=\d+ violations=0$/)
  expect(code).toBe(0)
}, 120_000)

it.each(['unique-key', 'lease', 'db-clock'])(
  'without the protection %s it ends with what was violated',
  async without => {
    const { code, lines } = await sim('--seed', '3', '--years', '0.05', '--break', without)
    expect(lines.at(-1)).toMatch(/ violations=[1-9]\d*$/)
    expect(lines.at(-2)).toContain(`again with --seed 3 --years 0.05 --break ${without}`)
    expect(code).toBe(1)
  },
  240_000,
)
