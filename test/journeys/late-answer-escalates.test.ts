// A supplier who stays silent is reminded, is late, and is escalated: each step once, none early, whatever the queue does.
import { expect, test } from 'vitest'
import type { Client } from '../../src/demo/client.ts'
import { openTimeMachine } from '../../src/demo/clock.ts'
import { mailsTo } from '../../src/demo/mailbox.ts'
import { signIn } from '../../src/demo/set-up.ts'
import { MINUTE_MS } from '../../src/kernel/time.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'
import { people } from '../world.ts'

onEachQueue(stage => {
  test('warned at 50 and 75 %, late at 100 %, told to the administrator, the buyer, and again until taken on', async () => {
    const { world } = stage()
    const { product, place, nordlicht, rows } = world
    const { id, number } = await world.callOff(nordlicht)
    const [clock] = await rows<{ id: string; started_at: Date; due_at: Date }>(
      `select id, started_at, due_at from clocks where subject_id = $1`,
      [id],
    )
    if (!clock) throw new Error('no clock was started')
    expect(clock.due_at.getTime() - clock.started_at.getTime()).toBe(40 * MINUTE_MS)
    const at = (minutes: number) => new Date(clock.started_at.getTime() + minutes * MINUTE_MS)
    const fired = () =>
      rows<{ level: string; due_at: Date; fired_at: Date }>(
        'select level, due_at, fired_at from escalations where clock_id = $1 order by due_at, fired_at',
        [clock.id],
      )
    const levels = async () => (await fired()).map(step => step.level)

    const time = await openTimeMachine(product.database.ownerUrl)
    await time.travelTo(new Date(at(20).getTime() - 15_000))
    expect(await levels()).toEqual([])
    await time.travelTo(at(20.2))
    expect(await levels()).toEqual(['warned-50'])
    await time.travelTo(at(30.2))
    expect(await levels()).toEqual(['warned-50', 'warned-75'])
    await time.travelTo(new Date(at(40).getTime() - 15_000))
    expect(await levels()).toEqual(['warned-50', 'warned-75'])
    await time.travelTo(at(40.2))
    expect((await levels()).toSorted()).toEqual(['breached', 'escalated-administrator', 'warned-50', 'warned-75'])
    await time.travelTo(at(50.2))
    expect(await levels()).toContain('escalated-buyer')
    await time.travelTo(at(80.2))
    expect(await levels()).toContain('repeat-1')

    // Sessions that stood still this long have ended; the buyer comes back and takes it on.
    const jonas = await signIn(place, people.jonas)
    const [late] = (await jonas.call(slaApi.board, { query: { urgency: 'late' } })).rows
    expect(late).toMatchObject({ id: clock.id, urgency: 'late', takenOn: null })
    await jonas.call(slaApi.acknowledge, { params: { clockId: clock.id } })
    await time.travelTo(at(24 * 60))
    expect(await levels()).not.toContain('repeat-2')

    const steps = await fired()
    expect(new Set(steps.map(step => step.level)).size).toBe(steps.length)
    expect(steps.filter(step => step.fired_at < step.due_at)).toEqual([])

    // Exactly so many notices of the clock, each mailed once.
    const told = (who: { email: string }) =>
      rows<{ status: string; title: string }>(
        `select status, title from notices where key like 'clock:' || $1 || ':%' and email = $2`,
        [clock.id, who.email],
      )
    await until('every mail sent', async () => {
      const waiting = await rows(`select id from notices where status = 'queued' and email <> ''`)
      return waiting.length === 0
    })
    // Reminder at 50 %, at 75 %, and late: the answerer. Late: the administrator. Then the buyer, twice.
    expect(await told(people.ole)).toHaveLength(3)
    expect(await told(people.mara)).toHaveLength(1)
    expect(await told(people.jonas)).toHaveLength(2)
    for (const who of [people.ole, people.mara, people.jonas]) {
      const mailed = (await mailsTo(product.mailFolder, who.email)).filter(mail => mail.subject.includes(number))
      const noticed = await rows(`select id from notices where email = $1 and title like '%' || $2 || '%'`, [
        who.email,
        number,
      ])
      expect(mailed).toHaveLength(noticed.length)
    }
    const read = (await (await signIn(place, people.jonas)).call(noticesApi.mine, {})).rows
    expect(read.length).toBeGreaterThanOrEqual(2)

    // Answered at last, what was said of its clock asks for nobody's eyes any more; what was said of others does.
    const ole = await signIn(place, people.ole)
    const ofClock = async (who: Client) => (await who.call(noticesApi.mine, { query: { search: number } })).rows
    const before = await ole.call(noticesApi.mine, {})
    expect((await ofClock(ole)).filter(({ isOver }) => isOver)).toEqual([])
    const order = await ole.call(ordersApi.get, { params: { orderId: id } })
    await ole.call(ordersApi.answer, {
      params: { orderId: id },
      body: { versionAnswered: order.version, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
    })
    await until('his three reminders to be over', async () => (await ofClock(ole)).filter(r => r.isOver).length === 3)
    expect(before.unread - (await ole.call(noticesApi.mine, {})).unread).toBe(3)
    expect((await ole.call(noticesApi.mine, { query: { unread: true } })).rows.some(r => r.isOver)).toBe(false)
    await time.home()
  })
})
