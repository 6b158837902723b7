// The failpoints in the source, found by reading it: a point that nobody kills at is a point that nobody has proved.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src', import.meta.url))

/** Every name given to `failpoint('…')`, sorted. */
export function failpoints(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const texts = files.map(name => readFileSync(join(source, name), 'utf8'))
  return [
    ...new Set(texts.flatMap(text => [...text.matchAll(/failpoint\('([^']+)'\)/g)].map(hit => hit[1] ?? ''))),
  ].sort()
}

/** Which story reaches a point, by the beginning of its name. */
export const stories = {
  arrives: ['receive.', 'process.', 'apply.', 'folder.after-commit', 'folder.after-claim', 'folder.after-archive'],
  leaves: ['send.', 'folder.after-write', 'folder.after-rename'],
  escalates: ['escalate.', 'notice.'],
  returns: ['bounce.'],
} as const
export type Story = keyof typeof stories

const isOf = (story: Story) => (point: string) => stories[story].some(beginning => point.startsWith(beginning))

export const pointsOf = (story: Story): string[] => failpoints().filter(isOf(story))

/** Points of no story, or of two. */
export const unclaimed = (): string[] =>
  failpoints().filter(point => (Object.keys(stories) as Story[]).filter(story => isOf(story)(point)).length !== 1)
