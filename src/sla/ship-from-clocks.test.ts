// Clocks on the calendar of the site that an item ships from: started by the orders' own verbs, moved, replayed, explained.
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import {
  addCalendar,
  type CalendarBody,
  changeCalendar,
  changeSite,
  listCalendars,
  listSites,
} from '../calendars/index.ts'
import { sites as siteTable } from '../calendars/tables.ts'
import { changeSupplierItem, listSupplierItems } from '../items/index.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { Unknown } from '../kernel/errors.ts'
import { joinReactions } from '../kernel/events.ts'
import { hintOf } from '../orders/choices.ts'
import { answer, decide, getOrder, ordersReactions } from '../orders/index.ts'
import { relationshipOf } from '../partners/index.ts'
import { addShipFrom, changeShipFrom, listShipFrom, removeShipFrom } from '../partners/ship-from.ts'
import { shipFromSites } from '../partners/tables.ts'
import { onTheWay } from '../shipments/index.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { movesBy } from './moves.ts'
import type { PolicyBody, WhoseHours } from './policy-api.ts'
import { previewPolicy } from './preview-policy.ts'
import { slaReactions } from './react.ts'
import { clocks, policies } from './tables.ts'
import { stepWords } from './words.ts'

const day = { open: '08:00', close: '17:00' }
const office = (name: string, zone: string, holidays: readonly string[] = []): CalendarBody => ({
  ...{ name, zone, always: false, week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] } },
  holidays: holidays.map(date => ({ date, name: 'Town fair' })),
  ...{ halfDays: [], shutdowns: [], extra: [], cutOff: {} },
})
/** A Monday, 09:00 in Kiel and in Stuttgart, 03:00 in Albany. Four hours are 13:00, or 18:00 there. */
const T0 = new Date('2027-03-01T08:00:00Z')
const berlin = (date: string, time: string) => new Date(`2027-03-${date}T${time}:00+01:00`)

let trade: CallOffTrade
let relationshipId = ''
const calendars = { agreed: '', kiel: '', albany: '', ours: '', plant: '' }
const sites = { kiel: '', albany: '' }
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.as(trade.buyer, act)
const bySupplier = <T>(act: (tx: Tx) => Promise<T>) => trade.as(trade.supplier, act)

beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  await trade.setNow(T0)
  const add = async (body: CalendarBody) => agreed(await byBuyer(tx => addCalendar(tx, body))).id
  calendars.agreed = await add(office('Nordlicht', 'Europe/Berlin', ['2027-03-01']))
  calendars.kiel = await add(office('Nordlicht, Kiel', 'Europe/Berlin'))
  calendars.albany = await add(office('Nordlicht, Albany', 'America/New_York'))
  calendars.ours = await add(office('Velowerk', 'Europe/Berlin'))
  calendars.plant = await add(office('Night shift', 'Asia/Taipei'))
  await trade.owner.query(`update relationships set calendar_id = $1, buyer_calendar_id = $2, usage = 'P'`, [
    calendars.agreed,
    calendars.ours,
  ])
  const { orgId } = trade.buyer
  relationshipId = (await byBuyer(tx => relationshipOf(tx, orgId, trade.supplier.orgId)))?.id ?? ''
  const site = async (name: string, calendarId: string) =>
    agreed(await byBuyer(tx => addShipFrom(tx, relationshipId, { name, calendarId }))).id
  sites.kiel = await site('Kiel', calendars.kiel)
  sites.albany = await site('Albany', calendars.albany)
})
afterAll(() => trade.close())
beforeEach(async () => {
  await trade.setNow(T0)
  await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
  await ships(trade.brakeId, null)
  await ships(trade.chainId, null)
})

/** Says from where an item ships, as its form does. */
async function ships(itemId: string, shipFromId: string | null): Promise<void> {
  await byBuyer(async tx => {
    const { rows } = await listSupplierItems(tx, { itemId })
    for (const { id, supplierPartNumber, packQuantity, minimumQuantity, leadTimeDays } of rows)
      await changeSupplierItem(tx, id, {
        ...{ supplierPartNumber, packQuantity, minimumQuantity, leadTimeDays, shipFromId },
      })
  })
}

const line = (itemId: string): [string, string, string] => [itemId, '20', '2027-04-01']
async function called(...items: string[]) {
  const { id } = await trade.callOff(items.map(line))
  return { orderId: id, clock: await clockOf(id) }
}
async function proposes(orderId: string, lineNumbers: number[]) {
  const promised = [{ quantity: '20', date: '2027-05-03' }]
  const lines = lineNumbers.map(lineNumber => ({
    lineNumber,
    answer: { act: 'propose' as const, promised, reason: 'Paint shop down' },
  }))
  await bySupplier(async tx =>
    agreed(await answer(tx, { orderId, versionAnswered: 1, lines, receivedAt: tx.now }, onTheWay)),
  )
}
async function clockOf(subjectId: string, kind: 'call-off' | 'decision' = 'call-off') {
  const [clock] = await byBuyer(tx =>
    tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.subjectId, subjectId), eq(clocks.kind, kind)))
      .orderBy(asc(clocks.round)),
  )
  if (!clock) throw new Error('no clock')
  return clock
}
const rule = (hours: WhoseHours, more: Partial<PolicyBody> = {}): PolicyBody => ({
  ...{ name: 'Call-offs', kind: 'call-off', supplierId: null, hours, calendarId: null },
  target: { kind: 'business-minutes', minutes: 240 },
  ladder: { reminders: [], escalations: [{ afterMinutes: 60, to: 'buyer' }], repeat: null },
  ...{ pauseReasons: ['our-drawing'], ...more },
})

describe('an answer to a call-off', () => {
  it('is due on the agreed calendar where no item says from where it ships, as ever', async () => {
    const { clock } = await called(trade.brakeId)
    expect(clock).toMatchObject({ calendarId: calendars.agreed, dueAt: berlin('02', '12:00'), places: null, note: '' })
  })

  it('is due on the calendar of the site, and page, mail and API say so, to both sides', async () => {
    await ships(trade.brakeId, sites.kiel)
    const { clock } = await called(trade.brakeId)
    expect(clock).toMatchObject({ calendarId: calendars.kiel, dueAt: berlin('01', '13:00') })
    const said = 'Counted on Kiel\'s calendar "Nordlicht, Kiel": the item ships from Kiel.'
    for (const by of [byBuyer, bySupplier]) {
      const shown = await by(tx => clockDetail(tx, clock.id))
      expect(shown).toMatchObject({ shipFrom: { sites: ['Kiel'], countedAt: ['Kiel'] }, note: said })
      expect(shown.calendars).toMatchObject([{ name: 'Nordlicht, Kiel', version: 1 }])
    }
    const step = { level: 'breached', dueAt: clock.dueAt, why: '', unread: false }
    expect(stepWords(clock, step, { buyer: 'Velowerk', supplier: 'Nordlicht' }).text).toContain(said)
  })

  it('for lines from two sites is due when the later of the two is, with the reason', async () => {
    await ships(trade.brakeId, sites.kiel)
    await ships(trade.chainId, sites.albany)
    const { clock } = await called(trade.brakeId, trade.chainId)
    expect(clock).toMatchObject({
      calendarId: calendars.albany,
      dueAt: berlin('01', '18:00'),
      zone: 'America/New_York',
    })
    expect(clock.places).toMatchObject({ countedAt: ['Albany'], from: [{ name: 'Albany' }, { name: 'Kiel' }] })
    expect(clock.note).toContain('by which it is due latest: the items ship from Albany and Kiel.')
    // The agreed calendar, for a line that names no site, has a holiday: it is due later still.
    await ships(trade.chainId, null)
    const half = (await called(trade.brakeId, trade.chainId)).clock
    expect(half).toMatchObject({ calendarId: calendars.agreed, dueAt: berlin('02', '12:00') })
    expect(half.note).toBe(
      'Counted on "Nordlicht", as agreed between the two companies, by which it is due latest: the items ship from Kiel; of some it is not said.',
    )
  })

  it('that is asked anew is due by the site of the lines that are asked anew', async () => {
    await ships(trade.brakeId, sites.kiel)
    await ships(trade.chainId, sites.albany)
    const { orderId } = await called(trade.brakeId, trade.chainId)
    await proposes(orderId, [1, 2])
    expect(await clockOf(orderId, 'decision')).toMatchObject({ calendarId: calendars.ours, lines: [1, 2] })
    const { lines, version } = await byBuyer(tx => getOrder(tx, orderId))
    const proposalId = lines.find(({ lineNumber }) => lineNumber === 1)?.open?.id ?? ''
    const promised = [{ quantity: '20', date: '2027-04-20' }]
    await byBuyer(async tx =>
      agreed(await decide(tx, { orderId, version, decisions: [{ proposalId, act: 'counter', promised }] }, onTheWay)),
    )
    const rounds = await byBuyer(tx =>
      tx
        .select({ lines: clocks.lines, calendarId: clocks.calendarId, note: clocks.note })
        .from(clocks)
        .where(and(eq(clocks.subjectId, orderId), eq(clocks.kind, 'call-off')))
        .orderBy(asc(clocks.round)),
    )
    expect(rounds).toMatchObject([
      { lines: null, calendarId: calendars.albany },
      { lines: [1], calendarId: calendars.kiel, note: expect.stringContaining('the item ships from Kiel.') },
    ])
  })
})

describe('a rule of a policy', () => {
  it('means the site’s calendar where it means the supplier’s', async () => {
    await ships(trade.brakeId, sites.albany)
    agreed(await byBuyer(tx => addPolicy(tx, rule('both'))))
    const { clock } = await called(trade.brakeId)
    expect(clock).toMatchObject({ calendarId: calendars.albany, otherCalendarId: calendars.ours })
    expect(clock.note).toMatch(/^The supplier's hours are by Albany's calendar "Nordlicht, Albany": the item ships/)
  })

  it('means the ship-to’s where it means the buyer’s, also for a decision that the supplier’s proposal starts', async () => {
    const [plant] = (await byBuyer(listSites)).rows
    if (!plant) throw new Error('no site')
    const { id, createdAt: _, calendarName: __, ...body } = plant
    expect(
      (await byBuyer(async tx => agreed(await changeSite(tx, id, { ...body, calendarId: calendars.plant }))))
        .calendarName,
    ).toBe('Night shift')
    // No clock stands on it yet: it is the site alone that lets the supplier's transaction find the calendar.
    const { orderId } = await called(trade.brakeId)
    await proposes(orderId, [1])
    expect(await clockOf(orderId, 'decision')).toMatchObject({ calendarId: calendars.plant })
    agreed(await byBuyer(tx => addPolicy(tx, rule('buyer'))))
    const { clock } = await called(trade.brakeId)
    expect(clock).toMatchObject({ calendarId: calendars.plant, zone: 'Asia/Taipei' })
    expect(clock.note).toBe(
      '"Night shift" is the calendar of Werk Stuttgart, where the goods go. Whose hours count: the customer\'s, by its calendar "Night shift".',
    )
    await byBuyer(async tx => agreed(await changeSite(tx, id, { ...body, calendarId: null })))
    expect((await called(trade.brakeId)).clock.calendarId).toBe(calendars.ours)
  })

  it('is replayed by the sites that counted then', async () => {
    await trade.owner.query('delete from escalations; delete from clocks')
    await ships(trade.brakeId, sites.kiel)
    await ships(trade.chainId, sites.albany)
    const { orderId } = await called(trade.brakeId, trade.chainId)
    const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' as const } })
    await bySupplier(async tx =>
      agreed(
        await answer(tx, { orderId, versionAnswered: 1, lines: [accept(1), accept(2)], receivedAt: tx.now }, onTheWay),
      ),
    )
    await ships(trade.brakeId, null)
    await ships(trade.chainId, null)
    const replayed = (hours: WhoseHours) => byBuyer(tx => previewPolicy(tx, null, rule(hours)))
    expect(await replayed('agreed')).toMatchObject({ replayed: 1, changed: 0 })
    // From 14:00 on both Albany and Velowerk are open; Kiel and Velowerk would be done at 13:00.
    expect((await replayed('both')).rows).toMatchObject([{ after: { dueAt: berlin('02', '15:00').toISOString() } }])
  })
})

describe('what changes later', () => {
  it('of the calendar moves what runs on it, said before it is saved, with the reason on record', async () => {
    await ships(trade.brakeId, sites.kiel)
    const { clock } = await called(trade.brakeId)
    const fair = office('Nordlicht, Kiel', 'Europe/Berlin', ['2027-03-01'])
    const moves = await byBuyer(tx => movesBy(tx, calendars.kiel, fair))
    expect(moves.rows).toContainEqual(
      expect.objectContaining({ clockId: clock.id, dueAfter: berlin('02', '12:00').toISOString() }),
    )
    const version = (await byBuyer(listCalendars)).rows.find(({ id }) => id === calendars.kiel)?.version ?? 0
    await byBuyer(async tx => agreed(await changeCalendar(tx, calendars.kiel, { ...fair, version })))
    const moved = await clockOf(clock.subjectId)
    expect(moved).toMatchObject({ dueAt: berlin('02', '12:00'), note: clock.note, places: clock.places })
    expect(moved.recounts).toMatchObject([{ calendar: 'Nordlicht, Kiel', version: version + 1 }])
    const plain = { ...office('Nordlicht, Kiel', 'Europe/Berlin'), version: version + 1 }
    await byBuyer(async tx => agreed(await changeCalendar(tx, calendars.kiel, plain)))
  })

  it('of the site, or of what ships from it, holds for what is asked from then on', async () => {
    await ships(trade.brakeId, sites.kiel)
    const before = (await called(trade.brakeId)).clock
    const rename = (name: string, calendarId: string) =>
      byBuyer(async tx =>
        agreed(await changeShipFrom(tx, { relationshipId, siteId: sites.kiel }, { name, calendarId })),
      )
    await rename('Kiel-Holtenau', calendars.albany)
    const after = (await called(trade.brakeId)).clock
    expect([after.calendarId, after.note.includes("Kiel-Holtenau's")]).toEqual([calendars.albany, true])
    await ships(trade.brakeId, sites.albany)
    expect(await clockOf(before.subjectId)).toEqual(before)
    await rename('Kiel', calendars.kiel)
  })
})

it('the hint of a need-by day counts lead time and cut-off on the same calendar', async () => {
  const hint = () =>
    byBuyer(async tx => agreed(await hintOf(tx, { supplierId: trade.supplier.orgId, itemId: trade.brakeId })))
  expect(await hint()).toMatchObject({ calendar: 'Nordlicht', shipFrom: null, zone: 'Europe/Berlin' })
  await ships(trade.brakeId, sites.albany)
  expect(await hint()).toMatchObject({ calendar: 'Nordlicht, Albany', shipFrom: 'Albany', zone: 'America/New_York' })
})

describe('the sites of a supplier', () => {
  const albanyOf = (tx: Tx) =>
    changeShipFrom(tx, { relationshipId, siteId: sites.albany }, { name: 'X', calendarId: null })

  it('are read by both sides with their calendars, and entered, changed and removed by the buyer alone', async () => {
    // Nothing was asked of the third yet.
    const calendarId = agreed(await byBuyer(tx => addCalendar(tx, office('Nordlicht, Lund', 'Europe/Stockholm')))).id
    const lund = agreed(await byBuyer(tx => addShipFrom(tx, relationshipId, { name: 'Lund', calendarId })))
    const seen = [
      ['Albany', 'Nordlicht, Albany', 'America/New_York'],
      ['Kiel', 'Nordlicht, Kiel', 'Europe/Berlin'],
      ['Lund', 'Nordlicht, Lund', 'Europe/Stockholm'],
    ]
    for (const by of [byBuyer, bySupplier]) {
      const { rows } = await by(tx => listShipFrom(tx, relationshipId))
      expect(rows.map(({ name, calendarName, zone }) => [name, calendarName, zone])).toEqual(seen)
    }
    await expect(bySupplier(albanyOf)).rejects.toThrow(Unknown)
    await expect(bySupplier(tx => addShipFrom(tx, relationshipId, { name: 'Y', calendarId: null }))).rejects.toThrow(
      Unknown,
    )
    const params = { relationshipId, siteId: sites.albany }
    await expect(bySupplier(tx => removeShipFrom(tx, params))).rejects.toThrow(Unknown)
    const row = (tx: Tx) => tx.update(shipFromSites).set({ name: 'Z' }).returning()
    expect(await bySupplier(row)).toEqual([])
    expect(await byBuyer(tx => removeShipFrom(tx, { relationshipId, siteId: lund.id }))).toBeUndefined()
  })

  it('are nothing to another supplier, nor is a calendar that only they name', async () => {
    const forja: Caller = await trade.addSupplier('Forja')
    const byForja = <T>(act: (tx: Tx) => Promise<T>) => trade.as(forja, act)
    await expect(byForja(tx => listShipFrom(tx, relationshipId))).rejects.toThrow(Unknown)
    expect(await byForja(tx => tx.select().from(shipFromSites))).toEqual([])
    await trade.owner.query('update sites set calendar_id = $1', [calendars.plant])
    expect(await byForja(tx => tx.select().from(siteTable))).toEqual([])
    expect((await byForja(listCalendars)).rows).toEqual([])
    expect((await bySupplier(listCalendars)).rows.map(({ name }) => name)).toContain('Nordlicht, Albany')
  })

  it('have a name each, whichever its capitals', async () => {
    const kiel = await byBuyer(tx => addShipFrom(tx, relationshipId, { name: ' KIEL ', calendarId: null }))
    expect(kiel).toMatchObject({ code: 'ship-from-taken' })
    const albany = { relationshipId, siteId: sites.albany }
    expect(await byBuyer(tx => changeShipFrom(tx, albany, { name: 'kiel', calendarId: null }))).toMatchObject({
      code: 'ship-from-taken',
    })
  })
})
