// A person who made one mistake is told of one.
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/x12/model.ts'
import { review } from '../../src/x12/show/check.ts'
import { faults } from './faults.ts'
import { grown } from './grow.ts'
import { randomOf } from './random.ts'

/** Documents of every set, from the barest to one with a third of all that is optional. */
const documents = Array.from({ length: 400 }, (_, turn) => {
  const random = randomOf(20_260_302, turn)
  const { setId, bytes } = grown(random, { optional: [0, 0.15, 0.3][turn % 3] ?? 0, wrong: 0 })
  const all = bytes.toString('latin1').split('~\n')
  const end = all.findIndex(one => one.startsWith('SE*'))
  const within = (body: readonly string[]) =>
    Buffer.from(
      [...all.slice(0, 3), ...body, `SE*${body.length + 2}*0001`, ...all.slice(end + 1)].join('~\n'),
      'latin1',
    )
  return { setId, random, body: all.slice(3, end), within }
})

/** What is said of segments missing, misplaced, unknown or too many. */
function ofSegments(bytes: Buffer): Finding[] {
  const sets = review(bytes).judgments.flatMap(({ groups }) => groups.flatMap(group => group.sets))
  return sets.flatMap(set => set.findings).filter(({ x12 }) => x12.ak304 !== undefined && x12.ak304 !== '8')
}

/** Cases in which more than one thing is said of one fault, of how many. */
function cascades(name: string) {
  const told: string[] = []
  let cases = 0
  for (const { setId, random, body, within } of documents) {
    const at = random.int(Math.max(1, body.length))
    const changed = body.length > 1 ? faults[name]?.(body, at, random) : undefined
    if (changed === undefined) continue
    cases++
    const found = ofSegments(within(changed))
    if (found.length > 1)
      told.push(`${setId} ${body[at]} ${at}: ${found.map(one => `${one.code} ${one.tag}@${one.position}`).join(', ')}`)
  }
  return { cases, told }
}

describe('one fault, one finding', () => {
  it('finds nothing in the documents themselves', () => {
    for (const { body, within } of documents) expect(ofSegments(within(body))).toEqual([])
  })
  it.each(Object.keys(faults).filter(name => name.includes('a name') || name.includes('stray')))('%s', name => {
    const { cases, told } = cascades(name)
    expect(told).toEqual([])
    expect(cases).toBeGreaterThan(350)
  })
  // What opens a group, torn from it, can be read in two ways, and so can what stands as well where it came to.
  it.each([
    ['a segment lost', 1],
    ['a segment sent twice', 1],
    ['a segment in the place of its neighbour', 1],
    ['a segment moved', 5],
  ])('%s: in %i of a hundred at most there is a second', (name, percent) => {
    const { cases, told } = cascades(name)
    expect(cases).toBeGreaterThan(250)
    expect(told.length, told.join('\n')).toBeLessThanOrEqual((cases * percent) / 100)
  })
})
