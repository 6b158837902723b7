// A reminder that the mail server refuses: seen with the step, and the buyer tells them another way.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, openMailServer } from '../../test/mail-server.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier, openTrade, type Trade } from '../../test/trade.ts'
import { freePort } from '../kernel/embedded-server.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { slaReactions, slaWork } from './index.ts'
import { board } from './queries.ts'
import { startClock } from './start.ts'

let trade: Trade
let smtp: MailServer
let smtpUrl: string
beforeAll(async () => {
  trade = await openTrade(slaReactions, { targets: { callOff: { kind: 'business-minutes', minutes: 120 } } })
  const port = await freePort()
  smtp = await openMailServer(port)
  smtpUrl = `smtp://127.0.0.1:${port}`
})
afterAll(async () => {
  await smtp.close()
  await trade.close()
})

it('stands as refused with each step, and the buyer is told once a day', async () => {
  const supplierId = await addSilentSupplier(trade, 'gone@silent.example')
  const T0 = new Date('2027-03-01T08:00:00Z')
  await trade.setNow(T0)
  const subject = { kind: 'order', id: randomUUID() }
  const asked = { supplierId, kind: 'call-off', subject, label: '4711', at: T0, shipToZone: 'Europe/Berlin' } as const
  await trade.web.withTenant(trade.buyer, tx => startClock(tx, { buyerId: trade.buyer.orgId, ...asked }))
  const mail = { smtpUrl, from: 'Pullwire <p@velowerk.example>', folder: '' }
  const handlers = [...slaWork(), ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 })]
  for (const minutes of [60, 90]) {
    await trade.setNow(new Date(T0.getTime() + minutes * 60_000))
    await runDueWork(trade.worker, handlers)
  }
  const { rows } = await trade.web.withTenant(trade.buyer, tx => board(tx, {}))
  expect(rows[0]?.fired.map(({ level, told }) => [level, told.map(({ state }) => state)])).toEqual([
    ['warned-50', ['bounced']],
    ['warned-75', ['bounced']],
  ])
  const warned = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Kai Still at Silent GmbH does not arrive')),
  )
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
  expect(warned[0]?.text).toContain('no such mailbox')
})
