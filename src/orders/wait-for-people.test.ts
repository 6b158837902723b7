// A call-off to a supplier with nobody to answer it: it says that it waits, and its time begins with the first who may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { acceptInvitation, invite, makeInvitationLink } from '../accounts/index.ts'
import type { Caller } from '../kernel/db.ts'
import { joinReactions } from '../kernel/events.ts'
import { slaReactions } from '../sla/react.ts'
import { hintOf } from './choices.ts'
import { cancel, getOrder, ordersReactions } from './index.ts'
import { nothingLeft } from './on-its-way.ts'

let trade: CallOffTrade
let supplier: Caller
const T0 = new Date('2027-03-01T09:00:00Z')
const later = new Date('2027-03-03T10:00:00Z')

beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(nothingLeft), slaReactions))
  await trade.setNow(T0)
})
afterAll(() => trade.close())

/** A supplier that the buyer has entered, and that has nobody here. */
async function nobodyThere(name: string): Promise<void> {
  supplier = await trade.addSupplier(name)
  await trade.supplies(supplier)
  await trade.owner.query('delete from memberships where org_id = $1', [supplier.orgId])
  await trade.owner.query('update organizations set invited_by = $2 where id = $1', [supplier.orgId, trade.buyer.orgId])
}
const invited = (role: 'answerer' | 'supplier-read-only', email: string) =>
  trade.as(trade.buyer, async tx => agreed(await invite(tx, { orgId: supplier.orgId, email, name: 'Rut Eck', role })))
const comesIn = async (invitationId: string) => {
  const path = await trade.as(trade.buyer, tx => makeInvitationLink(tx, invitationId))
  const token = path?.split('/').at(-1) ?? ''
  agreed(
    await acceptInvitation(trade.web, {
      token,
      name: 'Rut Eck',
      password: 'correct horse on a bicycle',
      userAgent: '',
    }),
  )
}
const callOff = () => trade.callOff([[trade.brakeId, '100', '2027-03-20']], supplier)
const seen = (orderId: string) => trade.as(trade.buyer, tx => getOrder(tx, orderId))
const clocksOf = async (orderId: string) =>
  (await trade.owner.query('select started_at from clocks where subject_id = $1', [orderId])).rows
const told = async (orderId: string) =>
  (
    await trade.owner.query<{ org_id: string; key: string; data: Record<string, string> }>(
      "select org_id, key, data from work where kind = 'notice.raise' and key like $1",
      [`%${orderId}`],
    )
  ).rows

describe('a call-off that nobody of the supplier can see yet', () => {
  test('is not said to have reached anybody, starts no clock, and its contact is told whom to ask', async () => {
    await nobodyThere('Metallbau')
    const { id, number } = await callOff()
    const order = await seen(id)
    expect(order.deliveredAt).toBeNull()
    expect(order.history.map(({ type }) => type)).toEqual(['order.waiting', 'order.issued'])
    expect(await clocksOf(id)).toEqual([])
    const [mail, ...rest] = await told(id)
    expect(rest).toEqual([])
    expect(mail).toMatchObject({ org_id: trade.buyer.orgId, key: `orders-wait-${id}` })
    expect(mail?.data.to).toContain('edi@supplier.example')
    expect(mail?.data.title).toContain(number)
    expect(mail?.data.text).toContain('Please ask Anna Berg at Velowerk AG (anna.berg')
  })
  test('reaches the first who may answer in the moment that person comes in, and its time begins then', async () => {
    const reader = await invited('supplier-read-only', 'reader@metallbau.example')
    const { id: invitationId } = await invited('answerer', 'rut@metallbau.example')
    const { id } = await callOff()
    expect((await told(id))[0]?.data.text).toContain('Rut Eck (rut@metallbau.example) has an invitation')
    await trade.setNow(later)
    await comesIn(reader.id)
    expect(await clocksOf(id)).toEqual([])
    await comesIn(invitationId)
    const order = await seen(id)
    expect(order.history.map(({ type }) => type)).toEqual(['order.delivered', 'order.waiting', 'order.issued'])
    expect(new Date(order.deliveredAt ?? 0).getTime()).toBeGreaterThanOrEqual(later.getTime())
    const [clock, ...more] = await clocksOf(id)
    expect(more).toEqual([])
    expect(clock.started_at.getTime()).toBeGreaterThanOrEqual(later.getTime())
    const next = await seen((await callOff()).id)
    expect(next.deliveredAt).not.toBeNull()
  })
  test('cancelled before anybody came is not held out to who comes then', async () => {
    await trade.setNow(T0)
    await nobodyThere('Alpenrahmen')
    const { id } = await callOff()
    agreed(
      await trade.as(trade.buyer, tx =>
        cancel(tx, { orderId: id, version: 1, lineNumbers: [1], reason: 'not needed' }, nothingLeft),
      ),
    )
    await comesIn((await invited('answerer', 'rut@alpen.example')).id)
    expect((await seen(id)).deliveredAt).toBeNull()
    expect(await clocksOf(id)).toEqual([])
  })
  test('that its system has by X12 is decided on by mail, which says how somebody gets in to see it', async () => {
    await nobodyThere('Stahlwerk')
    await trade.agree(supplier, { documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' } })
    const { id } = await callOff()
    expect((await seen(id)).nobodyOpens).toBe(true)
    const given = { orderId: id, version: 1, lineNumbers: [1], reason: 'customer cancelled' }
    agreed(await trade.as(trade.buyer, tx => cancel(tx, given, nothingLeft)))
    const [mail] = (
      await trade.owner.query<{ data: { text: string } }>('select data from work where key = $1', [
        `order-version-${id}-2`,
      ])
    ).rows
    expect(mail?.data.text).toContain(
      'Nobody of you can sign in to see the order yet. Please ask Anna Berg at Velowerk AG',
    )
  })
  test('is foretold while it is typed, and no more once somebody is there', async () => {
    await nobodyThere('Felgenwerk')
    const hint = () => trade.as(trade.buyer, tx => hintOf(tx, { supplierId: supplier.orgId, itemId: trade.brakeId }))
    expect(await hint()).toMatchObject({ nobodyAnswers: true })
    await comesIn((await invited('answerer', 'rut@felgen.example')).id)
    expect(await hint()).toMatchObject({ nobodyAnswers: false })
  })
})
