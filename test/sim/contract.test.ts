// What the clocks' engine builds on, asked of Postgres and of the store in memory alike: the same statements, the same
// answers. What holds for one and not for the other would make the simulation a tale.
import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeCalendar } from '../../src/calendars/index.ts'
import { calendars, calendarVersions } from '../../src/calendars/tables.ts'
import { documents, furtherSubjects, interchanges } from '../../src/gateway/tables.ts'
import { settleAlong, takeAlong } from '../../src/kernel/batch.ts'
import type { Caller, Database, Tx } from '../../src/kernel/db.ts'
import type { Refusal } from '../../src/kernel/errors.ts'
import { announce } from '../../src/kernel/events.ts'
import { handOverForgotten, handOverNew, type QueuedWork } from '../../src/kernel/hand-over.ts'
import { newId } from '../../src/kernel/ids.ts'
import { insertMany } from '../../src/kernel/insert-many.ts'
import { work as workTable } from '../../src/kernel/tables.ts'
import { again, later, type NewWork, perform, type WorkHandler } from '../../src/kernel/work.ts'
import { relationships } from '../../src/partners/tables.ts'
import { cancelNotice, type Published, publish } from '../../src/shipments/index.ts'
import { acknowledge } from '../../src/sla/acknowledge.ts'
import { decideDispute, dispute } from '../../src/sla/dispute.ts'
import { excuse, takeBackExcuse } from '../../src/sla/excuse.ts'
import { pause, resume } from '../../src/sla/pause.ts'
import type { PolicyLadder } from '../../src/sla/policy-api.ts'
import { startClock } from '../../src/sla/start.ts'
import { clockStep } from '../../src/sla/step.ts'
import { cancelClocks, stopClocks } from '../../src/sla/stop.ts'
import { clocks, escalations, policies, policyVersions } from '../../src/sla/tables.ts'
import { agreeLines, type LineFact, placeOrders } from './order-rows.ts'
import type { Line } from './promises.ts'
import { onMemory, onPostgres, type Shop } from './shop.ts'

const T0 = new Date('2027-03-01T08:00:00Z')
const of = (day: string, pieces: number) => ({ day: `2027-03-${day}`, pieces })
const noticeOf = (said: Published | Refusal[]) => ('noticeId' in said ? said.noticeId : '')
const minutes = (many: number) => new Date(T0.getTime() + many * 60_000)

describe.each([
  ['on Postgres', onPostgres],
  ['in memory', onMemory],
] as const)('the store %s', (_name, open) => {
  let shop: Shop
  let db: Database
  let buyer: Caller
  beforeAll(async () => {
    const shipNotice = { kind: 'before-delivery', days: 1, by: '12:00' } as const
    shop = await open({ targets: { order: { kind: 'elapsed', minutes: 120 }, shipNotice } })
    ;({ db, buyer } = shop)
  })
  afterAll(() => shop.close())

  const kind = () => `kind-${randomUUID()}`
  const leave = (given: Partial<NewWork> & { kind: string }, at?: Date) =>
    db.withTenant(buyer, tx =>
      later(tx, { lane: 'edi', orgId: buyer.orgId, key: 'k', ...given, ...(at ? { dueAt: at } : {}) }),
    )
  const rowsOf = (of: string) =>
    db.withTenant(buyer, tx => tx.select().from(workTable).where(eq(workTable.kind, of)).orderBy(asc(workTable.key)))
  const idOf = async (of: string) => (await rowsOf(of))[0]?.id ?? ''
  const handlers = (...list: WorkHandler[]) => new Map([clockStep, ...list].map(each => [each.kind, each]))

  it('keeps what is committed and nothing else', async () => {
    const of = kind()
    const failing = db.withTenant(buyer, async tx => {
      await later(tx, { kind: of, lane: 'edi', orgId: buyer.orgId, key: 'lost' })
      await tx.execute(sql`select 1 as one`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await rowsOf(of)).toEqual([])
  })

  it('shows nobody what is not committed yet, and oneself what one has written', async () => {
    const of = kind()
    await leave({ kind: of })
    const id = await idOf(of)
    await db.withTenant(buyer, async tx => {
      await tx.update(workTable).set({ lastError: 'mine' }).where(eq(workTable.id, id))
      expect((await rowsOf(of))[0]?.lastError).toBeNull()
      const [own] = await tx.select().from(workTable).where(eq(workTable.id, id))
      expect(own?.lastError).toBe('mine')
    })
    expect((await rowsOf(of))[0]?.lastError).toBe('mine')
  })

  it('takes a key once, also from two at the same time', async () => {
    const of = kind()
    await Promise.all([leave({ kind: of }), leave({ kind: of }), leave({ kind: of })])
    await leave({ kind: of })
    expect(await rowsOf(of)).toHaveLength(1)
  })

  it('lets one wait for the row that another holds, and see what that one made of it', async () => {
    const of = kind()
    await leave({ kind: of })
    const id = await idOf(of)
    const order: string[] = []
    const add = (name: string) =>
      db.withTenant(buyer, async tx => {
        const [row] = await tx.select().from(workTable).where(eq(workTable.id, id)).for('update')
        order.push(`${name} has it`)
        await tx.execute(sql`select kernel.now() as now`)
        await tx
          .update(workTable)
          .set({ attempts: (row?.attempts ?? 0) + 1 })
          .where(eq(workTable.id, id))
        order.push(`${name} lets go`)
      })
    await Promise.all([add('a'), add('b'), add('c')])
    expect((await rowsOf(of))[0]?.attempts).toBe(3)
    expect(order.map(each => each.slice(2))).toEqual(Array(3).fill(['has it', 'lets go']).flat())
  })

  it('hands due work to one worker only, not before it is due, and passes over what is held', async () => {
    const of = kind()
    await shop.setNow(T0)
    await leave({ kind: of, key: 'now' }, minutes(-1))
    await leave({ kind: of, key: 'soon' }, minutes(1))
    const runs: string[] = []
    const handler: WorkHandler = { kind: of, lane: 'edi', mode: 'tx', run: async (_tx, { key }) => void runs.push(key) }
    const ids = (await rowsOf(of)).map(({ id }) => id)
    const all = () => Promise.all([...ids, ...ids, ...ids].map(id => perform(db, handlers(handler), id)))
    const first = await all()
    expect(runs).toEqual(['now'])
    expect(first.filter(({ outcome }) => outcome === 'done')).toHaveLength(1)
    await shop.setNow(minutes(2))
    await all()
    expect(runs).toEqual(['now', 'soon'])
  })

  it('takes along what is due of the same kind, the longest due first, but what has failed before', async () => {
    const of = kind()
    await shop.setNow(T0)
    for (const [key, at] of Object.entries({ a: -3, b: -1, c: -2, d: 5, e: -4 }))
      await leave({ kind: of, key }, minutes(at))
    await db.withTenant(buyer, tx =>
      tx
        .update(workTable)
        .set({ attempts: 1 })
        .where(and(eq(workTable.kind, of), eq(workTable.key, 'e'))),
    )
    const along: string[] = []
    const run = async (tx: Tx, work: Parameters<typeof takeAlong>[1]) => {
      const taken = await takeAlong(tx, work, 2)
      along.push(...taken.map(({ key }) => key))
      await settleAlong(tx, {
        done: taken.slice(0, 1),
        postponed: new Map(taken.slice(1).map(each => [each, minutes(9)])),
      })
      return undefined
    }
    const id = (await rowsOf(of)).find(({ key }) => key === 'b')?.id ?? ''
    expect((await perform(db, handlers({ kind: of, lane: 'edi', mode: 'tx', run }), id)).outcome).toBe('done')
    expect(along).toEqual(['a', 'c'])
    const after = Object.fromEntries((await rowsOf(of)).map(row => [row.key, row.doneAt !== null]))
    expect(after).toEqual({ a: true, b: true, c: false, d: false, e: false })
    expect((await rowsOf(of)).find(({ key }) => key === 'c')?.dueAt).toEqual(minutes(9))
  })

  it('lets a late writer write nothing once its lease has passed to another', async () => {
    const of = kind()
    await shop.setNow(T0)
    await leave({ kind: of }, minutes(-1))
    const id = await idOf(of)
    const wrote: string[] = []
    let turn = 0
    const run: Extract<WorkHandler, { mode: 'lease' }>['run'] = async (_work, hold) => {
      const mine = ++turn
      if (mine === 1) {
        // Not while the lease lasts, and then by another.
        expect((await perform(db, table, id)).outcome).toBe('not-due')
        await shop.setNow(minutes(1))
        expect((await perform(db, table, id)).outcome).toBe('done')
      }
      await hold.fenced(async () => void wrote.push(`turn ${mine}`))
      return undefined
    }
    const table = handlers({ kind: of, lane: 'edi', mode: 'lease', run })
    const late = await perform(db, table, id)
    expect(late).toMatchObject({ outcome: 'failed', error: { message: 'another worker has taken this over' } })
    expect(wrote).toEqual(['turn 2'])
    expect((await rowsOf(of))[0]).toMatchObject({ attempts: 0 })
  })

  it('puts off what fails and gives it up in the end', async () => {
    const of = kind()
    await shop.setNow(T0)
    await leave({ kind: of }, minutes(-1))
    const id = await idOf(of)
    const fails = async () => {
      throw new Error('no')
    }
    const table = handlers({ kind: of, lane: 'edi', mode: 'tx', triesMax: 2, run: fails })
    expect((await perform(db, table, id)).outcome).toBe('failed')
    expect((await perform(db, table, id)).outcome).toBe('not-due')
    await shop.setNow(minutes(10))
    expect((await perform(db, table, id)).outcome).toBe('failed')
    expect((await rowsOf(of))[0]).toMatchObject({ attempts: 2, lastError: 'no', failedAt: expect.any(Date) })
    await db.withTenant(buyer, tx => again(tx, buyer.orgId, of, 'k'))
    expect((await rowsOf(of))[0]).toMatchObject({ attempts: 0, failedAt: null })
  })

  it('hands over what is new within the horizon, once, and again what came to nothing', async () => {
    const of = kind()
    await shop.setNow(T0)
    await leave({ kind: of, key: 'due' }, minutes(-1))
    await leave({ kind: of, key: 'near' }, minutes(0.4))
    await leave({ kind: of, key: 'far' }, minutes(1))
    const ours = new Map((await rowsOf(of)).map(({ id, key }) => [id, key]))
    const taken: QueuedWork[] = []
    const enqueue = async (list: QueuedWork[]) => void taken.push(...list)
    const look = async (how: typeof handOverNew) => {
      taken.length = 0
      await how(db.pool as never, enqueue)
      return taken.flatMap(({ id, delayMs }) => (ours.has(id) ? [[ours.get(id), delayMs > 20_000]] : []))
    }
    expect((await look(handOverNew)).toSorted()).toEqual([
      ['due', false],
      ['near', true],
    ])
    expect(await look(handOverNew)).toEqual([])
    expect(await look(handOverForgotten)).toEqual([])
    await shop.setNow(minutes(0.2))
    expect(await look(handOverForgotten)).toEqual([['due', false]])
    await shop.setNow(minutes(0.7))
    expect((await look(handOverForgotten)).toSorted()).toEqual([
      ['due', false],
      ['near', false],
    ])
  })

  it('tells the life of a clock alike: reminded, paused, late, taken on, answered, asked anew, cancelled', async () => {
    const subject = { kind: 'order', id: newId() }
    const asked = { ...shop.parties, kind: 'order', subject, label: '4711', at: T0 } as const
    await shop.setNow(T0)
    // However often it is told, it begins once.
    await Promise.all([1, 2].map(() => db.withTenant(buyer, tx => startClock(tx, asked))))
    const inBuyer = <T>(act: (tx: Tx) => Promise<T>) => db.withTenant(buyer, act)
    const [clock, ...more] = await inBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
    const id = clock?.id ?? ''
    expect(more).toEqual([])
    const told: unknown[] = []
    const runAt = async (at: Date) => {
      await shop.setNow(at)
      for (const each of await shop.due()) await perform(db, handlers(), each)
      const [row] = await inBuyer(tx => tx.select().from(clocks).where(eq(clocks.id, id)))
      const steps = await inBuyer(tx =>
        tx
          .select()
          .from(escalations)
          .where(inArray(escalations.clockId, [id]))
          .orderBy(asc(escalations.id)),
      )
      told.push([row?.at, row?.nextLevel, steps.map(({ level }) => level)])
    }
    await runAt(minutes(59))
    await runAt(minutes(61))
    await inBuyer(tx => pause(tx, id, { reason: 'our-decision', note: 'Which colour' }))
    await runAt(minutes(121))
    await inBuyer(tx => resume(tx, id))
    await runAt(minutes(179))
    await runAt(minutes(181))
    await inBuyer(tx => acknowledge(tx, id))
    await runAt(minutes(9_000))
    await inBuyer(tx => stopClocks(tx, subject.id, ['order'], minutes(100)))
    await inBuyer(tx => startClock(tx, { ...asked, at: minutes(9_000), lines: [1, 3] }))
    await inBuyer(tx => cancelClocks(tx, subject.id, ['order'], 'No longer wanted'))
    await runAt(minutes(9_002))
    expect(told).toEqual([
      ['running', 'warned-50', []],
      ['running', 'warned-75', ['warned-50']],
      ['paused', null, ['warned-50']],
      ['running', 'breached', ['warned-50', 'warned-75']],
      ['breached', 'escalated-buyer', ['warned-50', 'warned-75', 'breached', 'escalated-administrator']],
      ['breached', null, ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']],
      ['met', null, ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']],
    ])
    const rounds = await inBuyer(tx =>
      tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)).orderBy(asc(clocks.round)),
    )
    expect(rounds.map(({ round, at, lines, note }) => ({ round, at, lines, note }))).toMatchObject([
      { round: 1, at: 'met', lines: null },
      { round: 2, at: 'cancelled', lines: [1, 3], note: 'No longer wanted' },
    ])
  })

  it('tells a policy alike, a calendar changed under it, an excuse and a dispute: what is put back takes up its ladder', async () => {
    const subject = { kind: 'order', id: newId() }
    const [calendarId, policyId, orgId] = [newId(), newId(), buyer.orgId]
    const hours = { zone: 'UTC', always: false, week: { 1: [{ open: '08:00', close: '18:00' }] }, cutOff: {} }
    const body = { name: calendarId, ...hours, holidays: [], halfDays: [], shutdowns: [], extra: [] }
    const ladder: PolicyLadder = {
      reminders: [{ percent: 50, to: 'answerers', mandatory: false }],
      escalations: [{ afterMinutes: 30, to: 'contact' }],
      repeat: { everyMinutes: 60, times: null, to: 'answerers' },
    }
    const inBuyer = <T>(act: (tx: Tx) => Promise<T>) => db.withTenant(buyer, act)
    await shop.setNow(T0)
    await inBuyer(async tx => {
      await tx.insert(calendars).values({ id: calendarId, orgId, name: calendarId, version: 1 })
      const { name: _name, ...version } = body
      await tx.insert(calendarVersions).values({ calendarId, version: 1, orgId, ...version })
      await tx.insert(policies).values({ id: policyId, orgId, name: policyId, version: 1, kind: 'order' })
      await tx.insert(policyVersions).values({
        ...{ policyId, version: 1, orgId, name: policyId, kind: 'order', hours: 'own', calendarId, ladder },
        ...{ target: { kind: 'business-minutes', minutes: 120 }, pauseReasons: [], by: 'Anna Berg' },
      })
      await startClock(tx, { ...shop.parties, kind: 'order', subject, label: '4712', at: T0 })
    })
    const told: unknown[] = []
    const look = async (at: number) => {
      await shop.setNow(minutes(at))
      for (const each of await shop.due()) await perform(db, handlers(), each)
      const [row] = await inBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
      const levels = await inBuyer(tx =>
        tx
          .select({ level: escalations.level })
          .from(escalations)
          .where(eq(escalations.clockId, row?.id ?? ''))
          .orderBy(asc(escalations.id)),
      )
      told.push([row?.at, row && (row.dueAt.getTime() - T0.getTime()) / 60_000, levels.at(-1)?.level, row?.nextLevel])
      return row?.id ?? ''
    }
    const id = await look(61)
    expect(await inBuyer(tx => pause(tx, id, { reason: 'our-decision', note: 'No' }))).toMatchObject({
      code: 'pause-reason',
    })
    // From 9:30 to 10:30 nobody works: what was due at ten is due at eleven.
    const week = {
      1: [
        { open: '08:00', close: '09:30' },
        { open: '10:30', close: '18:00' },
      ],
    }
    await inBuyer(tx => changeCalendar(tx, calendarId, { ...body, week, version: 1 }))
    await look(121)
    await look(181)
    await inBuyer(tx => excuse(tx, id, { attribution: 'buyer', reason: 'agreed', note: 'Agreed' }))
    await look(300)
    await inBuyer(tx => takeBackExcuse(tx, id, 'Not agreed'))
    await look(301)
    await db.withTenant(shop.supplier, tx => dispute(tx, id, 'We asked'))
    await look(500)
    await inBuyer(tx => decideDispute(tx, id, { outcome: 'upheld', note: 'No' }))
    await look(501)
    await inBuyer(tx => stopClocks(tx, subject.id, ['order'], minutes(150)))
    await look(502)
    expect(told).toEqual([
      ['running', 120, 'warned-50', 'breached'],
      ['running', 180, 'warned-50', 'breached'],
      ['breached', 180, 'breached', 'escalated-contact'],
      ['excused', 180, 'breached', null],
      ['breached', 180, 'repeat-1', 'repeat-2'],
      ['breached', 180, 'repeat-1', null],
      ['breached', 180, 'repeat-2', 'repeat-3'],
      // In time after all: there was nothing to excuse, nor to dispute.
      ['met', 180, 'repeat-2', null],
    ])
    await inBuyer(tx => tx.update(policies).set({ retiredAt: T0 }).where(eq(policies.id, policyId)))
  })

  it('tells the deliveries of an order alike: agreed, one moved, shipped, taken back, given up', async () => {
    const { parties, supplier } = shop
    const orderId = newId()
    const line = { id: newId(), number: 1, deliveries: [of('05', 4), of('08', 6)] }
    const says = (by: Caller, type: LineFact, deliveries: Line['deliveries']) =>
      db.withTenant(by, tx => agreeLines(tx, parties, { orderId, type, lines: [Object.assign(line, { deliveries })] }))
    const ships = (quantity: string) =>
      db.withTenant(supplier, async tx => {
        const days = { shipDate: '2027-03-04', arrivalDate: '2027-03-08' }
        const items = [{ orderId, lineNumber: 1, quantity }]
        return await publish(tx, { number: `LS-${quantity}`, ...days, items, receivedAt: tx.now })
      })
    const told: unknown[] = []
    const look = async (at: string) => {
      await shop.setNow(new Date(`2027-03-${at}Z`))
      for (const each of await shop.due()) await perform(db, handlers(), each)
      const rows = await db.withTenant(buyer, tx =>
        tx.select().from(clocks).where(eq(clocks.subjectId, orderId)).orderBy(asc(clocks.round)),
      )
      const steps = await db.withTenant(buyer, tx => tx.select().from(escalations).orderBy(asc(escalations.id)))
      const fired = (id: string) => steps.flatMap(({ clockId, level }) => (clockId === id ? [level] : []))
      told.push(rows.map(({ id, at: is, dueAt }) => [is, dueAt.toISOString().slice(8, 16), ...fired(id)].join(' ')))
    }
    await shop.setNow(T0)
    await db.withTenant(buyer, async tx => {
      await tx.update(relationships).set({ documents: { shipNotice: '856' } as never })
      await placeOrders(tx, parties, [{ id: orderId, lines: [line] }])
    })
    await says(supplier, 'order.answered', line.deliveries)
    await look('03T12:01')
    await says(buyer, 'order.decided', [of('08', 6), of('10', 4)])
    await look('03T12:02')
    const first = await ships('4')
    expect(await ships('7')).toMatchObject([{ code: 'more-than-open' }])
    await look('04T09:00')
    await ships('2')
    await look('07T11:00')
    await db.withTenant(supplier, tx => cancelNotice(tx, { noticeId: noticeOf(first), reason: 'Not loaded' }))
    await look('08T12:01')
    await says(buyer, 'order.cancelled', [])
    await look('09T12:01')
    expect(told).toEqual([
      ['running 04T12:00 warned-50', 'pending 07T12:00'],
      ['pending 09T12:00 warned-50', 'pending 07T12:00'],
      ['pending 09T12:00 warned-50', 'pending 07T12:00'],
      ['pending 09T12:00 warned-50', 'met 07T12:00'],
      [
        'running 09T12:00 warned-50 warned-50-again-1',
        'breached 07T12:00 warned-50 warned-75 breached escalated-administrator escalated-buyer repeat-1',
      ],
      [
        'cancelled 09T12:00 warned-50 warned-50-again-1',
        'cancelled-late 07T12:00 warned-50 warned-75 breached escalated-administrator escalated-buyer repeat-1',
      ],
    ])
  })

  it('lets the steps of every order wait that an 856 names which waits for a person, and tells of the first', async () => {
    await shop.setNow(T0)
    const ask = async (day: string) => {
      const asked = { ...shop.parties, kind: 'ship-notice', label: '1', at: T0, lines: [1], delivery: `2027-03-${day}` }
      const subject = { kind: 'order', id: newId() }
      await db.withTenant(buyer, tx => startClock(tx, { ...asked, kind: 'ship-notice', subject }))
      const [row] = await db.withTenant(buyer, tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
      return { id: row?.id ?? '', orderId: subject.id }
    }
    const [later, sooner, other] = [await ask('04'), await ask('03'), await ask('03')]
    await shop.setNow(minutes(100))
    const [interchangeId, documentId] = [await shop.arrives(minutes(100)), newId()]
    const parties = [shop.parties.buyerId, shop.parties.supplierId] as const
    await db.withTenant(shop.supplier, async tx => {
      const set = { setId: '856', functionalId: 'SH', subjectKind: 'order', subjectId: later.orderId }
      const document = { id: documentId, ...shop.parties, interchangeId, status: 'needs-attention', ...set } as const
      await tx.update(interchanges).set({ status: 'needs-attention' }).where(eq(interchanges.id, interchangeId))
      await tx.insert(documents).values({ ...document, direction: 'in' })
      const further = { ...shop.parties, documentId, subjectId: sooner.orderId }
      await insertMany(tx, furtherSubjects, [further])
      const fact = { type: 'document.needs-attention', subject: { kind: 'document', id: documentId }, at: tx.now }
      await announce(tx, { ...fact, parties, data: { ...set, reason: 'No such line' } })
    })
    const said = (await rowsOf('clock.say')).filter(({ key }) => key.startsWith(`failed:${documentId}`))
    expect(new Set(said.map(({ data }) => data.clockId))).toEqual(new Set([sooner.id]))
    const breached = async (at: Date) => {
      await shop.setNow(at)
      // Step by step: each leaves the next behind.
      for (let due = await shop.due(); due.length > 0; due = await shop.due())
        for (const each of due) await perform(db, handlers(), each)
      const ofBoth = inArray(escalations.clockId, [sooner.id, other.id])
      const rows = await db.withTenant(buyer, tx =>
        tx
          .select()
          .from(escalations)
          .where(and(eq(escalations.level, 'breached'), ofBoth))
          .orderBy(escalations.id),
      )
      return rows.map(({ clockId, unread }) => [clockId === sooner.id, unread])
    }
    const due = 28 * 60
    expect(await breached(minutes(due + 1))).toEqual([[false, false]])
    expect(await breached(minutes(due + 16))).toEqual([
      [false, false],
      [true, true],
    ])
  })

  it('lets a step wait for what was received in time and is not read, and not for what came late', async () => {
    const subject = { kind: 'order', id: newId() }
    await shop.setNow(T0)
    await db.withTenant(buyer, tx => startClock(tx, { ...shop.parties, kind: 'order', subject, label: '1', at: T0 }))
    const [clock] = await db.withTenant(buyer, tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
    const levels = async (at: Date) => {
      await shop.setNow(at)
      for (const each of await shop.due()) await perform(db, handlers(), each)
      const rows = await db.withTenant(buyer, tx =>
        tx
          .select()
          .from(escalations)
          .where(eq(escalations.clockId, clock?.id ?? ''))
          .orderBy(asc(escalations.id)),
      )
      return rows.map(({ level, unread }) => `${level}${unread ? ' unread' : ''}`)
    }
    const arrived = await shop.arrives(minutes(50))
    expect(await levels(minutes(61))).toEqual([])
    await shop.read(arrived)
    expect(await levels(minutes(62))).toEqual(['warned-50'])
    await shop.arrives(minutes(80))
    expect(await levels(minutes(91))).toEqual(['warned-50'])
    expect(await levels(minutes(100))).toEqual(['warned-50'])
    expect(await levels(minutes(106))).toEqual(['warned-50', 'warned-75 unread'])
  })
})
