// Hands due work to the queue: what is new by an index of its own, what came to nothing once more. Each look costs in
// proportion to what is due, not to what is open.
import type pg from 'pg'
import { alarmsFor } from './alarms.ts'
import type { Lane } from './work.ts'

export interface QueuedWork {
  id: string
  lane: Lane
  /** Milliseconds until it is due; 0 when it is due now. */
  delayMs: number
  /** When it is due: part of the job's name, so that every new due time is a new alarm. */
  dueMs: number
}

export type Enqueue = (work: QueuedWork[]) => Promise<void>
type Asked = Pick<pg.ClientBase, 'query'>

/** Alarms are set only this far ahead; what lies beyond is picked up by a later sweep. */
const alarmHorizonSeconds = 30
/** Handed to the queue and nothing came of it: hand it over again. */
const requeueAfterSeconds = 5
/** At most so many at once. */
export const batchMax = 1_000

/** Asked many times a second: planned once for the life of the connection. */
export const prepared = (name: string, text: string) => ({ name, text })

/** What nobody has handed over yet and is due within the horizon of alarms. Says how much it was. */
export const handOverNew = (client: Asked, enqueue: Enqueue): Promise<number> => handOver(client, takeNewWork, enqueue)

/** What was handed over and is due, and nothing came of it. Says how much it was. */
export const handOverForgotten = (client: Asked, enqueue: Enqueue): Promise<number> =>
  handOver(client, takeForgottenWork, enqueue)

/** Marks work as queued and queues it; says how much. */
async function handOver(client: Asked, take: ReturnType<typeof prepared>, enqueue: Enqueue): Promise<number> {
  const { rows } = await client.query<{
    id: string
    lane: Lane
    org: string
    attempts: number
    delay: number
    due: number
  }>(take)
  if (rows.length > 0)
    await enqueue(alarmsFor(rows).map(row => ({ id: row.id, lane: row.lane, delayMs: row.delay, dueMs: row.due })))
  return rows.length
}

const takingWork = (which: string) => `
  update work set queued_at = kernel.now()
    where id in (
      select id from work
       where done_at is null and failed_at is null
         and (lease_until is null or lease_until < kernel.now())
         and ${which}
       order by due_at limit ${batchMax} for update skip locked)
  returning id, lane, org_id as org, attempts,
    greatest(0, ceil(extract(epoch from due_at - kernel.now()) * 1000))::int as delay,
    (extract(epoch from due_at) * 1000)::float8 as due`

// By an index of its own: however much waits in the queue, what is new does not wait for it to be looked through.
const takeNewWork = prepared(
  'take-new-work',
  takingWork(`queued_at is null and due_at <= kernel.now() + make_interval(secs => ${alarmHorizonSeconds})`),
)

// Handed over, and nothing came of it: the queue lost it, or its alarm, or is long.
const takeForgottenWork = prepared(
  'take-forgotten-work',
  takingWork(`due_at <= kernel.now()
         and (queued_at < kernel.now() - make_interval(secs => ${requeueAfterSeconds})
              or (queued_at < due_at and due_at < kernel.now() - interval '250 ms'))`),
)
