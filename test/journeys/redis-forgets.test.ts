// Redis is emptied in mid-flight: it was only the legs, so everything that was due is done within 15 seconds.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { onRedis } from '../queues.ts'
import { until } from '../until.ts'
import { systemOf } from '../world.ts'

onRedis(stage => {
  /** No work is left that was due by then; undefined: by now. */
  const isDone = async (by: string | undefined) => {
    const [row] = await stage().world.rows<{ due: number }>(
      `select count(*)::int as due from work where done_at is null and due_at <= coalesce($1, kernel.now())`,
      [by ?? null],
    )
    return row?.due === 0
  }

  test('FLUSHALL between call-offs and their documents loses nothing', async () => {
    const { world, redis } = stage()
    const silent = systemOf(world, 'wheelworks', { silent: true })
    const flushed = (async () => {
      for (let i = 0; i < 6; i++) {
        await redis?.flush()
        await pause(150)
      }
    })()
    const orders = await Promise.all(Array.from({ length: 20 }, () => world.callOff(world.wheelworks)))
    await flushed
    await redis?.flush()
    // The promise, of which a third is used by a machine that does nothing else: what was due then. Not what it leads to.
    const [flush] = await world.rows<{ at: string }>(`select kernel.now()::text as at`)
    await until('all work done that was due', () => isDone(flush?.at), 15_000)
    await until('all that came of it, too', () => isDone(undefined), 30_000)
    const written = await world.rows<{ subject_id: string; control: string }>(
      `select d.subject_id, i.control from documents d join interchanges i on i.id = d.interchange_id
        where d.set_id = '850' order by i.control`,
    )
    expect(written.map(row => row.subject_id).toSorted()).toEqual(orders.map(order => order.id).toSorted())
    expect(new Set(written.map(row => row.control)).size).toBe(20)
    expect((await silent.step()).collected).toBe(20)
    const failed = await world.rows('select kind, last_error from work where failed_at is not null or attempts > 0')
    expect(failed).toEqual([])
  })
})
