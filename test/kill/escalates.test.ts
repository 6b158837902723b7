// Killed while clocks are climbing, mails leave and systems are told: every step is fired once and not early, everybody is told once.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { policyApi } from '../../src/sla/policy-api.ts'
import { webhooksApi } from '../../src/sla/webhook-api.ts'
import type { SmallWorld } from '../world.ts'
import { type Chain, compile, openChain } from './chain.ts'
import { numbersWithoutGaps } from './oracle.ts'
import { pointsOf } from './points.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  program = await compile()
})
afterAll(() => program.remove())

/** A mail server that counts: when it took which mail, by Message-ID. It outlives the processes that speak to it. */
async function openSink() {
  const taken = new Map<string, number[]>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', part => {
        text += String(part)
      })
      stream.on('end', () => {
        const id = /^Message-ID:\s*(<[^>]+>)/im.exec(text)?.[1] ?? 'none'
        taken.set(id, [...(taken.get(id) ?? []), performance.now()])
        done()
      })
    },
  })
  server.on('error', () => undefined) // Whoever was speaking has been killed.
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const close = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { taken, url: `smtp://127.0.0.1:${port}`, close }
}
type Sink = Awaited<ReturnType<typeof openSink>>

/** The buyer's system: when it took which post, by its id. */
async function openDesk() {
  const taken = new Map<string, number[]>()
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const id = String(request.headers['pullwire-message-id'])
      taken.set(id, [...(taken.get(id) ?? []), performance.now()])
      response.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return { taken, url: `http://127.0.0.1:${port}/in`, close }
}
type Desk = Awaited<ReturnType<typeof openDesk>>

/** The steps that were agreed anyway, told to the desk too but for those at the due instant. */
async function tellDesk({ is: { anna }, nordlicht: { supplierId } }: SmallWorld, { url }: Desk): Promise<void> {
  const { webhook } = await anna.call(webhooksApi.add, { body: { name: 'Desk', url, enabled: true } })
  const webhookId = webhook.id
  await anna.call(policyApi.add, {
    body: {
      ...{ name: 'Told to the desk', kind: 'call-off', supplierId, hours: 'agreed', calendarId: null },
      target: { kind: 'elapsed', minutes: 40 },
      ladder: {
        reminders: [50, 75].map(percent => ({ percent, to: 'answerers' as const, mandatory: false, webhookId })),
        escalations: [
          { afterMinutes: 0, to: 'supplier-administrators' },
          { afterMinutes: 10, to: 'buyer', webhookId },
        ],
        repeat: { everyMinutes: 30, times: 2, to: 'buyer', webhookId },
      },
      pauseReasons: [],
    },
  })
}

/** Sets the database's clock so many minutes ahead, whoever lives. */
async function shiftTo({ rows }: SmallWorld, minutes: number): Promise<void> {
  await rows(
    `with gone as (delete from kernel.clock_shift)
     insert into kernel.clock_shift values (make_interval(mins => $1))`,
    [minutes],
  )
  // Work was put off, and handed to the queue, by the clock as it was.
  await rows(`update work set queued_at = null where done_at is null and failed_at is null`)
  await rows(`select pg_notify('pullwire_work', '')`)
}

/** Reminders at 20 and 30 minutes, late at 40, the buyer at 50, again at 80 and at 110. */
const steps = [21, 31, 41, 51]
/** A mail waits five seconds for others to the same person; until then nobody can die over it. */
const mailLeavesMs = 13_000

async function story(chain: Chain, sink: Sink, desk: Desk, hit: number): Promise<void> {
  const { world } = chain
  // The world's invitations went to the mail folder.
  const [before] = await world.rows<{ ids: string[] }>('select array_agg(message_id) as ids from notices')
  const deaths: number[] = []
  let ahead = 0
  for (const point of pointsOf('escalates')) {
    await chain.dieAt(point, hit, async () => {
      for (let i = 0; i < 2; i++) await chain.place(number => world.callOff(world.nordlicht, { number }))
      for (const minutes of steps) {
        await shiftTo(world, ahead + minutes)
        if (await chain.dead(mailLeavesMs)) break
      }
    })
    deaths.push(performance.now())
    ahead += 52
  }
  await chain.live()
  await chain.placeAgain()
  for (const minutes of [...steps, 81, 111]) {
    await shiftTo(world, ahead + minutes)
    await chain.settle()
  }
  await vi.waitFor(
    async () => expect(await world.rows(`select title from notices where status not in ('sent', 'filed')`)).toEqual([]),
    { timeout: 60_000, interval: 200 },
  )
  await vi.waitFor(
    async () => expect(await world.rows(`select said from webhook_deliveries where state <> 'sent'`)).toEqual([]),
    { timeout: 60_000, interval: 200 },
  )
  await pause(200)
  await eachOnce(world)
  await postedOnce(world, desk, deaths)
  await mailedOnce(world, sink, { deaths, before: new Set(before?.ids) })
}

/** Each step that names the desk has one delivery; what was taken and not yet marked when its sender died comes again. */
async function postedOnce({ rows }: SmallWorld, { taken }: Desk, deaths: number[]): Promise<void> {
  const posted = await rows<{ id: string; step: string }>(
    `select id, clock_id || level as step from webhook_deliveries`,
  )
  const fired = await rows<{ step: string }>(`select clock_id || level as step from escalations
    where level not in ('breached', 'escalated-administrator')`)
  expect(posted.map(({ step }) => step).toSorted()).toEqual(fired.map(({ step }) => step).toSorted())
  expect([...taken.keys()].toSorted()).toEqual(posted.map(({ id }) => id).toSorted())
  againAfterADeath(taken, deaths)
}

/** A mail that was taken and not yet marked when its sender died is sent again, under the same id; no other is. */
async function mailedOnce(
  { rows }: SmallWorld,
  { taken }: Sink,
  { deaths, before }: { deaths: number[]; before: Set<string> },
): Promise<void> {
  const sent = await rows<{ message_id: string }>(
    `select message_id from notices where status = 'sent' and id = mail_id`,
  )
  const ids = sent.map(row => row.message_id).filter(id => !before.has(id))
  expect([...taken.keys()].toSorted()).toEqual(ids.toSorted())
  againAfterADeath(taken, deaths)
}

function againAfterADeath(taken: ReadonlyMap<string, number[]>, deaths: readonly number[]): void {
  const repeated = [...taken.values()].filter(times => times.length > 1)
  for (const times of repeated) {
    for (const [i, again] of times.slice(1).entries())
      expect(deaths.some(death => (times[i] ?? 0) < death && death < again)).toBe(true)
  }
  // One was killed there on purpose; of the others in the lane some may have been as far.
  expect(repeated.length).toBeGreaterThanOrEqual(1)
}

async function eachOnce({ rows }: SmallWorld): Promise<void> {
  const clocks = await rows<{ id: string; levels: string[]; due: string[]; told: string[]; last: string[] }>(`
    select c.id,
      array(select level from escalations e where e.clock_id = c.id order by 1) as levels,
      array(select s->>'level' from jsonb_array_elements(c.steps) s where (s->>'at')::timestamptz <= kernel.now() order by 1) as due,
      array(select split_part(n.key, ':', 3) from notices n where n.key like 'clock:' || c.id || ':%' order by 1) as told,
      array(select distinct on (audience) level from escalations e where e.clock_id = c.id
             order by audience, e.due_at desc, e.id desc) as last
    from clocks c`)
  expect(clocks.length).toBeGreaterThanOrEqual(2 * pointsOf('escalates').length)
  for (const { levels, due, told, last } of clocks) {
    expect(levels).toEqual(due)
    expect(new Set(told).size).toBe(told.length)
    // Of steps that fire together after an outage the same people are told of the last only.
    expect(levels).toEqual(expect.arrayContaining(told))
    expect(told).toEqual(expect.arrayContaining(last))
  }
  expect(await rows('select clock_id, level from escalations where fired_at < due_at')).toEqual([])
  expect(await rows('select kind, last_error from work where failed_at is not null')).toEqual([])
}

test.concurrent.each([1, 2])('killed at every point, hit %i', async hit => {
  const sink = await openSink()
  const desk = await openDesk()
  const chain = await openChain(program.cli, async world => {
    const mail = { SMTP_URL: sink.url, MAIL_FROM: 'Pullwire <pullwire@localhost>' }
    Object.assign(world.product.env, { ...mail, EGRESS_ALLOW: '127.0.0.1' })
    await tellDesk(world, desk)
  })
  try {
    await story(chain, sink, desk, hit)
    expect(await numbersWithoutGaps(chain.world)).toEqual([])
  } finally {
    await chain.close()
    await sink.close()
    await desk.close()
  }
})
