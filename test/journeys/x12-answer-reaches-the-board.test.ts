// A supplier's system fetches the 850, acknowledges it, answers by 855; the buyer's open page hears of it.
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from '../../src/demo/client.ts'
import type { LineAnswer } from '../../src/demo/partner.ts'
import { gatewayApi } from '../../src/gateway/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'
import { type SmallWorld, systemOf } from '../world.ts'

interface Told {
  n: number
  type: string
  subject: { kind: string; id: string }
}

/** An open page's line. */
async function listen(url: string, { cookie }: Client): Promise<{ heard: Told[]; close(): void }> {
  const heard: Told[] = []
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers: { cookie, origin: url } })
  socket.on('message', text => {
    const told = JSON.parse(String(text)) as Partial<Told>
    if (told.subject) heard.push(told as Told)
  })
  await new Promise((open, failed) => socket.once('open', open).once('error', failed))
  const greeted = new Promise(done => socket.once('message', done))
  socket.send(JSON.stringify({ resume: {} }))
  await greeted
  return { heard, close: () => socket.close() }
}

onEachQueue(stage => {
  const order = (orderId: string) => stage().world.is.jonas.call(ordersApi.get, { params: { orderId } })

  const answeredBy = async (which: 'wheelworks' | 'taichung', line: LineAnswer) => {
    const { world } = stage()
    const { id } = await world.callOff(world[which])
    const system = systemOf(world, which, { line })
    await until('the 850 collected and answered', async () => (await system.step()).answered > 0)
    await until('the answer applied', async () => (await order(id)).answers.length > 0)
    return { id, system, done: await order(id) }
  }

  const acknowledged = async (world: SmallWorld, orderId: string) =>
    await until('the 850 acknowledged', async () => {
      const { rows } = await world.is.emil.call(gatewayApi.documentsOf, { query: { subjectId: orderId } })
      const sent = rows.find(row => row.setId === '850')
      return sent?.acknowledgment === 'accepted' ? sent : undefined
    })

  test('over HTTPS: delivered, acknowledged, answered; the page is told and the clock is met', async () => {
    const { world } = stage()
    const page = await listen(world.place.url, world.is.jonas)
    const { id, system, done } = await answeredBy('wheelworks', { act: 'accept' })
    expect(done.status).toBe('confirmed')
    expect(done.answers).toMatchObject([{ channel: 'edi', applied: true }])
    expect(await acknowledged(world, id)).toMatchObject({ validated: 'valid', delivery: 'delivered' })
    await until('the page told', async () =>
      page.heard.some(({ type, subject }) => type === 'order.answered' && subject.id === id),
    )
    const numbers = page.heard.map(told => told.n)
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i))
    page.close()
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    expect(rows).toMatchObject([{ kind: 'call-off', state: 'met' }])
    // Our 997 waits for the partner, who takes it over too.
    await until('our 997 collected', async () => (await system.step()).collected > 0)
  })

  test('another date waits for the buyer, whose decision reaches the partner’s contact by mail', async () => {
    const { world } = stage()
    const { id, done } = await answeredBy('wheelworks', { act: 'later', days: 5 })
    expect(done).toMatchObject({ status: 'to-decide', decisionBy: 'mail' })
    await world.is.jonas.call(ordersApi.decide, {
      params: { orderId: id },
      body: { version: done.version, decisions: [{ proposalId: done.lines[0]?.open?.id ?? '', act: 'accept' }] },
    })
    expect(await order(id)).toMatchObject({ lines: [{ at: 'agreed', promised: [{ date: world.inDays(26) }] }] })
    const [mail] = await until('the mail to the contact', async () => {
      const rows = await world.rows<{ title: string }>(
        `select title from notices where email = 'edi@supplier10077.example' and text || title like '%' || $1 || '%'`,
        [done.number],
      )
      return rows.length > 0 ? rows : undefined
    })
    expect(mail?.title).toContain(done.number)
  })

  test('through the folder: the same, by files', async () => {
    const { world } = stage()
    const { id, done } = await answeredBy('taichung', { act: 'split' })
    expect(done).toMatchObject({ status: 'to-decide', answers: [{ channel: 'edi' }] })
    expect(done.lines[0]?.open?.promised.map(({ quantity }) => quantity)).toEqual(['50', '50'])
    expect(await acknowledged(world, id)).toMatchObject({ validated: 'valid', delivery: 'delivered' })
  })
})
