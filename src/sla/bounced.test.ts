// A reminder that is refused, at once or later: seen with the step, and the buyer tells them another way.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cameBack, messageIdOf, openMaildir } from '../../test/bounced-mail.ts'
import { type MailServer, openMailServer } from '../../test/mail-server.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier, openTrade, type Trade } from '../../test/trade.ts'
import { until } from '../../test/until.ts'
import { freePort } from '../kernel/embedded-server.ts'
import { isRefusal } from '../kernel/errors.ts'
import { noticesWork, watchBounces } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { addPolicy } from './change-policy.ts'
import { slaReactions, slaWork } from './index.ts'
import { addContact } from './keep-contact.ts'
import { board } from './queries.ts'
import { startClock } from './start.ts'

const T0 = new Date('2027-03-01T08:00:00Z')
let trade: Trade
let smtp: MailServer
let smtpUrl: string
beforeEach(async () => {
  trade = await openTrade(slaReactions, { targets: { callOff: { kind: 'business-minutes', minutes: 120 } } })
  const port = await freePort()
  smtp = await openMailServer(port)
  smtpUrl = `smtp://127.0.0.1:${port}`
})
afterEach(async () => {
  await smtp.close()
  await trade.close()
})

/** A clock runs for a supplier whose only address is this; the work of a moment, in minutes after its start, is done. */
async function remind(contactEmail: string): Promise<(minutes: number) => Promise<void>> {
  const supplierId = await addSilentSupplier(trade, contactEmail)
  await trade.setNow(T0)
  const subject = { kind: 'order', id: randomUUID() }
  const asked = { supplierId, kind: 'call-off', subject, label: '4711', at: T0, shipToZone: 'Europe/Berlin' } as const
  await trade.web.withTenant(trade.buyer, tx => startClock(tx, { buyerId: trade.buyer.orgId, ...asked }))
  const mail = { smtpUrl, from: 'Pullwire <p@velowerk.example>', folder: '' }
  const handlers = [...slaWork(), ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 })]
  return async minutes => {
    await trade.setNow(new Date(T0.getTime() + minutes * 60_000))
    await runDueWork(trade.worker, handlers)
  }
}

async function told() {
  const { rows } = await trade.web.withTenant(trade.buyer, tx => board(tx, {}))
  return rows[0]?.fired.map(({ level, told }) => [level, told.map(({ state }) => state)])
}

const warnings = () =>
  trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Kai Still at Silent GmbH does not arrive')),
  )

it('stands as refused with each step, and the buyer is told once a day', async () => {
  const at = await remind('gone@silent.example')
  for (const minutes of [60, 90]) await at(minutes)
  expect(await told()).toEqual([
    ['warned-50', ['bounced']],
    ['warned-75', ['bounced']],
  ])
  const warned = await warnings()
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
  expect(warned[0]?.text).toContain('no such mailbox')
})

it.each([
  [
    'exchange-online',
    'bounced',
    'was refused: Came back: there is no such mailbox, or its domain takes no mail (5.1.10).',
  ],
  ['postfix-expired', 'failed', 'never arrived: Came back, given up on the way:'],
] as const)('that is taken and comes back does the same: %s', async (report, state, words) => {
  const at = await remind('kai@silent.example')
  const box = openMaildir()
  const log = { warn: () => undefined, error: () => undefined }
  const settings = { db: trade.worker, maildir: box.path, host: 'p.example', bounceAddress: undefined, log, pollMs: 20 }
  const watching = watchBounces(settings)
  for (const [i, minutes] of [60, 90].entries()) {
    await at(minutes)
    expect((await told())?.at(-1)?.[1]).toEqual(['sent'])
    const { text = '' } = smtp.mails.findLast(mail => mail.to[0] === 'kai@silent.example') ?? {}
    box.put(cameBack(report, { messageId: messageIdOf(text), to: 'kai@silent.example' }))
    await until('the bounce to be taken', async () => box.taken().length === i + 1)
  }
  await watching.stop()
  box.remove()
  await at(91)
  expect(await told()).toEqual([
    ['warned-50', [state]],
    ['warned-75', [state]],
  ])
  const warned = await warnings()
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
  expect(warned[0]?.text).toContain(`A mail to Kai Still <kai@silent.example> ${words}`)
})

it('to a contact whom a ladder names is told to the buyer, who alone can correct the address', async () => {
  await trade.web.withTenant(trade.buyer, async tx => {
    const kim = await addContact(tx, { name: 'Kim Plant', email: 'gone@plant.example' })
    if (isRefusal(kim)) throw new Error(kim.detail)
    await addPolicy(tx, {
      ...{ name: 'By name', kind: 'call-off', supplierId: null, hours: 'agreed', calendarId: null },
      target: { kind: 'elapsed', minutes: 120 },
      ladder: {
        reminders: [{ percent: 50, to: 'named', named: [{ contactId: kim.id }], mandatory: true }],
        escalations: [],
        repeat: null,
      },
      pauseReasons: [],
    })
  })
  const at = await remind('kai@silent.example')
  await at(60)
  await at(61)
  expect(await told()).toEqual([['warned-50', ['bounced']]])
  const warned = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Kim Plant, whom a policy names, does not arrive')),
  )
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
})
