// From a commit to another browser: 200 open sockets, p95 of the time until each has heard of a change.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { announce } from '#product/kernel/events'
import { newId } from '#product/kernel/ids'
import { type Claim, type Ground, openGround, quantile, summed } from './measure.ts'

const sockets = 200
const changes = 60

export const live: Claim = async ({ runs, say }) => {
  const ground = await openGround()
  const heard: { id: string; at: number }[] = []
  const open = await Promise.all(Array.from({ length: sockets }, () => connect(ground, heard)))
  await pause(500)
  const p95: number[] = []
  for (let run = 0; run < runs; run++) {
    const latencies = await change(ground, heard)
    p95.push(quantile(latencies, 0.95))
    say(`p50 ${quantile(latencies, 0.5).toFixed(0)} ms, p95 ${p95.at(-1)?.toFixed(0)} ms`)
  }
  for (const socket of open) socket.terminate()
  await ground.stop()
  return [summed('commit to another browser with 200 open sockets, p95', 'ms', p95, { target: 300 })]
}

async function connect({ place, anna }: Ground, heard: { id: string; at: number }[]): Promise<WebSocket> {
  const socket = new WebSocket(`${place.url.replace('http', 'ws')}/api/live`, {
    headers: { origin: place.url, cookie: anna.cookie },
  })
  socket.on('message', raw => {
    const message = JSON.parse(String(raw)) as { subject?: { id: string } }
    if (message.subject) heard.push({ id: message.subject.id, at: performance.now() })
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ resume: {} }))
  return socket
}

/** Milliseconds from each commit to each socket's hearing of it. */
async function change({ started, buyer }: Ground, heard: { id: string; at: number }[]): Promise<number[]> {
  heard.length = 0
  const committed = new Map<string, number>()
  for (let i = 0; i < changes; i++) {
    const id = newId()
    await started.db?.withTenant(buyer, tx =>
      announce(tx, {
        type: 'bench.changed',
        subject: { kind: 'order', id },
        parties: [buyer.orgId],
        at: tx.now,
        data: {},
      }),
    )
    committed.set(id, performance.now())
    await pause(50)
  }
  for (let waited = 0; heard.length < changes * sockets && waited < 30_000; waited += 50) await pause(50)
  if (heard.length < changes * sockets) throw new Error(`only ${heard.length} of ${changes * sockets} were heard`)
  return heard.map(({ id, at }) => at - (committed.get(id) ?? at))
}
