// A forecast to a supplier with nobody to commit to it: it says that it waits, and its time begins with the first who may.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { acceptInvitation, invite, makeInvitationLink } from '../accounts/index.ts'
import { joinReactions } from '../kernel/events.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { slaReactions } from '../sla/react.ts'
import { commit, forecastsReactions, getRelease, getShare, publish } from './index.ts'

const T0 = new Date('2027-03-01T09:00:00Z')
const later = new Date('2027-03-03T10:00:00Z')
let trade: CallOffTrade

beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(forecastsReactions, slaReactions))
  await trade.setNow(T0)
  const { orgId } = trade.supplier
  await trade.owner.query('delete from memberships where org_id = $1', [orgId])
  await trade.owner.query('update organizations set invited_by = $2 where id = $1', [orgId, trade.buyer.orgId])
})
afterAll(() => trade.close())

async function published(quantity: string) {
  const start = addDays(mondayOf('2027-03-01'), 7)
  const lines = [{ item: 'BRK-2201', supplier: '10000', shipTo: 'STR1', buckets: [{ start, quantity }] }]
  const { id } = agreed(await trade.as(trade.buyer, tx => publish(tx, { lines, source: 'api' })))
  const { shares } = await trade.as(trade.buyer, tx => getRelease(tx, id))
  return { id: shares[0]?.id ?? '', waits: shares[0]?.waits }
}
const clocksOf = async (shareId: string) =>
  (await trade.owner.query<{ started_at: Date }>('select started_at from clocks where subject_id = $1', [shareId])).rows
const told = async (shareId: string) =>
  (
    await trade.owner.query<{ org_id: string; key: string; data: Record<string, string> }>(
      "select org_id, key, data from work where kind = 'notice.raise' and key like $1",
      [`%${shareId}`],
    )
  ).rows
async function comesIn(role: 'answerer' | 'supplier-read-only', email: string): Promise<void> {
  const { orgId } = trade.supplier
  const invitation = agreed(await trade.as(trade.buyer, tx => invite(tx, { orgId, email, name: 'Rut Eck', role })))
  const path = await trade.as(trade.buyer, tx => makeInvitationLink(tx, invitation.id))
  const token = path?.split('/').at(-1) ?? ''
  const acceptance = { token, name: 'Rut Eck', password: 'correct horse on a bicycle', userAgent: '' }
  agreed(await acceptInvitation(trade.web, acceptance))
}

test('it starts no clock, says on the page and in the list of the release that it waits, and tells the contact whom to ask', async () => {
  const { id, waits } = await published('100')
  expect(waits).toBe(true)
  expect((await trade.as(trade.buyer, tx => getShare(tx, id))).waits).toBe(true)
  expect(await clocksOf(id)).toEqual([])
  const [mail, ...rest] = await told(id)
  expect(rest).toEqual([])
  expect(mail).toMatchObject({ org_id: trade.buyer.orgId, key: `forecast-waits-${id}` })
  expect(mail?.data.text).toContain('Please ask Anna Berg at Velowerk AG (anna.berg')
})

test('its time begins when the first who may commit comes in, not with one who reads; a release that was replaced is not held out', async () => {
  const { id: replaced } = await published('110')
  const { id } = await published('120')
  await trade.setNow(later)
  await comesIn('supplier-read-only', 'reader@nordlicht.example')
  expect(await clocksOf(id)).toEqual([])
  await comesIn('answerer', 'rut@nordlicht.example')
  const [clock, ...more] = await clocksOf(id)
  expect(more).toEqual([])
  expect(clock?.started_at.getTime()).toBeGreaterThanOrEqual(later.getTime())
  expect(await clocksOf(replaced)).toEqual([])
  const share = await trade.as(trade.buyer, tx => getShare(tx, id))
  expect(share.waits).toBe(false)
  expect(share.history.map(({ type }) => type)).toEqual(['forecast.delivered', 'forecast.published'])
  expect((await told(id)).map(({ org_id, key }) => [org_id, key])).toContainEqual([
    trade.supplier.orgId,
    `forecast-published-${id}`,
  ])
  agreed(await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: id, all: true })))
  const next = await published('130')
  expect(next.waits).toBe(false)
  expect(await clocksOf(next.id)).toHaveLength(1)
})
