// Many rows, one act each: a few at a time, and every refusal kept with its row.
import { expect, it } from 'vitest'
import { eachOf } from './each-of.ts'
import { Problem, readProblem } from './problem.ts'
import { problemText } from './ui/problem-text.ts'

const takenOn = new Problem(
  readProblem(409, {
    title: 'Refused',
    status: 409,
    code: 'clock-taken-on',
    detail: 'Anna Berg has taken this on already.',
  }),
)

it('what is refused keeps its reason, and the others are done', async () => {
  const became = await eachOf([1, 2, 3], row => (row === 2 ? Promise.reject(takenOn) : Promise.resolve()))
  expect(became.map(({ row, problem }) => [row, problem && problemText(problem).what])).toEqual([
    [1, undefined],
    [2, 'Anna Berg has taken this on already.'],
    [3, undefined],
  ])
})

it('two hundred rows are a few requests at a time', async () => {
  let running = 0
  let most = 0
  const rows = Array.from({ length: 200 }, (_, i) => i)
  const became = await eachOf(rows, async () => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
  })
  expect(became.map(({ row }) => row)).toEqual(rows)
  expect(most).toBe(4)
})

it('a fault of ours is no refusal', async () => {
  await expect(eachOf([1], () => Promise.reject(new TypeError('x is not a function')))).rejects.toThrow(TypeError)
})
