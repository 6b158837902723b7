// A burst waits its turn; what is too much is sent away.
import { expect, test } from 'vitest'
import { TooBusy, turns } from './turns.ts'

test('no more run at once than may, in the order in which they came', async () => {
  const take = turns(3, 100)
  let running = 0
  let most = 0
  const ended: number[] = []
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      take(async () => {
        most = Math.max(most, ++running)
        await new Promise(resolve => setTimeout(resolve, 2))
        running -= 1
        ended.push(i)
      }),
    ),
  )
  expect(most).toBe(3)
  expect(ended).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

test('one that fails gives its turn on', async () => {
  const take = turns(1, 10)
  const failed = take(async () => {
    throw new Error('no')
  })
  const next = take(async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

test('beyond what may wait, the caller is sent away', async () => {
  const take = turns(1, 1)
  const open: (() => void)[] = []
  const first = take(() => new Promise<void>(resolve => open.push(resolve)))
  const second = take(async () => undefined)
  await expect(take(async () => undefined)).rejects.toThrow(TooBusy)
  for (const resolve of open) resolve()
  await Promise.all([first, second])
})
