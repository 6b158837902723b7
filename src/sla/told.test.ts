// What becomes of the notice of a step, as both sides see it on the document: queued, sent, opened.
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { requeue, settle } from '../notices/deliver.ts'
import { noticesWork } from '../notices/index.ts'
import { markRead } from '../notices/mark-read.ts'
import { notices } from '../notices/tables.ts'
import { clockDetail } from './detail.ts'
import { slaWork } from './index.ts'

let world: ClockTrade
let folder: string
beforeEach(async () => {
  world = await openClockTrade({ targets: { order: { kind: 'business-minutes', minutes: 120 } } })
  folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
})
afterEach(async () => {
  await world.trade.close()
  await rm(folder, { recursive: true, force: true })
})

async function runAt(minutes: number): Promise<void> {
  await world.trade.setNow(past(minutes))
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
  const handlers = [...slaWork(), ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 })]
  await runDueWork(world.trade.worker, handlers)
}

/** Of the first step, as each side reads it. */
async function shown(clockId: string) {
  const { buyer, supplier, web } = world.trade
  const seen = []
  for (const side of [buyer, supplier]) {
    const { fired } = await web.withTenant(side, tx => clockDetail(tx, clockId))
    seen.push(fired[0]?.told.map(({ channel, state, at, openedAt }) => ({ channel, state, at, openedAt })))
  }
  expect(seen[0]).toEqual(seen[1])
  return seen[0]
}

const at = (minutes: number) => expect.stringContaining(past(minutes).toISOString().slice(0, 16))

it('a mail that is held over quiet hours waits in sight, with when it may leave, and is then sent', async () => {
  await world.trade.owner.query(
    `update memberships set zone = 'UTC', quiet_from = '08:30', quiet_to = '09:45' where person_id = $1`,
    [world.trade.supplier.personId],
  )
  const { clockId } = await world.start()
  await runAt(60)
  const inPortal = { channel: 'in-app', at: at(60) }
  expect(await shown(clockId)).toEqual([inPortal, { channel: 'mail', state: 'queued', at: past(105).toISOString() }])
  await runAt(106)
  expect(await shown(clockId)).toEqual([inPortal, { channel: 'mail', state: 'filed', at: at(106) }])
})

it('a notice that its reader opens is said to be opened once, since when it was first', async () => {
  const { buyer, supplier, web, owner } = world.trade
  const { clockId } = await world.start()
  await runAt(60)
  for (const [minutes, who] of [
    [61, buyer],
    [62, supplier],
    [63, supplier],
  ] as const) {
    await world.trade.setNow(past(minutes))
    await web.withTenant(who, tx => markRead(tx, undefined))
  }
  expect(await shown(clockId)).toEqual([
    { channel: 'in-app', at: at(60), openedAt: at(62) },
    { channel: 'mail', state: 'filed', at: at(60) },
  ])
  const { rows } = await owner.query(`select org_id as "orgId" from events where type = 'notice.opened'`)
  expect(rows).toEqual([{ orgId: supplier.orgId }])
})

it('a mail that an operator sends again waits again', async () => {
  const { supplier, web } = world.trade
  const { clockId } = await world.start()
  await runAt(60)
  const [mail] = await web.withTenant(supplier, tx => tx.select().from(notices))
  await web.withTenant(supplier, tx => settle(tx, mail?.mailId ?? '', { status: 'failed', error: 'down' }, 'filed'))
  await world.trade.setNow(past(63))
  await web.withTenant(supplier, tx => requeue(tx, mail?.mailId ?? ''))
  expect((await shown(clockId))?.[1]).toEqual({ channel: 'mail', state: 'queued', at: at(63) })
})

it('what was opened before it stood with the step is put there, and a step that nobody stands with yet stays', async () => {
  const { supplier, web, owner } = world.trade
  const { clockId } = await world.start()
  const other = await world.start()
  await runAt(60)
  await world.trade.setNow(past(62))
  await web.withTenant(supplier, tx => markRead(tx, undefined))
  await owner.query(`update escalations set told = jsonb_build_array((told->0) - 'openedAt')`)
  await owner.query(`update escalations set told = '[]' where clock_id = $1`, [other.clockId])
  const [, backfill = ''] = readFileSync('migrations/0038_turned_to_the_next.sql', 'utf8').split(
    '--> statement-breakpoint',
  )
  await owner.query(backfill)
  expect((await shown(clockId))?.[0]?.openedAt).toEqual(at(62))
  expect(await shown(other.clockId)).toEqual([])
})
