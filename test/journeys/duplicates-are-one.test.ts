// The same bytes a hundred times at once are one message: one answer, one 997, one effect. Other bytes are held.
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gatewayApi } from '../../src/gateway/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { acknowledgedIn, drop, filesIn, foldersOf, post, said855, waiting } from '../edi.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'
import { nextControl, type SmallWorld, taichung } from '../world.ts'

const many = 100

onEachQueue(stage => {
  const orderOf = async ({ is }: SmallWorld, orderId: string) => {
    const order = await until('the answer applied', async () => {
      const shown = await is.jonas.call(ordersApi.get, { params: { orderId } })
      return shown.answers.length > 0 && shown
    })
    return order.answers
  }

  const held = async ({ is }: SmallWorld, control: string) =>
    await until('the other bytes to be shown', async () => {
      const { rows } = await is.emil.call(gatewayApi.attention, { query: { limit: 200 } })
      return rows.find(row => row.status === 'held' && row.reason.includes(control))
    })

  test('over HTTPS: each POST gets the same body, and the order is answered once', async () => {
    const { world } = stage()
    const { place, wheelworks } = world
    const { id, number } = await world.callOff(wheelworks)
    const control = nextControl()
    const bytes = said855({ orders: [number], control, date: '20270301' })
    const answers = await Promise.all(Array.from({ length: many }, () => post(place.url, wheelworks.key, bytes)))
    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([202]))
    const bodies = await Promise.all(answers.map(answer => answer.text()))
    expect(new Set(bodies).size).toBe(1)

    expect(await orderOf(world, id)).toHaveLength(1)
    const [stored] = await world.rows<{ n: number; repeats: number }>(
      `select count(*)::int as n, sum(repeats)::int as repeats from interchanges
        where direction = 'in' and control = lpad($1::text, 9, '0')`,
      [control],
    )
    expect(stored).toEqual({ n: 1, repeats: many - 1 })
    const acks = (await waiting(place.url, wheelworks.key)).filter(({ bytes: sent }) =>
      acknowledgedIn(sent).some(({ group }) => Number(group) === control),
    )
    expect(acks).toHaveLength(1)

    // A week later, once more: still the same answer, and our 997 waits again under its old number.
    expect(await (await post(place.url, wheelworks.key, bytes)).text()).toBe(bodies[0])
    expect(await orderOf(world, id)).toHaveLength(1)
  })

  test('the same control number with other bytes is held and shown, and nothing of it is applied', async () => {
    const { world } = stage()
    const { place, wheelworks } = world
    const first = await world.callOff(wheelworks)
    const second = await world.callOff(wheelworks)
    const control = nextControl()
    await post(place.url, wheelworks.key, said855({ orders: [first.number], control }))
    const other = said855({ orders: [second.number], control, ackRequested: true })
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(place.url, wheelworks.key, other)))
    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([409]))
    expect(new Set(await Promise.all(answers.map(answer => answer.text()))).size).toBe(1)
    expect(await held(world, String(control))).toMatchObject({ kind: 'interchange' })
    await orderOf(world, first.id)
    expect((await world.is.jonas.call(ordersApi.get, { params: { orderId: second.id } })).answers).toEqual([])
    const ta1 = await until('the TA1', async () =>
      (await waiting(place.url, wheelworks.key)).find(({ bytes }) => /TA1\*0*\d+\*/.test(bytes.toString('latin1'))),
    )
    // X12 TA105 025: duplicate interchange control number.
    expect(ta1.bytes.toString('latin1')).toMatch(new RegExp(`TA1\\*0*${control}\\*\\d{6}\\*\\d{4}\\*R\\*025`))
  })

  test('in the folder: the same 997 bytes under one control number, one effect', async () => {
    const { world } = stage()
    const folders = foldersOf(world)
    const { id, number } = await world.callOff(world.taichung)
    const control = nextControl()
    const bytes = said855({ from: taichung, orders: [number], control })
    await Promise.all(Array.from({ length: many }, (_, i) => drop(folders.in, `copy-${i}.edi`, bytes)))
    const acknowledgment = async () =>
      [...(await filesIn(folders.out))].filter(([, sent]) =>
        acknowledgedIn(sent).some(({ group }) => Number(group) === control),
      )
    const [first] = await until('the 997', async () => {
      const found = await acknowledgment()
      return found.length > 0 && found
    })
    await until('all files taken', async () => (await filesIn(folders.in)).size === 0, 30_000)
    await until('nothing due', async () => {
      const due = await world.rows(
        `select id from work where done_at is null and failed_at is null and due_at <= kernel.now()`,
      )
      return due.length === 0
    })
    expect(await acknowledgment()).toEqual([first])
    expect(await orderOf(world, id)).toHaveLength(1)
    const sent = await world.rows(
      `select distinct a.control, a.sha256 from interchanges a join interchanges i on a.related_id = i.id
        where i.control = lpad($1::text, 9, '0') and i.direction = 'in'`,
      [control],
    )
    expect(sent).toHaveLength(1)

    // Taken by the partner, and asked for once more by sending again: the same file comes back.
    await rm(`${folders.out}/${first?.[0]}`)
    await until('our 997 noted as taken', async () => {
      const [row] = await world.rows<{ delivery: string }>(
        `select a.delivery from interchanges a join interchanges i on a.related_id = i.id
          where i.control = lpad($1::text, 9, '0') and i.direction = 'in'`,
        [control],
      )
      return row?.delivery === 'delivered'
    })
    await drop(folders.in, 'again.edi', bytes)
    await until('the same 997 again', async () => (await acknowledgment()).length === 1)
    expect(await acknowledgment()).toEqual([first])
    expect(await orderOf(world, id)).toHaveLength(1)

    // Other bytes under this number.
    const { number: other } = await world.callOff(world.taichung)
    await drop(folders.in, 'other.edi', said855({ from: taichung, orders: [other], control }))
    expect(await held(world, String(control))).toMatchObject({ kind: 'interchange' })
    await pause(100)
    expect(
      await world.rows(
        `select id from answers a where exists
      (select from orders o where o.id = a.order_id and o.number = $1)`,
        [other],
      ),
    ).toEqual([])
  })
})
