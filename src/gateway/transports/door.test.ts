// A stranger's body is not read, and bodies together have a size.

import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, openExchange, post, said855 } from '../../../test/exchange.ts'

let exchange: Exchange
let port: number
beforeAll(async () => {
  exchange = await openExchange()
  await exchange.app.listen({ host: '127.0.0.1', port: 0 })
  port = (exchange.app.server.address() as AddressInfo).port
})
afterAll(() => exchange.close())

/** Says what will come, sends none of it, and hears what is answered; empty while nothing is. */
function announceOnly(key: string, sizeBytes: number) {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST /edi/v1/interchanges HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n` +
      `content-type: application/edi-x12\r\ncontent-length: ${sizeBytes}\r\n\r\n`,
  )
  const answer = new Promise<string>(resolve => {
    socket.once('data', data => resolve(data.toString('latin1').split('\r\n')[0] ?? ''))
    setTimeout(() => resolve(''), 2_000).unref()
  })
  return { answer, close: () => socket.destroy() }
}

test('whose key opens nothing is told so before its body is read', async () => {
  for (const key of ['pwk_00000000000000000000000000000000', 'nonsense']) {
    const call = announceOnly(key, 20_000_000)
    expect(await call.answer).toContain('401')
    call.close()
  }
})

test('bodies that would be too much together are sent away before they are read; small ones have room again after', async () => {
  const calls = Array.from({ length: 11 }, () => announceOnly(exchange.key, 20 * 1024 * 1024))
  const answers = await Promise.all(calls.map(one => one.answer))
  expect(answers.filter(one => one.includes('503'))).toHaveLength(1)
  expect(answers.filter(one => one === '')).toHaveLength(10)
  for (const one of calls) one.close()
  await expect.poll(async () => (await post(exchange, said855())).statusCode).toBe(202)
})
