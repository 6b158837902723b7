// Who is told of a late answer, when and by which channel: both sides see the same, and only their own people's names.
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier, openTrade, type Trade } from '../../test/trade.ts'
import type { Caller } from '../kernel/db.ts'
import { noticesWork } from '../notices/index.ts'
import { clockDetail } from './detail.ts'
import { slaReactions, slaWork } from './index.ts'
import { board, clocksOf, inboxDue, summary } from './queries.ts'
import { startClock } from './start.ts'
import { clocks } from './tables.ts'

const targets = {
  callOff: { kind: 'business-minutes', minutes: 120 },
  escalation: { buyerAfterMinutes: 0, repeatMinutes: 240, repeatMax: 1 },
} as const
const T0 = new Date('2027-03-01T08:00:00Z')
const past = (minutes: number) => new Date(T0.getTime() + minutes * 60_000)
const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
let trade: Trade

beforeAll(async () => {
  trade = await openTrade(slaReactions, { targets })
})
afterAll(async () => {
  await trade.close()
  await rm(folder, { recursive: true, force: true })
})

async function calledOff(supplier: Caller, label: string): Promise<string> {
  const orderId = randomUUID()
  await trade.setNow(T0)
  await trade.web.withTenant(trade.buyer, tx =>
    startClock(tx, {
      buyerId: trade.buyer.orgId,
      supplierId: supplier.orgId,
      kind: 'call-off',
      subject: { kind: 'order', id: orderId },
      label,
      at: T0,
      shipToZone: 'Europe/Berlin',
    }),
  )
  return orderId
}

async function runAt(at: Date): Promise<void> {
  await trade.setNow(at)
  const mail = noticesWork({
    mail: { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder },
    publicUrl: 'https://p.example',
    gatherMs: 0,
  })
  const performed = await runDueWork(trade.worker, [...slaWork(), ...mail])
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}

it('the answerer first, then the administrator, then the buyer; the board says so', async () => {
  await trade.addPerson(trade.supplier.orgId, 'Ida Chief', 'supplier-administrator')
  const orderId = await calledOff(trade.supplier, '4711')
  await runAt(past(60))
  const mine = () => trade.web.withTenant(trade.buyer, tx => board(tx, {}))
  const reminded = (await mine()).rows[0]
  expect(reminded).toMatchObject({ label: '4711', state: 'running', urgency: 'on-track', subject: { id: orderId } })
  expect(reminded?.fired[0]?.told.map(({ name, channel }) => [name, channel])).toEqual([
    ['Ole of Nordlicht Antriebe', 'in-app'],
    ['Ole of Nordlicht Antriebe', 'mail'],
  ])
  expect(reminded?.next).toMatchObject({ level: 'warned-75', at: past(90).toISOString(), to: 'answerers' })

  await runAt(past(120))
  const late = (await mine()).rows[0]
  expect(late?.fired.map(({ level, told }) => [level, told.map(({ name }) => name)])).toEqual([
    ['warned-50', ['Ole of Nordlicht Antriebe', 'Ole of Nordlicht Antriebe']],
    ['warned-75', []],
    ['breached', ['Ole of Nordlicht Antriebe', 'Ole of Nordlicht Antriebe']],
    ['escalated-administrator', ['Ida Chief', 'Ida Chief']],
    ['escalated-buyer', ['Anna Berg', 'Anna Berg']],
  ])
  const counted = await trade.web.withTenant(trade.buyer, tx => summary(tx, {}))
  expect(counted.counts).toMatchObject({ open: 1, late: 1, unclaimed: 1 })

  const theirs = await trade.web.withTenant(trade.supplier, tx => inboxDue(tx))
  expect(theirs.rows[0]).toMatchObject({ label: '4711', buyer: { name: 'Velowerk AG' }, urgency: 'late' })
  expect(theirs.rows[0]?.fired.at(-1)).toMatchObject({ level: 'escalated-buyer', told: [] })

  const { rows } = await trade.web.withTenant(trade.supplier, tx => clocksOf(tx, `${orderId},${randomUUID()}`))
  expect(rows).toHaveLength(1)
  expect(rows[0]?.explanation[0]).toBe('Due Mon 1 Mar 11:00 Berlin (CET).')
})

it('a supplier without people here is told by mail to its contact', async () => {
  const orgId = await addSilentSupplier(trade, 'kai@silent.example')
  await calledOff({ orgId, personId: null, name: 'x', channel: 'portal' }, '4712')
  await runAt(past(60))
  const { rows: found } = await trade.web.withTenant(trade.buyer, tx => board(tx, { search: '4712' }))
  expect(found[0]?.fired[0]?.told.map(({ address, channel }) => [address, channel])).toEqual([
    ['kai@silent.example', 'mail'],
  ])
})

it('why it is due then: stretches that add up to the target, and what happened so far', async () => {
  const [clock] = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(clocks).where(eq(clocks.label, '4711')),
  )
  const detail = await trade.web.withTenant(trade.supplier, tx => clockDetail(tx, clock?.id ?? ''))
  expect(detail.days.map(({ date }) => date)).toEqual(['2027-03-01'])
  const counted = detail.days.flatMap(day => day.counted)
  expect(counted.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(120)
  expect(detail).toMatchObject({ target: '2 h of working time', zone: 'Europe/Berlin', cutOff: null })
  expect(detail.history.map(({ type }) => type)).toContain('clock.breached')
  expect(detail.coming.map(({ level }) => level)).toEqual(['repeat-1'])
})

it('filters, sorts and counts', async () => {
  const ask = (query: Parameters<typeof board>[1]) => trade.web.withTenant(trade.buyer, tx => board(tx, query))
  await runAt(past(95))
  const of = async (query: Parameters<typeof board>[1]) => (await ask(query)).rows.map(({ label }) => label)
  expect(await of({})).toEqual(['4711', '4712'])
  expect(await of({ urgency: 'at-risk' })).toEqual(['4712'])
  expect(await of({ urgency: 'late,at-risk', sort: '-supplier' })).toEqual(['4712', '4711'])
  expect(await of({ kind: 'order' })).toEqual([])
  expect(await of({ search: 'silent' })).toEqual(['4712'])
  expect(await of({ unclaimed: true })).toEqual(['4711'])
  expect(await of({ supplierId: trade.supplier.orgId })).toEqual(['4711'])
  const { suppliers, counts } = await trade.web.withTenant(trade.buyer, tx => summary(tx, {}))
  expect(suppliers.map(({ name }) => name)).toEqual(['Nordlicht Antriebe', 'Silent GmbH'])
  expect(counts).toMatchObject({ open: 2, late: 1, atRisk: 1 })
})

it('a supplier sees what is due first first, forecasts among it, page by page', async () => {
  await trade.setNow(T0)
  const start = (kind: 'commit' | 'order', label: string) =>
    trade.web.withTenant(trade.buyer, tx =>
      startClock(tx, {
        buyerId: trade.buyer.orgId,
        supplierId: trade.supplier.orgId,
        kind,
        subject: { kind: kind === 'commit' ? 'supplier-release' : 'order', id: randomUUID() },
        label,
        at: past(-10_000),
        shipToZone: 'Europe/Berlin',
      }),
    )
  await start('commit', 'Release 7')
  const ask = (query: Parameters<typeof inboxDue>[1]) => trade.web.withTenant(trade.supplier, tx => inboxDue(tx, query))
  const all = await ask({})
  expect(all.rows.map(({ dueAt }) => dueAt)).toEqual(all.rows.map(({ dueAt }) => dueAt).toSorted())
  expect(all.rows.map(({ kind }) => kind)).toContain('commit')
  expect(all.total).toBe(all.rows.length)
  const second = await ask({ offset: 1, limit: 1 })
  expect([second.rows[0]?.id, second.total]).toEqual([all.rows[1]?.id, all.total])
  const of = async (query: Parameters<typeof inboxDue>[1]) => (await ask(query)).rows.map(({ label }) => label)
  expect(await of({ kind: 'commit' })).toEqual(['Release 7'])
  expect(await of({ search: 'lease' })).toEqual(['Release 7'])
  expect((await ask({ search: 'velowerk' })).total).toBe(all.total)
  expect((await ask({ buyerId: trade.buyer.orgId })).total).toBe(all.total)
  expect((await ask({ buyerId: randomUUID() })).total).toBe(0)
  expect((await ask({ late: true })).rows.every(({ urgency }) => urgency === 'late')).toBe(true)
})
