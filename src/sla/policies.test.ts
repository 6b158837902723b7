// Response policies on a real database: made, changed, retired; and the clocks that start under them.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addSilentSupplier } from '../../test/trade.ts'
import { addCalendar, type CalendarBody, changeCalendar } from '../calendars/index.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, Refused, Unknown } from '../kernel/errors.ts'
import { events } from '../kernel/tables.ts'
import { noticesWork } from '../notices/index.ts'
import { defaultTargets } from '../partners/profile.ts'
import { addPolicy, changePolicy, retirePolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { slaWork } from './index.ts'
import { pause, resume } from './pause.ts'
import type { Policy, PolicyBody, PolicyLadder } from './policy-api.ts'
import { getPolicy, listPolicies, policyVersionsOf } from './policy-queries.ts'
import { startClock } from './start.ts'
import { clocks, policies } from './tables.ts'

const escalation = { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: null }
const order = { kind: 'business-minutes', minutes: 240 } as const
const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
let timed: ClockTrade
let supplier: Caller
let forja: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets: { ...defaultTargets, order, escalation } })
  supplier = timed.trade.supplier
  forja = await timed.trade.addSupplier('Forja', { targets: { order, escalation } })
})
afterAll(async () => {
  await timed.trade.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await timed.trade.setNow(past(0))
  await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
})

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(timed.trade.buyer, act)

const ladder: PolicyLadder = {
  reminders: [{ percent: 40, to: 'answerers', mandatory: false }],
  escalations: [{ afterMinutes: 30, to: 'buyer' }],
  repeat: null,
}
const hour: PolicyBody = {
  ...{ name: 'Orders within the hour', kind: 'order', supplierId: null, hours: 'agreed', calendarId: null, ladder },
  ...{ target: { kind: 'business-minutes', minutes: 60 }, pauseReasons: ['our-drawing'] },
}

async function saved(made: Promise<Policy | Refusal>): Promise<Policy> {
  const policy = await made
  if (isRefusal(policy)) throw new Error(policy.detail)
  return policy
}
const add = (more: Partial<PolicyBody> = {}) => saved(byBuyer(tx => addPolicy(tx, { ...hour, ...more })))
const change = ({ id, version }: Policy, more: Partial<PolicyBody>) =>
  saved(byBuyer(tx => changePolicy(tx, id, { ...hour, ...more, version })))
const refused = async (made: Promise<Policy | Refusal>) => {
  const said = await made
  return isRefusal(said) ? [said.code, said.where] : said
}

describe('a policy', () => {
  it('is saved in versions, of which each stays readable, and is told as a fact of the buyer alone', async () => {
    const first = await add()
    const second = await change(first, { target: { kind: 'elapsed', minutes: 90 } })
    expect(second).toMatchObject({ version: 2, by: 'Anna Berg', supplierName: null, retiredAt: null })
    const { rows } = await byBuyer(tx => policyVersionsOf(tx, first.id))
    expect(rows.map(({ version, target }) => [version, target])).toEqual([
      [2, { kind: 'elapsed', minutes: 90 }],
      [1, hour.target],
    ])
    const listed = await byBuyer(tx => listPolicies(tx))
    expect(listed.rows.find(({ id }) => id === first.id)).toMatchObject({
      ...{ version: 2, target: '1 h 30 min, day and night', buyerAfterMinutes: 30, retiredAt: null },
    })
    const facts = await byBuyer(tx => tx.select().from(events).where(eq(events.subjectId, first.id)))
    expect(facts.map(({ type, counterpartId }) => [type, counterpartId])).toEqual([
      ['policy.added', null],
      ['policy.changed', null],
    ])
  })

  it('may not tie with another: nobody could say which counts', async () => {
    const nordlicht = { supplierId: supplier.orgId, name: 'Nordlicht' }
    await add()
    const own = await add(nordlicht)
    const again = await byBuyer(tx => addPolicy(tx, { ...hour, name: 'Again' }))
    expect(again).toMatchObject({ code: 'policy-tie', where: '/supplierId' })
    expect(isRefusal(again) && again.detail).toContain('"Orders within the hour" is for orders to every supplier too')
    expect(await refused(byBuyer(tx => addPolicy(tx, { ...hour, kind: 'commit' })))).toEqual([
      ...['policy-name-taken', '/name'],
    ])
    const widened = byBuyer(tx => changePolicy(tx, own.id, { ...hour, name: 'Nordlicht', version: 1 }))
    expect(await refused(widened)).toEqual(['policy-tie', '/supplierId'])
    await add({ ...nordlicht, name: 'Forja', supplierId: forja.orgId })
    await add({ kind: 'call-off', name: 'Call-offs' })
  })

  it('that two save at the same time for the same answers is saved once', async () => {
    const both = ['One', 'Two'].map(name => byBuyer(tx => addPolicy(tx, { ...hour, name })))
    const said = await Promise.all(both)
    expect(said.map(each => (isRefusal(each) ? each.code : 'saved')).toSorted()).toEqual(['policy-tie', 'saved'])
  })

  it('is not overwritten by who edited an older version, nor changed once it is retired', async () => {
    const first = await add()
    await change(first, {})
    const stale = byBuyer(tx => changePolicy(tx, first.id, { ...hour, version: 1 }))
    expect(await refused(stale)).toEqual(['changed-meanwhile', undefined])
    expect(await refused(byBuyer(tx => retirePolicy(tx, first.id, 1)))).toEqual(['changed-meanwhile', undefined])
    expect((await saved(byBuyer(tx => retirePolicy(tx, first.id, 2)))).retiredAt).not.toBeNull()
    const after = byBuyer(tx => changePolicy(tx, first.id, { ...hour, version: 2 }))
    expect(await refused(after)).toEqual(['policy-retired', undefined])
    await add()
  })

  it('says all that is wrong at once, and knows no supplier and no calendar of others', async () => {
    const wrong = byBuyer(tx =>
      addPolicy(tx, { ...hour, name: '', target: { kind: 'business-days', days: 1, by: 'noon' } }),
    )
    await expect(wrong).rejects.toBeInstanceOf(Refused)
    const unknown = '018f0000-0000-7000-8000-000000000000'
    for (const more of [{ supplierId: unknown }, { hours: 'own' as const, calendarId: unknown }])
      await expect(byBuyer(tx => addPolicy(tx, { ...hour, ...more }))).rejects.toBeInstanceOf(Unknown)
    const { id } = await add()
    await expect(by(supplier, tx => getPolicy(tx, id))).rejects.toBeInstanceOf(Unknown)
  })

  it('shows a supplier what times its answers, and no other supplier’s policy, nor one that is over', async () => {
    const everyone = await add()
    const forjas = await add({ supplierId: forja.orgId, name: 'Forja' })
    const over = await add({ kind: 'commit', name: 'Over' })
    await byBuyer(tx => retirePolicy(tx, over.id, 1))
    await change(everyone, {})
    const read = async (who: Caller) => {
      const { rows } = await by(who, tx =>
        tx.execute<{ id: string }>(sql`select policy_id || ' ' || version as id from policy_versions order by 1`),
      )
      return rows.map(({ id }) => id)
    }
    expect(await read(supplier)).toEqual([`${everyone.id} 2`])
    expect(await read(forja)).toEqual([`${everyone.id} 2`, `${forjas.id} 1`].toSorted())
  })
})

const start = async (more: Parameters<ClockTrade['start']>[1] = {}, who = supplier) => {
  const { clockId } = await timed.start(who, more)
  return await timed.clockOf(clockId)
}

describe('a clock', () => {
  it('is timed by the most specific policy, else by what is agreed, and says which and why', async () => {
    const agreed = await start()
    expect(agreed).toMatchObject({ target: order, policy: null, dueAt: past(240) })
    const everyone = await add()
    const own = await add({ name: 'Nordlicht', supplierId: supplier.orgId, target: { kind: 'elapsed', minutes: 30 } })
    expect(await start()).toMatchObject({ dueAt: past(30), policy: { id: own.id, version: 1, name: 'Nordlicht' } })
    const other = await start({}, forja)
    expect(other).toMatchObject({ dueAt: past(60), policy: { id: everyone.id } })
    const shown = await by(forja, tx => clockDetail(tx, other.id))
    expect(shown.policy).toEqual({
      ...{ id: null, name: 'Orders within the hour', version: 1, pauseReasons: ['our-drawing'] },
      why: 'It is for orders to every supplier, and none that applies is narrower.',
    })
    expect((await byBuyer(tx => clockDetail(tx, other.id))).policy?.id).toBe(everyone.id)
    await byBuyer(tx => retirePolicy(tx, own.id, 1))
    expect(await start()).toMatchObject({ dueAt: past(60), policy: { id: everyone.id } })
  })

  it('of a 997, or of another kind of document, stays with what is agreed', async () => {
    await add()
    const document = { kind: 'document', id: crypto.randomUUID() }
    const acknowledgment = await start({ kind: 'acknowledgment', subject: document })
    expect(acknowledgment).toMatchObject({ policy: null, dueAt: past(24 * 60) })
    expect(await start({ kind: 'call-off' })).toMatchObject({ policy: null, target: defaultTargets.callOff })
  })

  it('that starts in the supplier’s own transaction is timed by the same policy and calendar', async () => {
    const calendarId = await addKiel()
    await add({ hours: 'own', calendarId, target: { kind: 'business-minutes', minutes: 600 } })
    const subject = { kind: 'order', id: crypto.randomUUID() }
    const between = { buyerId: timed.trade.buyer.orgId, supplierId: supplier.orgId }
    await by(supplier, tx => startClock(tx, { ...between, kind: 'order', subject, label: '4713', at: past(0) }))
    const [clock] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
    expect(clock).toMatchObject({ calendarId, calendarVersion: 1, zone: 'Europe/Berlin', note: '' })
    expect(clock?.dueAt).toEqual(TUESDAY_TEN)
    expect(clock?.policy).toMatchObject({ hours: 'own' })
  })

  it('climbs the ladder of its policy: each step once, at its instant, to whom it says', async () => {
    await add()
    const { id, soonAt } = await start()
    expect(soonAt).toEqual(past(24))
    await timed.runAt(past(24))
    expect(await timed.levelsOf(id)).toEqual(['warned-40'])
    await timed.runAt(past(61))
    expect(await timed.levelsOf(id)).toEqual(['warned-40', 'breached'])
    await timed.runAt(past(90))
    expect((await timed.stepsOf(id)).map(({ level, audience }) => [level, audience])).toEqual([
      ['warned-40', 'answerers'],
      ['breached', 'answerers'],
      ['escalated-buyer', 'buyer'],
    ])
    await timed.runAt(past(3_000))
    expect(await timed.levelsOf(id)).toHaveLength(3)
  })

  it('that runs is not moved by a change of its policy, nor when it is resumed: the next one starts under it', async () => {
    const policy = await add()
    const { id } = await start()
    const later = { ...ladder, escalations: [{ afterMinutes: 500, to: 'buyer' as const }] }
    await change(policy, { ladder: later, target: { kind: 'business-minutes', minutes: 480 } })
    expect(await timed.clockOf(id)).toMatchObject({ dueAt: past(60), policy: { version: 1 } })
    await timed.trade.setNow(past(10))
    await byBuyer(tx => pause(tx, id, { reason: 'our-drawing', note: 'Drawing 7' }))
    await timed.trade.setNow(past(30))
    await byBuyer(tx => resume(tx, id))
    const resumed = await timed.clockOf(id)
    expect(Math.round((+resumed.dueAt - +past(0)) / 60_000)).toBe(80)
    expect(resumed.steps.map(({ level, at }) => [level, Math.round((Date.parse(at) - +past(0)) / 60_000)])).toEqual([
      ['warned-40', 44],
      ['breached', 80],
      ['escalated-buyer', 110],
    ])
    expect(await start()).toMatchObject({ dueAt: past(480), policy: { version: 2 } })
  })

  it('is recounted by a changed calendar on its own target and ladder', async () => {
    const calendarId = await addKiel()
    const policy = await add({ hours: 'own', calendarId, target: { kind: 'business-minutes', minutes: 600 } })
    const { id, dueAt } = await start()
    expect(dueAt).toEqual(TUESDAY_TEN)
    await change(policy, {
      ...{ hours: 'own', calendarId },
      target: { kind: 'elapsed', minutes: 5 },
      ladder: { ...ladder, escalations: [] },
    })
    const tuesdayOff = { ...kiel(), holidays: [{ date: '2027-03-02', name: 'Town fair' }], version: 1 }
    await byBuyer(tx => changeCalendar(tx, calendarId, tuesdayOff))
    const moved = await timed.clockOf(id)
    expect(moved).toMatchObject({ dueAt: new Date('2027-03-03T09:00:00Z'), calendarVersion: 2 })
    expect(moved.steps.map(({ level }) => level)).toEqual(['warned-40', 'breached', 'escalated-buyer'])
  })

  it('keeps who may pause it, whatever a later version says; one that says nothing leaves it to the buyer', async () => {
    const policy = await add({ supplierPauseReasons: ['our-drawing'] })
    expect(policy.supplierPauseReasons).toEqual(['our-drawing'])
    const { id } = await start()
    expect((await change(policy, {})).supplierPauseReasons).toEqual([])
    expect((await by(supplier, tx => clockDetail(tx, id))).pausableFor).toEqual(['our-drawing'])
    const next = await start()
    expect((await by(supplier, tx => clockDetail(tx, next.id))).pausableFor).toEqual([])
    expect((await byBuyer(tx => clockDetail(tx, next.id))).pausableFor).toEqual(['our-drawing'])
  })

  it('is paused only for a reason that its policy allows', async () => {
    await add()
    const { id } = await start()
    const asked = await byBuyer(tx => pause(tx, id, { reason: 'other', note: 'A call' }))
    expect(asked).toMatchObject({ code: 'pause-reason', where: '/reason' })
    expect((await timed.clockOf(id)).at).toBe('running')
    expect(await byBuyer(tx => pause(tx, id, { reason: 'our-drawing', note: 'Drawing 7' }))).toBeUndefined()
  })
})

describe('a step of a policy', () => {
  const runAll = async (at: Date) => {
    await timed.trade.setNow(at)
    const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
    await runDueWork(timed.trade.worker, [
      ...slaWork(),
      ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 }),
    ])
  }
  const toldOf = async (orgId: string, id: string, level: string) => {
    const { rows } = await timed.trade.owner.query<{ name: string; status: string }>(
      'select name, status from notices where org_id = $1 and key like $2',
      [orgId, `clock:${id}:${level}%`],
    )
    return rows
  }

  it('tells the contact of the relationship by mail, who has no account here', async () => {
    const silent = await addSilentSupplier(timed.trade, 'kai@silent.example')
    await add({ supplierId: silent, ladder: { ...ladder, escalations: [{ afterMinutes: 0, to: 'contact' }] } })
    const { id } = await start({}, { ...supplier, orgId: silent })
    await runAll(past(61))
    expect(await toldOf(silent, id, 'escalated-contact')).toEqual([{ name: 'Kai Still', status: 'filed' }])
  })

  it('that is mandatory comes by mail also to who wants alerts only, any other reminder in the portal', async () => {
    await timed.trade.owner.query('update memberships set mail_alerts_only = true where org_id = $1', [supplier.orgId])
    const statusOf = async (mandatory: boolean) => {
      const policy = await add({ ladder: { ...ladder, reminders: [{ percent: 40, to: 'answerers', mandatory }] } })
      const { id } = await start()
      await runAll(past(25))
      await byBuyer(tx => retirePolicy(tx, policy.id, 1))
      return (await toldOf(supplier.orgId, id, 'warned-40')).map(({ status }) => status)
    }
    expect(await statusOf(false)).toEqual(['portal'])
    expect(await statusOf(true)).toEqual(['filed'])
  })
})

/** Tuesday 10:00 in Berlin is ten working hours after Monday 09:00. */
const TUESDAY_TEN = new Date('2027-03-02T09:00:00Z')
let calendars = 0
const day = { open: '08:00', close: '17:00' }
const kiel = (): CalendarBody => ({
  ...{ name: `Werk ${calendars}`, zone: 'Europe/Berlin', always: false },
  ...{ week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] }, holidays: [], halfDays: [], shutdowns: [] },
  ...{ extra: [], cutOff: {} },
})
async function addKiel(): Promise<string> {
  calendars++
  const calendar = await byBuyer(tx => addCalendar(tx, kiel()))
  if (isRefusal(calendar)) throw new Error(calendar.detail)
  return calendar.id
}
