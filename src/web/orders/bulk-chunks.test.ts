// Hundreds of orders in one act.
import { expect, test } from 'vitest'
import { type BulkResult, bulkMax, inPortions, refusedOf } from './bulk-chunks.ts'

const orders = Array.from({ length: bulkMax * 2 + 50 }, (_, n) => ({ id: `id-${n}`, number: `CO-${n}` }))
const done = (portion: readonly { id: string; number: string }[]): BulkResult[] =>
  portion.map(({ id, number }) => ({ orderId: id, number, done: id !== 'id-7', problem: id === 'id-7' ? 'no' : null }))
const words = () => 'the line is down'

test('all picked orders are done, however many one request takes, and each has its result', async () => {
  const sizes: number[] = []
  const results = await inPortions(
    orders,
    async portion => {
      sizes.push(portion.length)
      return done(portion)
    },
    words,
  )
  expect(sizes).toEqual([bulkMax, bulkMax, 50])
  expect(results.map(({ orderId }) => orderId)).toEqual(orders.map(({ id }) => id))
  expect(refusedOf(results)).toEqual(['id-7'])
})

test('when a later portion fails, what is done is told and the rest stays picked with the reason', async () => {
  let sent = 0
  const results = await inPortions(
    orders,
    async portion => {
      if (++sent === 2) throw new Error('gone')
      return done(portion)
    },
    words,
  )
  expect([sent, results.length]).toEqual([2, orders.length])
  expect(refusedOf(results)).toHaveLength(1 + bulkMax + 50)
  expect(results.at(-1)).toEqual({ orderId: 'id-449', number: 'CO-449', done: false, problem: 'the line is down' })
})

test('when the first portion fails nothing was done, and that is said', async () => {
  await expect(inPortions(orders, () => Promise.reject(new Error('gone')), words)).rejects.toThrow('gone')
})
