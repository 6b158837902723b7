// A call-off goes out in the portal, is answered in the portal, and both sides see the same.
import { expect, test } from 'vitest'
import { ordersApi } from '../../src/orders/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'

onEachQueue(stage => {
  const board = async () => (await stage().world.is.jonas.call(slaApi.board, {})).rows
  const seen = (orderId: string) => ({ params: { orderId } })

  test('accepted as asked, the order is confirmed and its clock met', async () => {
    const { world } = stage()
    const { is, nordlicht } = world
    const { id } = await world.callOff(nordlicht)
    const due = await until('the clock on the board', async () => (await board()).find(row => row.subject.id === id))
    expect(due).toMatchObject({ kind: 'call-off', urgency: 'on-track' })
    const inbox = await is.ole.call(slaApi.inboxDue, {})
    expect(inbox.rows.map(row => row.subject.id)).toContain(id)
    await is.ole.call(ordersApi.view, seen(id))
    const order = await is.ole.call(ordersApi.get, seen(id))
    const answered = await is.ole.call(ordersApi.answer, {
      ...seen(id),
      body: { versionAnswered: order.version, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
    })
    expect(answered.status).toBe('confirmed')
    await until('the clock off the board', async () => !(await board()).some(row => row.subject.id === id))
    const { rows } = await is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    expect(rows).toMatchObject([{ state: 'met' }])
    const [ours, theirs] = [await is.jonas.call(ordersApi.get, seen(id)), await is.ole.call(ordersApi.get, seen(id))]
    expect(ours.lines).toEqual(theirs.lines)
    expect(ours.history.map(({ type, actorName, channel, at }) => ({ type, actorName, channel, at }))).toEqual(
      theirs.history.map(({ type, actorName, channel, at }) => ({ type, actorName, channel, at })),
    )
    expect(ours.answers).toMatchObject([{ answeredBy: 'Ole Brandt', channel: 'portal', applied: true }])
  })

  test('another date is proposed, the buyer agrees in one step, and nobody confirms twice', async () => {
    const { world } = stage()
    const { is, forja, inDays } = world
    const { id } = await world.callOff(forja)
    await is.iker.call(ordersApi.answer, {
      ...seen(id),
      body: {
        versionAnswered: 1,
        lines: [
          {
            lineNumber: 1,
            answer: { act: 'propose', promised: [{ quantity: '100', date: inDays(24) }], reason: 'Furnace is down' },
          },
        ],
      },
    })
    const order = await is.jonas.call(ordersApi.get, seen(id))
    expect(order.status).toBe('to-decide')
    const [line] = order.lines
    await is.jonas.call(ordersApi.decide, {
      ...seen(id),
      body: { version: order.version, decisions: [{ proposalId: line?.open?.id ?? '', act: 'accept' }] },
    })
    const agreed = await is.iker.call(ordersApi.get, seen(id))
    expect(agreed.lines).toMatchObject([
      { at: 'agreed', needBy: inDays(21), firstPromise: inDays(24), promised: [{ quantity: '100', date: inDays(24) }] },
    ])
    expect(agreed.lines[0]?.open).toBeNull()
  })

  test('what was done is told to both organizations in dense numbers', async () => {
    const { world } = stage()
    const gaps = await until('every fact numbered', async () => {
      const [row] = await world.rows<{ waiting: number }>(
        'select count(*)::int as waiting from events where published_at is null',
      )
      if (row?.waiting !== 0) return undefined
      return await world.rows<{ org_id: string; missing: number }>(
        'select org_id, (max(n) - count(*))::int as missing from feed group by org_id having max(n) <> count(*)',
      )
    })
    expect(gaps).toEqual([])
  })
})
