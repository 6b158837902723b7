// Whether the doors were open: while one is, it says so every few seconds; a longer silence is kept as an outage.
import { clearInterval, setInterval } from 'node:timers'
import { sql } from 'drizzle-orm'
import type { Database, Tx } from './db.ts'
import { newId } from './ids.ts'

/** `web`: portal, API, EDI by HTTPS. `folder`: the watch over partners' folders. */
export type Door = 'web' | 'folder'

export interface Outage {
  from: Date
  to: Date
}

export const doorLimits = {
  beatMs: 10_000,
  /** A shorter silence is a restart or a slow moment: whoever knocked was let in at the next try. */
  silenceMs: 60_000,
} as const

interface KeptOpen {
  db: Database
  door: Door
  log: { warn(o: object, text: string): void }
  beatMs?: number
}

/**
 * Says that a door is open, at once and every few seconds until stopped. The first word is said when this returns, so
 * that an outage is on record before anybody comes through the door again.
 */
export async function keepOpen({
  db,
  door,
  log,
  beatMs = doorLimits.beatMs,
}: KeptOpen): Promise<{ stop(): Promise<void> }> {
  let saidAtMs: number | undefined
  const say = async () => {
    const began = performance.now()
    // A process that has been here all the while knows how long it was silent, whatever became of the database's clock.
    const wasSilent = saidAtMs === undefined || began - saidAtMs > doorLimits.silenceMs
    await db.withNaming({}, tx => beat(tx, door, wasSilent))
    saidAtMs = began
  }
  await say()
  let saying = Promise.resolve()
  const timer = setInterval(() => {
    saying = saying.then(say).catch(err => log.warn({ err, door }, 'a door could not say that it is open'))
  }, beatMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await saying
    },
  }
}

/**
 * The door is open now. Where nobody said so for longer than a restart takes, that was an outage: it began, at the
 * latest, when the next word was owed. Of several processes each waits for the other's word.
 */
export async function beat(tx: Tx, door: Door, mayHaveBeenClosed: boolean): Promise<void> {
  const { rows } = await tx.execute<{ at: Date | string }>(
    sql`select at from door_beats where door = ${door} for update`,
  )
  const [last] = rows
  if (last && mayHaveBeenClosed)
    await tx.execute(sql`
      insert into outages (id, door, "from", "to")
      select ${newId()}, ${door}, ${last.at}::timestamptz + make_interval(secs => ${doorLimits.beatMs / 1_000}), kernel.now()
       where kernel.now() - ${last.at}::timestamptz > make_interval(secs => ${doorLimits.silenceMs / 1_000})`)
  await tx.execute(sql`
    insert into door_beats (door, at) select ${door}, kernel.now()
        on conflict (door) do update set at = excluded.at`)
}

/** Outages of a door that touch a stretch of time. */
export async function outagesOf(tx: Tx, door: Door, from: Date, to: Date): Promise<Outage[]> {
  const { rows } = await tx.execute<{ from: Date | string; to: Date | string }>(sql`
    select "from", "to" from outages where door = ${door} and "to" > ${from} and "from" < ${to} order by "from"`)
  return rows.map(row => ({ from: new Date(row.from), to: new Date(row.to) }))
}
