// Lateness of 5,000 clocks that fall due in the same minute: from the instant a step was due to its having fired.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { agree } from '#product/demo/set-up'
import { systemOf } from '#product/kernel/db'
import { partnersApi } from '#product/partners/api'
import { startClock } from '#product/sla/index'
import { type Claim, type Ground, openGround, quantile, summed } from './measure.ts'
import { ownerQuery } from './owner.ts'

const clocksPerRun = 5_000
const perTransaction = 50

export const clocks: Claim = async ({ runs, say }) => {
  const ground = await openGround()
  const supplierId = await addSilentSupplier(ground)
  const p99: number[] = []
  for (let run = 0; run < runs; run++) {
    await startClocks(ground, supplierId)
    const late = await latenessOf(ground, run * clocksPerRun)
    p99.push(quantile(late, 0.99))
    say(
      `p50 ${quantile(late, 0.5).toFixed(2)} s, p99 ${p99.at(-1)?.toFixed(2)} s, earliest ${Math.min(...late).toFixed(3)} s`,
    )
  }
  await ground.stop()
  return [summed('first step of 5,000 clocks due in the same minute, lateness p99', 's', p99, { target: 2 })]
}

/** A supplier whose answers are due after four minutes, day and night: the first reminder after two. */
export async function addSilentSupplier({ anna, calendarId }: Ground): Promise<string> {
  const added = await anna.call(partnersApi.addSupplier, {
    body: {
      name: 'Silent GmbH',
      vendorNumber: 'V1',
      contactName: 'Kim',
      contactEmail: 'kim@silent.example',
      calendarId,
    },
  })
  await agree(anna, added, {
    // Half of it, the first reminder, falls due half a minute from now: after all have been started.
    targets: { ...added.targets, order: { kind: 'elapsed', minutes: 4 } },
  })
  return added.supplierId
}

/** All of them within this minute, spread over it as orders are. */
async function startClocks({ started, buyer }: Ground, supplierId: string): Promise<void> {
  const { db } = started
  if (!db) throw new Error('no web role')
  const spreadMs = 60_000
  for (let i = 0; i < clocksPerRun; i += perTransaction)
    await db.withTenant(systemOf(buyer.orgId), async tx => {
      // First reminders fall due two minutes after the start: a minute from now at the earliest.
      for (let k = i; k < i + perTransaction; k++)
        await startClock(tx, {
          buyerId: buyer.orgId,
          supplierId,
          kind: 'order',
          subject: { kind: 'order', id: randomUUID() },
          label: `B-${k}`,
          at: new Date(tx.now.getTime() + (k / clocksPerRun) * spreadMs),
        })
    })
}

/** Seconds late of each first step, once all of this run have fired. */
async function latenessOf({ started }: Ground, before: number): Promise<number[]> {
  for (;;) {
    const rows = await ownerQuery<{ late: number }>(
      started,
      `select extract(epoch from fired_at - due_at)::float8 as late from escalations where level = 'warned-50' order by id offset ${before}`,
    )
    if (rows.length >= clocksPerRun) return rows.map(row => row.late)
    await pause(500)
  }
}
