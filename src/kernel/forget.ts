// What nobody asks for any more goes: finished work and the feed's old numbers. Facts, documents and bytes stay.
import type pg from 'pg'

/** A page that was away for longer fetches everything anew; work finished this long ago is told by what it did. */
export const keptDays = 30
/** A batch is a matter of milliseconds, so that what is due never waits for it. */
const workMax = 500
const feedMax = 100

/** Forgets a batch, as the worker role. Says whether there may be more. */
export async function forgetSome(client: pg.ClientBase): Promise<boolean> {
  const work = await client.query(forgetWork)
  const feed = await client.query<{ most: number }>(forgetFeed)
  return work.rowCount === workMax || (feed.rows[0]?.most ?? 0) >= feedMax
}

// Ids begin with the time they were made (UUID version 7), so the oldest rows are found by the primary key alone.
const oldId = `(lpad(to_hex((extract(epoch from kernel.now() - interval '${keptDays} days') * 1000)::bigint), 12, '0')
  || repeat('0', 20))::uuid`

// What has failed, or is yet to be done, stays however old it is.
const forgetWork = `
  delete from work where id in (
    select id from work
     where id < ${oldId} and done_at < kernel.now() - interval '${keptDays} days' order by id limit ${workMax}
     for update skip locked)`

// From the front, so that what is left of each organization's numbers has no gaps.
const forgetFeed = `
  with old as (
    select head.org_id, max(first.n) filter (where first.event_id < ${oldId}) as n
      from feed_heads head cross join lateral (
        select n, event_id from feed where feed.org_id = head.org_id order by n limit ${feedMax}) first
     group by head.org_id
  ), gone as (
    delete from feed using old where feed.org_id = old.org_id and feed.n <= old.n returning feed.org_id
  )
  select coalesce(max(many), 0)::int as most from (select count(*) as many from gone group by org_id) counted`
