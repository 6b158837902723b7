// Policies for groups and for what is hot, on a real database: which governs, what each side is told of it, and the past.
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { changeItem } from '../items/index.ts'
import type { Caller } from '../kernel/db.ts'
import { Refused, sure } from '../kernel/errors.ts'
import { joinReactions } from '../kernel/events.ts'
import { issue, ordersReactions } from '../orders/index.ts'
import type { Priority } from '../orders/priority.ts'
import { changeProfile, getPartner, relationshipOf } from '../partners/index.ts'
import { onTheWay } from '../shipments/index.ts'
import { addPolicy, changePolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import type { PolicyBody } from './policy-api.ts'
import { listPolicies } from './policy-queries.ts'
import { previewPolicy } from './preview-policy.ts'
import { slaReactions } from './react.ts'
import { startClock } from './start.ts'
import { clocks } from './tables.ts'

let trade: CallOffTrade
let forja: Caller
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  forja = await trade.addSupplier('Forja')
  await trade.supplies(forja)
})
afterAll(() => trade.close())
beforeEach(async () => {
  await trade.owner.query('delete from clocks; delete from policy_versions; delete from policies')
  await trade.owner.query('update items set group_id = null; update relationships set supplier_group_id = null')
})

const policy: PolicyBody = {
  ...{ name: 'Every', kind: 'call-off', supplierId: null, hours: 'agreed', calendarId: null, pauseReasons: [] },
  target: { kind: 'elapsed', minutes: 480 },
  ladder: { reminders: [], escalations: [], repeat: null },
}
const add = async (more: Partial<PolicyBody> = {}) =>
  agreed(await trade.as(trade.buyer, tx => addPolicy(tx, { ...policy, ...more })))

/** Into a group, or out of any. */
const sorted = (supplier: Caller, supplierGroup: string | null) =>
  trade.as(trade.buyer, async tx => {
    const { id } = sure(await relationshipOf(tx, trade.buyer.orgId, supplier.orgId))
    const { vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, ...rest } =
      await getPartner(tx, id)
    const { transitDays, tolerance, targets, transport, usage, ediVersion, ourIdentity, theirIdentity, ...more } = rest
    const { delimiters, documents, ta1Requested, folderName, webhookUrl, version } = more
    agreed(
      await changeProfile(tx, id, {
        ...{ vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, transitDays },
        ...{ tolerance, targets, transport, usage, ediVersion, ourIdentity, theirIdentity, delimiters, documents },
        ...{ ta1Requested, folderName, webhookUrl, version, supplierGroup },
      }),
    )
  })
const items = () => ({ [trade.brakeId]: 'BRK-2201', [trade.chainId]: 'CHN-9' })
const grouped = async (itemId: string, group: string) => {
  const body = { number: sure(items()[itemId]), description: 'Part', unit: 'EA', group }
  agreed(await trade.as(trade.buyer, tx => changeItem(tx, itemId, body, [])))
}

interface Issuing {
  supplier?: Caller
  priority?: Priority
  of?: string[]
}
/** The clock of a call-off. */
async function asked({ supplier = trade.supplier, priority, of = [trade.brakeId] }: Issuing = {}): Promise<string> {
  const line = { quantity: '20', needBy: trade.inDays(14) }
  const lines = of.map(itemId => ({ itemId, ...line }))
  const order = { supplierId: supplier.orgId, shipToSiteId: trade.siteId, priority, lines }
  const { id } = agreed(await trade.as(trade.buyer, tx => issue(tx, order)))
  const [clock] = await trade.as(trade.buyer, tx => tx.select().from(clocks).where(eq(clocks.subjectId, id)))
  return sure(clock).id
}
const shown = (clockId: string, reader = trade.buyer) => trade.as(reader, tx => clockDetail(tx, clockId))
const governs = async (given: Issuing = {}) => (await shown(await asked(given))).policy?.name

it('governs the hot call-offs only, those to a group only, those all of whose items are of one group only', async () => {
  await grouped(trade.brakeId, 'Brakes')
  await sorted(forja, 'Castings')
  await add()
  await add({ name: 'Hot', priority: 'hot' })
  await add({ name: 'Castings', supplierGroup: 'Castings' })
  await add({ name: 'Brakes', itemGroup: 'Brakes' })
  expect(await governs({ of: [trade.chainId] })).toBe('Every')
  expect(await governs()).toBe('Brakes')
  expect(await governs({ of: [trade.brakeId, trade.chainId] })).toBe('Every')
  expect(await governs({ supplier: forja })).toBe('Castings')
  expect(await governs({ supplier: forja, priority: 'hot' })).toBe('Hot')
  const hotCastings = await add({ name: 'Hot castings', supplierGroup: 'castings', priority: 'hot' })
  expect(hotCastings).toMatchObject({ supplierGroup: 'Castings', itemGroup: null, priority: 'hot' })
  expect(await governs({ supplier: forja, priority: 'hot' })).toBe('Hot castings')
  expect(await governs({ priority: 'hot' })).toBe('Hot')
  const { rows } = await trade.as(trade.buyer, tx => listPolicies(tx))
  expect(rows.find(({ name }) => name === 'Brakes')).toMatchObject({ itemGroup: 'Brakes', supplierGroup: null })
})

it('tells the buyer why with the groups by name, and the supplier without: no row that it reads holds a label', async () => {
  await grouped(trade.brakeId, 'Brakes')
  await sorted(trade.supplier, 'Castings')
  await add({ name: 'Hot', supplierGroup: 'Castings', itemGroup: 'Brakes', priority: 'hot' })
  const clockId = await asked({ priority: 'hot' })
  expect((await shown(clockId)).policy?.why).toBe(
    'It is for hot call-offs of item group "Brakes" to suppliers of group "Castings", and goes before any that names no priority.',
  )
  const theirs = await shown(clockId, trade.supplier)
  expect(theirs.policy).toMatchObject({
    ...{ id: null, name: 'Hot' },
    why: 'It is for hot call-offs of certain items to several suppliers, this one among them, and goes before any that names no priority.',
  })
  expect(JSON.stringify(theirs)).not.toMatch(/Brakes|Castings/)
  const { rows: tables } = await trade.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  const holding = async (reader: Caller) => {
    const found = tables.map(({ name }) =>
      trade.as(reader, async tx => {
        const { rows } = await tx.execute(sql.raw(`select from ${name} t where t::text ~ 'Brakes|Castings' limit 1`))
        return rows.length > 0 ? [name] : []
      }),
    )
    return (await Promise.all(found)).flat().toSorted()
  }
  expect(await holding(trade.buyer)).toEqual(['item_groups', 'supplier_groups'])
  expect(await holding(trade.supplier)).toEqual([])
})

it('shows a supplier no policy for a group that it is not of', async () => {
  await sorted(forja, 'Castings')
  const { id } = await add({ name: 'Castings', supplierGroup: 'Castings' })
  const read = (who: Caller) =>
    trade.as(who, async tx => (await tx.execute<{ id: string }>(sql`select id from policies`)).rows)
  expect([await read(forja), await read(trade.supplier)]).toEqual([[{ id }], []])
})

it('governs alike what starts in the supplier’s own transaction, even once the supplier makes the item no more', async () => {
  await grouped(trade.brakeId, 'Brakes')
  await sorted(trade.supplier, 'Castings')
  await add()
  const { id } = await add({ name: 'Narrow', supplierGroup: 'Castings', itemGroup: 'Brakes', priority: 'hot' })
  const { subject, label } = await shown(await asked({ priority: 'hot' }))
  await trade.owner.query('delete from clocks')
  await trade.owner.query('delete from supplier_items where supplier_id = $1', [trade.supplier.orgId])
  const between = { buyerId: trade.buyer.orgId, supplierId: trade.supplier.orgId }
  await trade.as(trade.supplier, tx =>
    startClock(tx, { ...between, kind: 'call-off', subject: { kind: 'order', id: subject.id }, label, at: tx.now }),
  )
  await trade.supplies(trade.supplier)
  const [clock] = await trade.as(trade.buyer, tx => tx.select().from(clocks))
  expect(clock?.policy?.id).toBe(id)
})

it('leaves a clock that runs under the policy that it started under, wherever the supplier is sorted since', async () => {
  await sorted(forja, 'Castings')
  await add()
  const castings = await add({ name: 'Castings', supplierGroup: 'Castings' })
  const clockId = await asked({ supplier: forja })
  const before = await shown(clockId)
  await sorted(forja, 'Plastics')
  const next = { ...policy, name: 'Castings', supplierGroup: 'Plastics', priority: 'hot' as const, version: 1 }
  agreed(await trade.as(trade.buyer, tx => changePolicy(tx, castings.id, next)))
  expect(await shown(clockId)).toMatchObject({ dueAt: before.dueAt, policy: before.policy })
  expect(before.policy?.why).toContain('suppliers of group "Castings"')
  expect(await governs({ supplier: forja })).toBe('Every')
  expect(await governs({ supplier: forja, priority: 'hot' })).toBe('Castings')
})

it('may not tie with one for the same, nor name a group of which nothing is', async () => {
  await sorted(forja, 'Castings')
  await add({ name: 'Hot', supplierGroup: 'Castings', priority: 'hot' })
  const again = await trade.as(trade.buyer, tx =>
    addPolicy(tx, { ...policy, supplierGroup: 'Castings', priority: 'hot' }),
  )
  expect(again).toMatchObject({
    code: 'policy-tie',
    detail: '"Hot" is for hot call-offs to suppliers of group "Castings" too: nobody could say which counts.',
  })
  await add({ name: 'Normal', supplierGroup: 'Castings', priority: 'normal' })
  await add({ name: 'Castings', supplierGroup: 'Castings', itemGroup: ' ' })
  const unknown = add({ name: 'Unknown', supplierGroup: 'Castngs', itemGroup: 'Brks' })
  await expect(unknown).rejects.toMatchObject({
    refusals: [
      { code: 'group-unknown', where: '/supplierGroup' },
      { code: 'group-unknown', where: '/itemGroup' },
    ],
  })
  await expect(unknown).rejects.toBeInstanceOf(Refused)
})

it('is replayed over those of the past alone that it would govern', async () => {
  await sorted(forja, 'Castings')
  const clock = {
    normal: await asked(),
    hot: await asked({ priority: 'hot' }),
    forja: await asked({ supplier: forja }),
    hotForja: await asked({ supplier: forja, priority: 'hot' }),
    chain: await asked({ of: [trade.chainId] }),
  }
  const short = { ...policy, target: { kind: 'elapsed', minutes: 5 } } as const
  const replayed = async (more: Partial<PolicyBody>) => {
    const { rows, replayed, governed } = await trade.as(trade.buyer, tx =>
      previewPolicy(tx, null, { ...short, ...more }),
    )
    expect([replayed, governed]).toEqual([rows.length, rows.length])
    const named = Object.entries(clock).filter(([, id]) => rows.some(({ clockId }) => clockId === id))
    return named.map(([name]) => name)
  }
  expect(await replayed({})).toEqual(Object.keys(clock))
  expect(await replayed({ priority: 'hot' })).toEqual(['hot', 'hotForja'])
  expect(await replayed({ supplierGroup: 'Castings' })).toEqual(['forja', 'hotForja'])
  // Sorted only now: the past counts as the items are sorted today.
  await grouped(trade.brakeId, 'Brakes')
  expect(await replayed({ itemGroup: 'Brakes' })).toEqual(['normal', 'hot', 'forja', 'hotForja'])
  expect(await replayed({ itemGroup: 'Brakes', supplierGroup: 'Castings', priority: 'normal' })).toEqual(['forja'])
  await add({ name: 'Hot', priority: 'hot' })
  expect(await replayed({})).toEqual(['normal', 'forja', 'chain'])
  expect(await replayed({ supplierGroup: 'Castings' })).toEqual(['forja'])
})
