// Clocks on a real database whose time is moved: each step once, never early, stopped by what was received in time.
import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dueWork, runDueWork } from '../../test/run-due-work.ts'
import { openTrade, type Trade } from '../../test/trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { events } from '../kernel/tables.ts'
import { perform, type WorkHandler } from '../kernel/work.ts'
import { defaultTargets } from '../partners/profile.ts'
import { acknowledge } from './acknowledge.ts'
import { pause, resume } from './pause.ts'
import { slaReactions } from './react.ts'
import { startClock, stepWork } from './start.ts'
import { clockStep } from './step.ts'
import { clocks, escalations } from './tables.ts'
import { clockTell } from './tell.ts'

const order = { kind: 'business-minutes', minutes: 120 } as const
const targets = { order, escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 2 } }
const T0 = new Date('2027-03-01T08:00:00Z')
const past = (minutes: number) => new Date(T0.getTime() + minutes * 60_000)
const SECOND = 1 / 60
/** The statement that reads the clock is a little later than the one that set it. */
const JUST_BEFORE = 10 * SECOND

let trade: Trade
const handlers = new Map<string, WorkHandler>([clockStep, clockTell].map(each => [each.kind, each]))
const steps = (kind: string) => kind === stepWork

beforeAll(async () => {
  trade = await openTrade(slaReactions, { targets })
})
afterAll(() => trade.close())

async function start(supplier: Caller = trade.supplier, at = T0): Promise<{ clockId: string; orderId: string }> {
  const orderId = randomUUID()
  await trade.setNow(at)
  await trade.web.withTenant(trade.buyer, tx =>
    startClock(tx, {
      buyerId: trade.buyer.orgId,
      supplierId: supplier.orgId,
      kind: 'order',
      subject: { kind: 'order', id: orderId },
      label: '4711',
      at,
    }),
  )
  const [clock] = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(clocks).where(eq(clocks.subjectId, orderId)),
  )
  return { clockId: clock?.id ?? '', orderId }
}

async function runAt(at: Date): Promise<void> {
  await trade.setNow(at)
  await runDueWork(trade.worker, handlers, steps)
}

const clockOf = async (id: string) => {
  const [row] = await trade.web.withTenant(trade.buyer, tx => tx.select().from(clocks).where(eq(clocks.id, id)))
  if (!row) throw new Error('no clock')
  return row
}
const stepsOf = (id: string) =>
  trade.web.withTenant(trade.buyer, tx =>
    tx
      .select()
      .from(escalations)
      .where(eq(escalations.clockId, id))
      .orderBy(asc(escalations.dueAt), asc(escalations.id)),
  )
const levelsOf = async (id: string) => (await stepsOf(id)).map(({ level }) => level)
const factsOf = (id: string) =>
  trade.web.withTenant(trade.buyer, async tx =>
    (await tx.select().from(events).where(eq(events.subjectId, id)).orderBy(asc(events.seq))).map(({ type }) => type),
  )

const answered = (orderId: string, at: Date, { awaiting = false, by = trade.supplier } = {}) =>
  trade.web.withTenant(by, tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: orderId },
      parties: [trade.buyer.orgId, by.orgId],
      at,
      data: { awaiting },
    }),
  )

describe('a clock that the buyer pauses', () => {
  const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.web.withTenant(trade.buyer, act)
  const pauseAt = async (clockId: string, minutes: number, note = 'Which colour it shall be') => {
    await trade.setNow(past(minutes))
    return await byBuyer(tx => pause(tx, clockId, { reason: 'our-decision', note }))
  }
  const resumeAt = async (clockId: string, minutes: number) => {
    await trade.setNow(past(minutes))
    return await byBuyer(tx => resume(tx, clockId))
  }

  it('tells nobody while it stands still, and is due later by as much', async () => {
    const { clockId } = await start()
    expect(await pauseAt(clockId, 30)).toBeUndefined()
    await runAt(past(130))
    expect(await levelsOf(clockId)).toEqual([])
    expect(await clockOf(clockId)).toMatchObject({ at: 'paused', nextLevel: null })
    expect(await resumeAt(clockId, 130)).toBeUndefined()
    const { at, dueAt, pauses, nextLevel } = await clockOf(clockId)
    // The statement that reads the clock comes some milliseconds after the one that sets it.
    expect(Math.abs(dueAt.getTime() - past(220).getTime())).toBeLessThan(5_000)
    expect({ at, nextLevel }).toEqual({ at: 'running', nextLevel: 'warned-50' })
    expect(pauses).toMatchObject([{ reason: 'our-decision', note: 'Which colour it shall be', by: 'Anna Berg' }])
    await runAt(past(159))
    expect(await levelsOf(clockId)).toEqual([])
    await runAt(past(161))
    expect(await levelsOf(clockId)).toEqual(['warned-50'])
    await runAt(past(219))
    expect((await clockOf(clockId)).at).toBe('running')
    await runAt(past(221))
    expect((await clockOf(clockId)).at).toBe('breached')
    expect((await factsOf(clockId)).slice(0, 3)).toEqual(['clock.started', 'clock.paused', 'clock.resumed'])
  })

  it('may stand still more than once, and its reminder comes once', async () => {
    const { clockId } = await start()
    await runAt(past(60))
    for (const minutes of [70, 90]) {
      expect(await pauseAt(clockId, minutes)).toBeUndefined()
      expect(await resumeAt(clockId, minutes + 10)).toBeUndefined()
    }
    await runAt(past(111))
    expect(await levelsOf(clockId)).toEqual(['warned-50', 'warned-75'])
    expect(Math.abs((await clockOf(clockId)).dueAt.getTime() - past(140).getTime())).toBeLessThan(5_000)
  })

  it('is met by what comes meanwhile, and the pause ends with it', async () => {
    const { clockId, orderId } = await start()
    await pauseAt(clockId, 30)
    await trade.setNow(past(500))
    await answered(orderId, past(500))
    const { at, pauses } = await clockOf(clockId)
    expect(at).toBe('met')
    expect(pauses[0]?.to).toBe(past(500).toISOString())
  })

  it('is not paused twice, nor once it is late, nor let go on when it runs', async () => {
    const { clockId } = await start()
    expect(await resumeAt(clockId, 10)).toMatchObject({ code: 'clock-not-now' })
    await pauseAt(clockId, 30)
    expect(await pauseAt(clockId, 31)).toMatchObject({ code: 'clock-not-now' })
    const late = await start()
    expect(await pauseAt(late.clockId, 121)).toMatchObject({ code: 'clock-late' })
  })
})

describe('a supplier that stays silent', () => {
  it('is reminded, breached, escalated, and escalated again until somebody takes it on', async () => {
    const { clockId } = await start()
    expect((await clockOf(clockId)).dueAt).toEqual(past(120))
    await runAt(past(60 - JUST_BEFORE))
    expect(await levelsOf(clockId)).toEqual([])
    await runAt(past(60))
    expect(await levelsOf(clockId)).toEqual(['warned-50'])
    await runAt(past(90))
    expect(await levelsOf(clockId)).toEqual(['warned-50', 'warned-75'])
    expect((await clockOf(clockId)).at).toBe('running')
    await runAt(past(120 - JUST_BEFORE))
    expect((await clockOf(clockId)).at).toBe('running')
    await runAt(past(120))
    expect((await levelsOf(clockId)).slice(2)).toEqual(['breached', 'escalated-administrator'])
    expect(await clockOf(clockId)).toMatchObject({
      at: 'breached',
      breachedAt: past(120),
      nextLevel: 'escalated-buyer',
    })
    await runAt(past(180))
    expect((await levelsOf(clockId)).slice(4)).toEqual(['escalated-buyer'])
    await runAt(past(420))
    expect((await levelsOf(clockId)).slice(5)).toEqual(['repeat-1'])
    const refused = await trade.web.withTenant(trade.buyer, tx => acknowledge(tx, clockId))
    expect(refused).toBeUndefined()
    await runAt(past(2000))
    expect((await levelsOf(clockId)).slice(6)).toEqual([])
    expect(await clockOf(clockId)).toMatchObject({ at: 'breached', acknowledgedBy: 'Anna Berg', nextLevel: null })
    expect(await factsOf(clockId)).toEqual([
      'clock.started',
      'clock.warned',
      'clock.warned',
      'clock.breached',
      'clock.escalated',
      'clock.escalated',
      'clock.escalated',
      'clock.acknowledged',
    ])
  })

  it('is never chased before the instant of a step, by the database clock', async () => {
    const { clockId } = await start()
    for (const at of [60, 90, 120, 120, 180, 420, 660]) await runAt(past(at))
    for (const step of await stepsOf(clockId))
      expect(step.firedAt.getTime()).toBeGreaterThanOrEqual(step.dueAt.getTime())
    expect(await levelsOf(clockId)).toHaveLength(7)
  })

  it('is chased once a step, however many workers hold the same work at once', async () => {
    const started: { clockId: string }[] = []
    while (started.length < 12) started.push(await start())
    await trade.setNow(past(121))
    const ids = await dueWork(trade.worker, steps)
    const all = await Promise.all([...ids, ...ids, ...ids.toReversed()].map(id => perform(trade.worker, handlers, id)))
    expect(all.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    await runDueWork(trade.worker, handlers, steps)
    for (const { clockId } of started) {
      expect(await levelsOf(clockId)).toEqual(['warned-50', 'warned-75', 'breached', 'escalated-administrator'])
      expect(await factsOf(clockId)).toHaveLength(5)
    }
  })

  it('loses no step whose work is taken up a moment too soon', async () => {
    const { clockId } = await start()
    await trade.owner.query(`update work set due_at = due_at - interval '3 ms' where key like $1`, [`${clockId}:%`])
    await runAt(new Date(past(60).getTime() - 3))
    await runAt(past(60))
    expect(await levelsOf(clockId)).toEqual(['warned-50'])
  })

  it('is told of the latest reminder only, after an outage', async () => {
    const { clockId } = await start()
    await runAt(past(121))
    const { rows } = await trade.owner.query<{ key: string }>(
      `select key from work where kind = 'clock.tell' and key like $1 order by key`,
      [`${clockId}:%`],
    )
    expect(rows.map(({ key }) => key.split(':')[1])).toEqual(['breached', 'escalated-administrator'])
  })
})

describe('an answer', () => {
  it('received in time meets the target, and nothing more is said', async () => {
    const { clockId, orderId } = await start()
    await runAt(past(60))
    await answered(orderId, past(61))
    expect(await clockOf(clockId)).toMatchObject({ at: 'met', stoppedAt: past(61), nextLevel: null })
    await runAt(past(3000))
    expect(await levelsOf(clockId)).toEqual(['warned-50'])
  })

  it('to a part of the lines leaves the clock running', async () => {
    const { clockId, orderId } = await start()
    await answered(orderId, past(10), { awaiting: true })
    expect((await clockOf(clockId)).at).toBe('running')
    await answered(orderId, past(20))
    expect((await clockOf(clockId)).at).toBe('met')
  })

  it('after the due instant is met late', async () => {
    const { clockId, orderId } = await start()
    await runAt(past(120))
    await answered(orderId, past(130))
    expect(await clockOf(clockId)).toMatchObject({ at: 'met-late', stoppedAt: past(130), breachedAt: past(120) })
    await runAt(past(3000))
    expect(await levelsOf(clockId)).not.toContain('escalated-buyer')
  })

  it('turned down or countered by the buyer is asked for anew: another round', async () => {
    const { orderId } = await start()
    await answered(orderId, past(20))
    // The order itself is not in this world; the verb that the reaction calls is.
    await trade.web.withTenant(trade.buyer, tx =>
      startClock(tx, {
        buyerId: trade.buyer.orgId,
        supplierId: trade.supplier.orgId,
        kind: 'order',
        subject: { kind: 'order', id: orderId },
        label: '4711',
        at: past(300),
        lines: [1],
      }),
    )
    const rounds = await trade.web.withTenant(trade.buyer, tx =>
      tx.select().from(clocks).where(eq(clocks.subjectId, orderId)).orderBy(asc(clocks.round)),
    )
    expect(rounds.map(({ round, at, dueAt }) => [round, at, dueAt])).toEqual([
      [1, 'met', past(120)],
      [2, 'running', past(420)],
    ])
  })
})

describe('a functional acknowledgment', () => {
  it('never stops an answer clock', async () => {
    const { clockId, orderId } = await start()
    await trade.web.withTenant(trade.supplier, tx =>
      announce(tx, {
        type: 'document.acknowledged',
        subject: { kind: 'document', id: randomUUID() },
        parties: [trade.buyer.orgId, trade.supplier.orgId],
        at: past(5),
        data: { subjectKind: 'order', subjectId: orderId, verdict: 'accepted' },
      }),
    )
    expect((await clockOf(clockId)).at).toBe('running')
  })
})

/** An interchange that lies in the house and is not read yet. */
async function arrives(supplier: Caller, at: Date, status = 'received'): Promise<string> {
  const id = randomUUID()
  await trade.owner.query(
    `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
       receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
     values ($1, $2, $3, 'in', 'https', $4, 'ZZ', 'S', 'ZZ', 'B', $5, 'P', '', '', $6)`,
    [id, trade.buyer.orgId, supplier.orgId, status, id.slice(0, 9), at],
  )
  return id
}

describe('a document that was received before the due instant and is not read yet', () => {
  it('holds the step back; once it applies, the target is met and nobody was told anything', async () => {
    const { clockId, orderId } = await start()
    for (const at of [60, 90]) await runAt(past(at))
    const interchangeId = await arrives(trade.supplier, past(119))
    await runAt(past(121))
    expect((await levelsOf(clockId)).slice(2)).toEqual([])
    expect((await clockOf(clockId)).at).toBe('running')
    await trade.owner.query(`update interchanges set status = 'applied' where id = $1`, [interchangeId])
    await answered(orderId, past(119))
    await runAt(past(125))
    expect(await clockOf(clockId)).toMatchObject({ at: 'met', stoppedAt: past(119) })
    await runAt(past(3000))
    expect((await levelsOf(clockId)).slice(2)).toEqual([])
  })

  it('holds it back for a quarter of an hour, then it fires as: answer received, unread', async () => {
    const other = await trade.addSupplier('Forja Ruiz', { targets })
    const { clockId, orderId } = await start(other)
    for (const at of [60, 90]) await runAt(past(at))
    const interchangeId = await arrives(other, past(100))
    await runAt(past(134))
    expect(await levelsOf(clockId)).toHaveLength(2)
    await runAt(past(135))
    expect((await stepsOf(clockId)).map(({ level, unread }) => [level, unread]).slice(2)).toEqual([
      ['breached', true],
      ['escalated-administrator', true],
    ])
    // It was received in time after all: the breach is taken back.
    await trade.owner.query(`update interchanges set status = 'applied' where id = $1`, [interchangeId])
    await answered(orderId, past(100), { by: other })
    expect(await clockOf(clockId)).toMatchObject({ at: 'met', breachedAt: null })
  })

  it('holds nothing back when it came after the due instant, or from another supplier', async () => {
    const late = await trade.addSupplier('Late Ltd', { targets })
    const quiet = await trade.addSupplier('Quiet Ltd', { targets })
    const ofLate = await start(late)
    const ofQuiet = await start(quiet)
    await arrives(late, past(120.5))
    await runAt(past(121))
    expect((await clockOf(ofLate.clockId)).at).toBe('breached')
    expect((await clockOf(ofQuiet.clockId)).at).toBe('breached')
  })
})

describe('taking on', () => {
  it('is for the late only, and for the first who does', async () => {
    const { clockId } = await start()
    const take = () => trade.web.withTenant(trade.buyer, tx => acknowledge(tx, clockId))
    expect(await take()).toMatchObject({ code: 'clock-not-now' })
    await runAt(past(120))
    expect(isRefusal(await take())).toBe(false)
    expect(await take()).toMatchObject({ code: 'clock-taken-on' })
  })
})

it('without an agreed calendar it counts day and night, and says so', async () => {
  const { clockId } = await start()
  expect((await clockOf(clockId)).note).toContain('No working calendar is agreed')
})

it('a commit target of business days falls back on every day where no calendar is agreed', async () => {
  const id = randomUUID()
  await trade.web.withTenant(trade.buyer, tx =>
    startClock(tx, {
      buyerId: trade.buyer.orgId,
      supplierId: trade.supplier.orgId,
      kind: 'commit',
      subject: { kind: 'supplier-release', id },
      label: '12',
      at: T0,
      shipToZone: 'Europe/Berlin',
    }),
  )
  const [clock] = await trade.web.withTenant(trade.buyer, tx =>
    tx.select().from(clocks).where(eq(clocks.subjectId, id)),
  )
  expect(defaultTargets.commit).toEqual({ kind: 'business-days', days: 2, by: '12:00' })
  expect(clock?.dueAt).toEqual(new Date('2027-03-03T11:00:00Z'))
})
