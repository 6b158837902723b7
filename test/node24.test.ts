// A smoke on Node 24: starts, makes the loop in the portal and by X12, stops.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { mailsTo } from '../src/demo/mailbox.ts'
import { ordersApi } from '../src/orders/api.ts'
import { freshDatabase } from './database.ts'
import { environmentOf, spawnProduct } from './product.ts'
import { until } from './until.ts'
import { people, settle, systemOf } from './world.ts'

/** Fetched once by npx, then kept in npm's cache. */
async function node24(): Promise<string> {
  const ask = ['-y', '-p', 'node@24', 'node', '-p', 'process.version + " " + process.execPath']
  const { stdout } = await promisify(execFile)('npx', ask, { timeout: 240_000 })
  const [version = '', path = ''] = stdout.trim().split(' ')
  if (!version.startsWith('v24.')) throw new Error(`npx gave Node ${version} instead of 24`)
  return path
}

test('on Node 24 the product starts, makes the loop and stops', { timeout: 480_000 }, async () => {
  const node = await node24()
  const database = await freshDatabase()
  const env = await environmentOf(database)
  const running = await spawnProduct(env, { node })
  const dataDir = env.DATA_DIR ?? ''
  const token = /\/set-up\/([\w-]+)/.exec(running.said())?.[1]
  if (!token) throw new Error(`it does not start: ${running.said()}`)
  const world = await settle(
    {
      setUpToken: token,
      database,
      mailFolder: join(dataDir, 'mail'),
      folderRoot: join(dataDir, 'folders'),
      stop: async () => {
        await running.kill()
        await database.drop()
      },
    },
    { url: env.PUBLIC_URL ?? '', mailFolder: join(dataDir, 'mail') },
  )
  try {
    const { id } = await world.callOff(world.nordlicht)
    await world.is.ole.call(ordersApi.answer, {
      params: { orderId: id },
      body: { versionAnswered: 1, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
    })
    const order = await world.is.jonas.call(ordersApi.get, { params: { orderId: id } })
    expect(order.status).toBe('confirmed')
    const spoken = await world.callOff(world.wheelworks)
    const system = systemOf(world, 'wheelworks')
    await until('the 850 answered by 855', async () => (await system.step()).answered > 0)
    await until('the 855 applied', async () => {
      const { status } = await world.is.jonas.call(ordersApi.get, { params: { orderId: spoken.id } })
      return status === 'confirmed'
    })
    const mailed = () => mailsTo(world.product.mailFolder, people.ole.email)
    await until('the order is told by mail', async () => (await mailed()).length > 1)
    await running.kill('SIGTERM')
    expect([await running.ended, running.said()]).toEqual([0, running.said()])
  } finally {
    await world.close()
  }
})
