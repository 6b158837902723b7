// The board by what it is about: each group's numbers, and the lists that it leads to, are the same answers.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { itemGroups, items } from '../items/tables.ts'
import { joinReactions } from '../kernel/events.ts'
import { labelId } from '../kernel/labels.ts'
import { ordersReactions } from '../orders/index.ts'
import { orders } from '../orders/tables.ts'
import { onTheWay } from '../shipments/index.ts'
import { type BoardGroup, type BoardGrouping, type BoardQuery, boardGroupings } from './api.ts'
import { boardGroups } from './groups.ts'
import { board, inboxDue, summary } from './queries.ts'
import { slaReactions } from './react.ts'
import { startClock } from './start.ts'

const T0 = new Date('2027-03-01T09:00:00Z')
let trade: CallOffTrade

beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  const { buyer, addSupplier, supplies, setNow, callOff, brakeId, as } = trade
  const other = await addSupplier('Forja do Norte')
  await supplies(other)
  await setNow(T0)
  await as(buyer, async tx =>
    tx
      .update(items)
      .set({ groupId: await labelId(tx, itemGroups, 'Brakes') })
      .where(eq(items.id, brakeId)),
  )
  for (let n = 0; n < 3; n++) await callOff([[brakeId, '100', '2027-03-20']])
  await setNow('2027-03-05T09:00:00Z')
  await callOff([[brakeId, '100', '2027-03-20']], other)
  const forecast = { kind: 'supplier-release', id: '0199aaaa-0000-7000-8000-000000000001' }
  await as(buyer, tx =>
    startClock(tx, {
      ...{ buyerId: buyer.orgId, supplierId: other.orgId, kind: 'commit', subject: forecast, label: '7', at: tx.now },
    }),
  )
})
afterAll(() => trade.close())

const groupsBy = (by: BoardGrouping, narrow: BoardQuery = {}) =>
  trade.as(trade.buyer, async tx => (await boardGroups(tx, { by, ...narrow })).groups)
const listed = (query: BoardQuery) => trade.as(trade.buyer, async tx => (await board(tx, query)).total)

const narrowedBy: Record<BoardGrouping, (key: string) => BoardQuery> = {
  supplier: key => ({ supplierId: key }),
  site: key => ({ site: key }),
  person: key => ({ person: key }),
  itemGroup: key => ({ itemGroupId: key }),
  kind: key => ({ kind: key }),
}

it.each(boardGroupings)('by %s: each number is the length of the list behind it', async by => {
  const groups = await groupsBy(by)
  expect(groups.reduce((sum, one) => sum + one.late + one.atRisk + one.onTrack, 0)).toBe(5)
  for (const { key, late, atRisk, onTrack } of groups.filter(each => each.key !== null)) {
    const narrow = narrowedBy[by](key ?? '')
    const found = {
      late: await listed({ ...narrow, urgency: 'late' }),
      atRisk: await listed({ ...narrow, urgency: 'at-risk' }),
      onTrack: await listed({ ...narrow, urgency: 'on-track' }),
    }
    expect(found).toEqual({ late, atRisk, onTrack })
  }
})

it('whoever has most that is late stands first, and says what is due next of the rest', async () => {
  const told = (group: BoardGroup | undefined) => group && [group.name, group.late, group.unclaimed, group.nextDueAt]
  const [first, second, ...more] = await groupsBy('supplier')
  expect(told(first)).toEqual([expect.any(String), 3, 3, null])
  expect(told(second)).toEqual(['Forja do Norte', 0, 0, expect.any(String)])
  expect(more).toEqual([])
})

it('a forecast goes to no site: it is counted by itself, and by its kind', async () => {
  const bySite = await groupsBy('site')
  expect(bySite.map(({ key, name }) => [key, name])).toEqual([
    ['STR1', 'Werk Stuttgart'],
    [null, ''],
  ])
  expect((await groupsBy('site', { kind: 'commit' })).map(({ key }) => key)).toEqual([null])
  expect((await groupsBy('kind')).map(({ key }) => key).toSorted()).toEqual(['call-off', 'commit'])
})

it('orders of a group of items are counted by its label, the rest by themselves', async () => {
  const byGroup = await groupsBy('itemGroup')
  expect(byGroup.map(({ key, name, late }) => [key === null, name, late])).toEqual([
    [false, 'Brakes', 3],
    [true, '', 0],
  ])
  const { itemGroups: choices } = await trade.as(trade.buyer, tx => summary(tx, {}))
  expect(choices).toEqual([{ id: byGroup[0]?.key, name: 'Brakes' }])
})

it('what is hot says so, is listed by that, and stands first where that is asked for', async () => {
  const ask = (query: BoardQuery) => trade.as(trade.buyer, tx => board(tx, query))
  const onTrack = (await ask({ urgency: 'on-track', kind: 'call-off' })).rows[0]
  await trade.as(trade.buyer, tx =>
    tx
      .update(orders)
      .set({ priority: 'hot' })
      .where(eq(orders.id, onTrack?.subject.id ?? '')),
  )
  expect((await ask({ priority: 'hot' })).rows.map(({ id, priority }) => [id, priority])).toEqual([
    [onTrack?.id, 'hot'],
  ])
  expect((await ask({ priority: 'normal' })).total).toBe(3)
  expect((await ask({})).rows[0]?.priority).toBe('normal')
  const hotFirst = (await ask({ sort: 'priority' })).rows
  expect(hotFirst.map(({ priority }) => priority)).toEqual(['hot', 'normal', 'normal', 'normal', null])
  expect((await groupsBy('kind', { priority: 'hot' })).map(({ onTrack: n }) => n)).toEqual([1])
  const theirs = await trade.as(trade.supplier, tx => inboxDue(tx, {}))
  expect(theirs.rows.map(({ priority }) => priority)).toEqual(['normal', 'normal', 'normal'])
})

it('of what is due at the same instant the hot call-off stands first in the inbox, and what is due before it before', async () => {
  const due = async () => (await trade.as(trade.supplier, tx => inboxDue(tx, {}))).rows
  const [first, , last] = await due()
  expect(first?.dueAt).toBe(last?.dueAt)
  await trade.as(trade.buyer, tx =>
    tx
      .update(orders)
      .set({ priority: 'hot' })
      .where(eq(orders.id, last?.subject.id ?? '')),
  )
  expect((await due()).map(({ priority }) => priority)).toEqual(['hot', 'normal', 'normal'])
  await trade.owner.query("update clocks set due_at = due_at - interval '1 hour' where id = $1", [first?.id])
  expect((await due()).map(({ id }) => id).slice(0, 2)).toEqual([first?.id, last?.id])
})
