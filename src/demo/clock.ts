// Lets the demo's history happen when it happened: shifts the database's clock, as only the owner of a database can.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

export interface TimeMachine {
  /** The time it is in the database. */
  now(): Promise<Date>
  /** Sets the time, and waits until everything that has fallen due is done. */
  travelTo(at: Date): Promise<void>
  /** Waits until no work is due and every fact is numbered. */
  settle(): Promise<void>
  /** Back to the present, for good. */
  home(): Promise<void>
}

export async function openTimeMachine(ownerUrl: string): Promise<TimeMachine> {
  const client = new pg.Client({ connectionString: ownerUrl })
  // A demo stopped while its history is played loses this connection; the next query says so.
  client.on('error', () => undefined)
  await client.connect()
  const settle = async () => {
    for (;;) {
      const { rows } = await client.query<{ busy: boolean }>(`
        select exists (select from work where done_at is null and failed_at is null and due_at <= kernel.now())
            or exists (select from events where published_at is null) as busy`)
      if (rows[0]?.busy === false) return
      await pause(25)
    }
  }
  return {
    settle,
    async now() {
      const { rows } = await client.query<{ now: Date }>('select kernel.now()')
      return rows[0]?.now ?? new Date(Number.NaN)
    },
    async travelTo(at) {
      for (let next = await nextStep(client, at); next; next = await nextStep(client, at)) await jump(next)
      await jump(at)
    },
    async home() {
      await client.query('delete from kernel.clock_shift')
      await client.query(`select pg_notify('pullwire_work', '')`)
      await settle()
      await client.end()
    },
  }

  async function jump(at: Date): Promise<void> {
    await client.query('begin')
    await client.query('delete from kernel.clock_shift')
    await client.query('insert into kernel.clock_shift values ($1::timestamptz - statement_timestamp())', [at])
    // Work was put off, and handed to the queue, by the clock as it was.
    await client.query(`update work set queued_at = null where done_at is null and failed_at is null`)
    await client.query('commit')
    await client.query(`select pg_notify('pullwire_work', '')`)
    await settle()
  }
}

/** The next step of a clock that still runs: a reminder fires when it is due, also on a journey. */
async function nextStep(client: pg.Client, before: Date): Promise<Date | undefined> {
  const { rows } = await client.query<{ at: Date }>(
    `select next_at as at from clocks
      where at in ('pending', 'running', 'breached') and next_at > kernel.now() + interval '1 second' and next_at < $1
      order by next_at limit 1`,
    [before],
  )
  return rows[0]?.at
}
