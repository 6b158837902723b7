// What waits under one name is done together; what cannot be done keeps nothing else back.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gathering } from './gather.ts'
import { TooBusy, turns } from './turns.ts'

const limits = { atOnce: 1, atMost: 10, sizeMax: 100, waitingMax: 1_000 }

/** Gathers words, and keeps which were done together; one that is "no" cannot be done. */
function open(more: Partial<typeof limits> = {}, take = turns(6, 1_000)) {
  const batches: string[][] = []
  const store = gathering<string, string>(take, { ...limits, ...more }, async (name, words) => {
    batches.push([...words])
    await pause(5)
    if (words.includes('no')) throw new Error('cannot be done')
    return words.map(word => `${name}: ${word}`)
  })
  return { batches, store }
}

test('what comes while another is done is done together, in the order in which it came', async () => {
  const { batches, store } = open()
  const words = Array.from({ length: 8 }, (_, i) => String(i))
  expect(await Promise.all(words.map(word => store('k', word, 1)))).toEqual(words.map(word => `k: ${word}`))
  expect(batches).toEqual([['0'], words.slice(1)])
})

test('no more together than may be, by number or by size; what is larger than that is done alone', async () => {
  const few = open({ atMost: 3 })
  await Promise.all(Array.from({ length: 8 }, (_, i) => few.store('k', String(i), 1)))
  expect(few.batches).toEqual([['0'], ['1', '2', '3'], ['4', '5', '6'], ['7']])
  const long = open()
  await Promise.all([1, 60, 40, 1, 500, 1].map(size => long.store('k', String(size), size)))
  expect(long.batches).toEqual([['1'], ['60', '40'], ['1'], ['500'], ['1']])
})

test('one that cannot be done is refused, and no other with it', async () => {
  const { batches, store } = open()
  const done = await Promise.allSettled(['a', 'b', 'no', 'c'].map(word => store('k', word, 1)))
  expect(done.map(one => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    'k: a',
    'k: b',
    'cannot be done',
    'k: c',
  ])
  expect(batches).toEqual([['a'], ['b', 'no', 'c'], ['b'], ['no'], ['c']])
})

test('one name has no more turns than are its own, and others go on meanwhile', async () => {
  const { batches, store } = open({ atOnce: 2, atMost: 1 })
  const slow = Array.from({ length: 6 }, (_, i) => store('slow', String(i), 1))
  await store('other', 'x', 1)
  expect(batches.flat().indexOf('x')).toBe(2)
  await Promise.all(slow)
})

test('a turn that comes when nothing waits any more does nothing', async () => {
  const take = turns(1, 10)
  const { batches, store } = open({ atOnce: 2 }, take)
  const before = take(() => pause(5))
  await Promise.all([before, ...['a', 'b', 'c'].map(word => store('k', word, 1))])
  await take(async () => undefined)
  expect(batches).toEqual([['a', 'b', 'c']])
})

test('what is too much is sent away, and what waited is done', async () => {
  const { store } = open({ waitingMax: 2 })
  const kept = [store('k', 'a', 1), store('k', 'b', 1), store('k', 'c', 1)]
  await expect(store('k', 'd', 1)).rejects.toThrow(TooBusy)
  expect(await Promise.all(kept)).toEqual(['k: a', 'k: b', 'k: c'])

  const take = turns(1, 0)
  const full = open({}, take)
  const held = take(() => pause(20))
  await expect(full.store('k', 'e', 1)).rejects.toThrow(TooBusy)
  await held
  expect(await full.store('k', 'f', 1)).toBe('k: f')
})
