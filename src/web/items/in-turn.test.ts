// Many rows, one act each.
import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

test('what one row refuses holds up none of the others, and is told with its reason', async () => {
  const asked: number[] = []
  const result = await inTurn([1, 2, 3], async n => {
    asked.push(n)
    if (n === 2) throw new Error('in use')
  })
  expect(asked).toEqual([1, 2, 3])
  expect(result).toEqual({ done: [1, 3], refused: [{ row: 2, why: new Error('in use') }] })
})
