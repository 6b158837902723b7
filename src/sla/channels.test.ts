// A step goes by the channels that its policy chooses: in the portal always, by mail unless it says no.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier } from '../../test/trade.ts'
import type { Caller } from '../kernel/db.ts'
import { isRefusal, Refused } from '../kernel/errors.ts'
import { noticesWork } from '../notices/index.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { slaWork } from './index.ts'
import { addContact } from './keep-contact.ts'
import type { PolicyBody, PolicyLadder } from './policy-api.ts'

let world: ClockTrade
const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
beforeAll(async () => {
  world = await openClockTrade({ targets: {} })
})
afterAll(async () => {
  await world.trade.close()
  await rm(folder, { recursive: true, force: true })
})

const byBuyer = <T>(act: Parameters<typeof world.trade.web.withTenant<T>>[1]) =>
  world.trade.web.withTenant(world.trade.buyer, act)

const policy = (ladder: Partial<PolicyLadder>): PolicyBody => ({
  ...{ name: 'Quietly first', kind: 'order', supplierId: null, hours: 'agreed', calendarId: null },
  target: { kind: 'elapsed', minutes: 60 },
  ladder: { reminders: [], escalations: [], repeat: null, ...ladder },
  pauseReasons: [],
})
const quietly: PolicyBody = policy({
  reminders: [
    { percent: 50, to: 'answerers', mandatory: true, mail: false },
    { percent: 75, to: 'answerers', mandatory: true },
  ],
})

async function runAt(minutes: number): Promise<void> {
  await world.trade.setNow(past(minutes))
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
  const handlers = [...slaWork(), ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 })]
  await runDueWork(world.trade.worker, handlers)
}

/** Of each step that has fired the channels, then of each to come whether it goes by mail. */
async function channelsOf(clockId: string) {
  const { fired, coming } = await byBuyer(tx => clockDetail(tx, clockId))
  return [
    fired.map(({ level, told }) => [level, told.map(({ channel }) => channel)]),
    coming.map(({ level, mails }) => [level, mails]),
  ]
}

describe('a reminder that its policy keeps from the mail', () => {
  beforeAll(async () => {
    await byBuyer(tx => addPolicy(tx, quietly))
  })

  it('is in the portal alone, and the next one by mail too', async () => {
    const { clockId } = await world.start()
    expect((await channelsOf(clockId))[1]).toEqual([
      ['warned-50', false],
      ['warned-75', true],
      ['breached', true],
    ])
    await runAt(31)
    expect((await channelsOf(clockId))[0]).toEqual([['warned-50', ['in-app']]])
    await runAt(46)
    expect((await channelsOf(clockId))[0]?.[1]).toEqual(['warned-75', ['in-app', 'mail']])
  })

  it('reaches a supplier who has nobody here all the same: its contact has no inbox', async () => {
    const orgId = await addSilentSupplier(world.trade, 'kai@silent.example')
    const { clockId } = await world.start({ orgId } as Caller)
    await runAt(31)
    expect((await channelsOf(clockId))[0]).toEqual([['warned-50', ['mail']]])
  })

  it('takes the place of no mail that an outage has held up', async () => {
    const reminders = quietly.ladder.reminders.map(step => ({ ...step, mail: step.percent === 50 }))
    await byBuyer(tx => addPolicy(tx, { ...policy({ reminders }), name: 'Loudly first', kind: 'call-off' }))
    const { clockId } = await world.start(world.trade.supplier, { kind: 'call-off' })
    await runAt(50)
    expect((await channelsOf(clockId))[0]).toEqual([
      ['warned-50', ['in-app', 'mail']],
      ['warned-75', ['in-app']],
    ])
  })
})

it('a repeat that goes on is kept from the mail each time', async () => {
  const repeat = { everyMinutes: 30, times: null, to: 'answerers', mail: false } as const
  const { orgId } = world.trade.supplier
  await byBuyer(tx => addPolicy(tx, { ...policy({ repeat }), name: 'Again and again', supplierId: orgId }))
  await world.trade.setNow(past(0))
  const { clockId } = await world.start()
  for (const minutes of [60, 90, 120]) await runAt(minutes)
  expect((await channelsOf(clockId))[0]).toEqual([
    ['breached', ['in-app', 'mail']],
    ['repeat-1', ['in-app']],
    ['repeat-2', ['in-app']],
  ])
})

describe('a step that would reach nobody', () => {
  it('is refused: by no mail, to somebody who has no inbox', async () => {
    const kim = await byBuyer(tx => addContact(tx, { name: 'Kim Plant', email: 'kim@plant.example' }))
    if (isRefusal(kim)) throw new Error(kim.detail)
    const named = [{ personId: world.trade.buyer.personId ?? '' }]
    const ladder = (step: object): Partial<PolicyLadder> => ({
      escalations: [{ afterMinutes: 30, to: 'contact', mail: false, ...step }],
    })
    const codesOf = (step: object) =>
      byBuyer(tx => addPolicy(tx, { ...policy(ladder(step)), name: 'By no way', kind: 'commit' })).catch(error =>
        error instanceof Refused ? error.refusals.map(({ code }) => code) : error,
      )
    expect(await codesOf({})).toEqual(['step-reaches-nobody'])
    expect(await codesOf({ to: 'named', named: [...named, { contactId: kim.id }] })).toEqual(['step-reaches-nobody'])
    expect(await codesOf({ to: 'named', named })).toMatchObject({ name: 'By no way' })
  })
})
