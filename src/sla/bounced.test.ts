// A reminder that is refused, at once or later: seen with the step, told to the next in line, and the buyer is warned.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cameBack, messageIdOf, openMaildir } from '../../test/bounced-mail.ts'
import { type MailServer, openMailServer } from '../../test/mail-server.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier, openTrade, type Trade } from '../../test/trade.ts'
import { until } from '../../test/until.ts'
import { freePort } from '../kernel/embedded-server.ts'
import { isRefusal } from '../kernel/errors.ts'
import { readReport } from '../notices/delivery-report.ts'
import { noticesWork, watchBounces } from '../notices/index.ts'
import { markRead } from '../notices/mark-read.ts'
import { storedOf } from '../notices/message-id.ts'
import { notices } from '../notices/tables.ts'
import { takeReport } from '../notices/take-report.ts'
import { defaultTargets } from '../partners/profile.ts'
import { addPolicy } from './change-policy.ts'
import { slaReactions, slaWork } from './index.ts'
import { addContact } from './keep-contact.ts'
import { inboxDue } from './queries.ts'
import { startClock } from './start.ts'
import { escalations } from './tables.ts'

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
const remind = async (contactEmail: string) => await remindOf(await addSilentSupplier(trade, contactEmail))

async function remindOf(supplierId: string): Promise<(minutes: number) => Promise<void>> {
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

/** Of each step who was told by mail, and what became of it. */
async function told() {
  const steps = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(escalations).orderBy(escalations.dueAt, escalations.firedAt),
  )
  return steps.map(({ level, told }) => [
    level,
    told.filter(({ channel }) => channel === 'mail').map(({ name, state }) => `${name}: ${state}`),
  ])
}

const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address)).length

const warnings = () =>
  trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Kai Still at Silent GmbH does not arrive')),
  )

it('stands as refused with each step, and the buyer is told once a day', async () => {
  const at = await remind('gone@silent.example')
  for (const minutes of [60, 90]) await at(minutes)
  const reached = ['Kai Still: bounced', 'Anna Berg: sent']
  expect(await told()).toEqual([
    ['warned-50', reached],
    ['warned-75', reached],
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
    expect((await told()).at(-1)?.[1]).toEqual(['Kai Still: sent'])
    const { text = '' } = smtp.mails.findLast(mail => mail.to[0] === 'kai@silent.example') ?? {}
    box.put(cameBack(report, { messageId: messageIdOf(text), to: 'kai@silent.example' }))
    await until('the bounce to be taken', async () => box.taken().length === i + 1)
  }
  await watching.stop()
  box.remove()
  await at(91)
  const reached = [`Kai Still: ${state}`, 'Anna Berg: sent']
  expect(await told()).toEqual([
    ['warned-50', reached],
    ['warned-75', reached],
  ])
  const warned = await warnings()
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
  expect(warned[0]?.text).toContain(`A mail to Kai Still <kai@silent.example> ${words}`)
})

it('to a contact whom a ladder names goes to whom it tells next; the buyer is told, who alone can correct the address', async () => {
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
  expect(await told()).toEqual([['warned-50', ['Kim Plant: bounced', 'Kai Still: sent']]])
  const warned = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Kim Plant, whom a policy names, does not arrive')),
  )
  expect(warned).toMatchObject([{ name: 'Anna Berg', status: 'sent' }])
})

describe('of a supplier whose people are here', () => {
  const admin = 'ida@nordlicht.example'
  const moved = (address: string, name: string) =>
    trade.owner.query('update people set email = $1 where name = $2', [address, name])
  /** Ole answers and Ida administers; Mara is their contact, Anna their buyer, Bo administers over her. */
  async function inLine(dead: readonly string[]) {
    const at = (name: string) => `${dead.includes(name) ? 'gone' : name.toLowerCase()}@${name.toLowerCase()}.example`
    await trade.addPerson(trade.supplier.orgId, 'Ida Chief', 'supplier-administrator')
    await trade.addPerson(trade.buyer.orgId, 'Bo Head', 'administrator')
    await moved(at('Ole'), 'Ole of Nordlicht Antriebe')
    await moved(dead.includes('Ida') ? at('Ida') : admin, 'Ida Chief')
    await moved(at('Anna'), 'Anna Berg')
    await moved(at('Bo'), 'Bo Head')
    await trade.owner.query('update relationships set contact_email = $1', [at('Mara')])
    return await remindOf(trade.supplier.orgId)
  }
  const [ole, ida, mara] = ['Ole of Nordlicht Antriebe', 'Ida Chief', 'Mara Voss']
  const [anna, bo] = ['Anna Berg', 'Bo Head']

  it.each([
    [['Ole'], [`${ole}: bounced`, `${ida}: sent`]],
    [
      ['Ole', 'Ida'],
      [`${ole}: bounced`, `${ida}: bounced`, `${mara}: sent`],
    ],
    [
      ['Ole', 'Ida', 'Mara'],
      [`${ole}: bounced`, `${ida}: bounced`, `${mara}: bounced`, `${anna}: sent`],
    ],
    [
      ['Ole', 'Ida', 'Mara', 'Anna'],
      [`${ole}: bounced`, `${ida}: bounced`, `${mara}: bounced`, `${anna}: bounced`, `${bo}: sent`],
    ],
    [
      ['Ole', 'Ida', 'Mara', 'Anna', 'Bo'],
      [`${ole}: bounced`, `${ida}: bounced`, `${mara}: bounced`, `${anna}: bounced`, `${bo}: bounced`],
    ],
  ])('goes to whoever is next in line and can be reached, and no further: %j are dead', async (dead, reached) => {
    const at = await inLine(dead)
    for (const minutes of [60, 61, 62]) await at(minutes)
    expect(await told()).toEqual([['warned-50', reached]])
  })

  it('goes there once, whatever the queue does', async () => {
    const at = await inLine(['Ole'])
    await at(60)
    expect(mailsTo(admin)).toBe(1)
    await trade.owner.query(`update work set done_at = null where kind like 'clock.%' or kind like 'notice.%'`)
    await at(61)
    expect(mailsTo(admin)).toBe(1)
    await trade.owner.query(`update notices set status = 'queued' where email like 'gone@%'`)
    await trade.owner.query(`update work set done_at = null where kind = 'notice.send'`)
    await at(62)
    expect(mailsTo(admin)).toBe(1)
    expect(await told()).toEqual([['warned-50', [`${ole}: bounced`, `${ida}: sent`]]])
  })

  /** The mail to Ole is taken, and comes back when this has happened. */
  async function comesBackAfter(happens: () => Promise<void>) {
    const at = await inLine([])
    await at(60)
    await happens()
    const { text = '' } = smtp.mails.find(mail => mail.to[0] === 'ole@ole.example') ?? {}
    const mail = { messageId: messageIdOf(text), to: 'ole@ole.example' }
    const report = readReport(Buffer.from(cameBack('postfix-unknown', mail)))
    await takeReport(trade.worker, storedOf(mail.messageId) ?? '', report?.standings ?? [])
    await at(61)
    expect(await told()).toEqual([['warned-50', [`${ole}: bounced`]]])
  }

  it('goes to nobody else once it was opened in the portal', async () => {
    await comesBackAfter(() => trade.web.withTenant(trade.supplier, tx => markRead(tx, undefined)))
    expect(mailsTo(admin)).toBe(0)
  })

  it('goes to nobody else once the answer is here', async () => {
    const answered = `update clocks set at = 'met', stopped_at = kernel.now()`
    await comesBackAfter(async () => void (await trade.owner.query(answered)))
    expect(mailsTo(admin)).toBe(0)
  })

  it('is shown to the supplier: that the buyer was told in turn, not who of its people', async () => {
    const at = await inLine(['Ole', 'Ida', 'Mara'])
    for (const minutes of [60, 61]) await at(minutes)
    const { rows } = await trade.web.withTenant(trade.supplier, tx => inboxDue(tx))
    expect(rows[0]?.fired[0]).toMatchObject({ instead: ['supplier-administrators', 'contact', 'buyer'] })
    const names = new Set(rows[0]?.fired[0]?.told.map(({ name }) => name))
    expect(names).toEqual(new Set([ole, ida, mara]))
    const { rows: facts } = await trade.owner.query<{ data: string }>(
      `select data::text from events where type = 'clock.told'`,
    )
    expect(facts.filter(({ data }) => data.includes(anna))).toEqual([])
  })
})

it('to one of the buyer is told to the others there, not to the dead address', async () => {
  await trade.addPerson(trade.buyer.orgId, 'Bo Head', 'administrator')
  await trade.owner.query(`update people set email = 'gone@velowerk.example' where name = 'Anna Berg'`)
  const targets = { ...defaultTargets, callOff: { kind: 'business-minutes', minutes: 120 } }
  const escalation = { buyerAfterMinutes: 0, repeatMinutes: 240, repeatMax: 1 }
  await trade.owner.query('update relationships set targets = $1', [JSON.stringify({ ...targets, escalation })])
  const at = await remindOf(trade.supplier.orgId)
  for (const minutes of [120, 121]) await at(minutes)
  const warned = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(notices).where(eq(notices.title, 'Mail to Anna Berg of your organization does not arrive')),
  )
  expect(warned).toMatchObject([{ name: 'Bo Head', status: 'sent' }])
  expect(warned[0]?.text).toContain('In the portal they can still read it.')
  expect((await told()).at(-1)).toEqual(['escalated-buyer', ['Anna Berg: bounced', 'Bo Head: sent']])
})
