// Failed work, as those see it who run an organization's side: why it failed, what it is about, and once more.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dueWork } from '../../test/run-due-work.ts'
import { openTrade, type Trade } from '../../test/trade.ts'
import type { Caller } from '../kernel/db.ts'
import { Unknown } from '../kernel/errors.ts'
import { failedWork } from './failed-work.ts'
import { runAgain } from './run-again.ts'

const elsewhere = new Set(['notice.send'])
let trade: Trade
beforeAll(async () => {
  trade = await openTrade({})
})
afterAll(() => trade.close())

interface Made {
  kind?: string
  attempts?: number
  failed?: boolean
  done?: boolean
  data?: object
  dueIn?: string
  leased?: boolean
}

async function workOf(caller: Caller, made: Made = {}): Promise<string> {
  const { kind = 'clock.step', attempts = 0, failed = false, done = false, data = {}, dueIn = '1 hour' } = made
  const id = randomUUID()
  await trade.owner.query(
    `insert into work (id, org_id, kind, lane, key, data, attempts, due_at, failed_at, done_at, lease_until, last_error)
     values ($1::uuid, $2, $3, 'clock', $1::uuid::text, $4, $5, kernel.now() + $6::interval, case when $7 then kernel.now() end,
       case when $8 then kernel.now() end, case when $9 then kernel.now() + interval '10 s' end, 'the disk is full')`,
    [id, caller.orgId, kind, JSON.stringify(data), attempts, dueIn, failed, done, made.leased ?? false],
  )
  return id
}

const listOf = (caller: Caller, query: Parameters<typeof failedWork>[1] = {}) =>
  trade.web.withTenant(caller, tx => failedWork(tx, query, elsewhere))
const again = (workId: string, caller = trade.buyer) =>
  trade.web.withTenant(caller, tx => runAgain(tx, workId, elsewhere))

describe('the list', () => {
  it('holds what was given up and what is tried again, with its reason, and nobody else’s', async () => {
    const clockId = randomUUID()
    const givenUp = await workOf(trade.buyer, { attempts: 12, failed: true, data: { clockId } })
    const trying = await workOf(trade.buyer, { attempts: 3 })
    await workOf(trade.buyer)
    await workOf(trade.buyer, { attempts: 3, done: true })
    await workOf(trade.supplier, { attempts: 12, failed: true })
    const { rows, total } = await listOf(trade.buyer, { sort: '-attempts' })
    expect(total).toBe(2)
    expect(rows.map(({ id, state, attempts, error }) => [id, state, attempts, error])).toEqual([
      [givenUp, 'given-up', 12, 'the disk is full'],
      [trying, 'trying', 3, 'the disk is full'],
    ])
    expect(rows[0]).toMatchObject({ subject: { kind: 'clock', id: clockId }, nextAt: null })
    expect((await listOf(trade.buyer, { state: 'trying' })).rows.map(({ id }) => id)).toEqual([trying])
  })

  it('says how much is due and since when', async () => {
    const other = await trade.addSupplier('Waits long')
    expect((await listOf(other)).waiting).toEqual({ n: 0, oldestDueAt: null })
    await workOf(other, { dueIn: '-2 hours' })
    await workOf(other, { dueIn: '-1 hour' })
    const { n, oldestDueAt } = (await listOf(other)).waiting
    expect(n).toBe(2)
    const ageMs = (await trade.now()).getTime() - Date.parse(oldestDueAt ?? '')
    expect(Math.round(ageMs / 3_600_000)).toBe(2)
  })
})

describe('run again', () => {
  it('makes what was given up due at once, with all its tries before it', async () => {
    const id = await workOf(trade.buyer, { attempts: 12, failed: true })
    expect(await again(id)).toBeUndefined()
    expect(await dueWork(trade.worker)).toContain(id)
    expect((await listOf(trade.buyer)).rows.map(row => row.id)).not.toContain(id)
  })

  it('is refused for what is not failing, is held by a worker, or is settled on a page of its own', async () => {
    expect(await again(await workOf(trade.buyer))).toMatchObject({ code: 'not-failed' })
    expect(await again(await workOf(trade.buyer, { attempts: 2, leased: true }))).toMatchObject({ code: 'not-failed' })
    const mail = await workOf(trade.buyer, { kind: 'notice.send', attempts: 84, failed: true })
    expect(await again(mail)).toMatchObject({ code: 'settled-elsewhere' })
  })

  it('is for one’s own organization', async () => {
    const id = await workOf(trade.buyer, { attempts: 12, failed: true })
    await expect(again(id, trade.supplier)).rejects.toThrow(Unknown)
  })
})
