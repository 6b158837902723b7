// What a transaction leaves behind: facts and work, gathered while it runs and written in one statement before it ends.
import { type SQL, sql } from 'drizzle-orm'
import type { Caller, Tx } from './db.ts'
import type { AnnouncedFact, ReactionTogether } from './events.ts'
import type { events, work } from './tables.ts'

type FactRow = Omit<typeof events.$inferInsert, 'seq' | 'recordedAt' | 'publishedAt'>
type WorkRow = Pick<typeof work.$inferInsert, 'id' | 'orgId' | 'kind' | 'lane' | 'key' | 'data' | 'dueAt'>

export interface Outbox {
  facts: FactRow[]
  work: WorkRow[]
  /** Ids of work that this transaction has done. */
  done: string[]
  /** Facts to which somebody reacts once all of their kind have gathered; `tx` is who announced them. */
  waiting: { tx: Tx; reaction: ReactionTogether; fact: AnnouncedFact }[]
}

export const emptyOutbox = (): Outbox => ({ facts: [], work: [], done: [], waiting: [] })

const copyOf = ({ facts, work, done, waiting }: Outbox): Outbox => ({
  facts: [...facts],
  work: [...work],
  done: [...done],
  waiting: [...waiting],
})

/** What is in the outbox when a savepoint is set. */
export const markOf = (tx: Tx): Outbox => copyOf(tx.outbox)

/** The savepoint was undone: what had gathered by then is in the outbox again, also if it was flushed since, and no more. */
export const rewind = (tx: Tx, mark: Outbox): void => void Object.assign(tx.outbox, copyOf(mark))

/**
 * Lets those react who waited for all to gather, and writes what has. At commit by itself; before that wherever somebody
 * is about to read facts, work or what reactions write, or the transaction goes on as another organization.
 */
export async function flush(tx: Tx): Promise<void> {
  await react(tx)
  const { facts, work, done } = tx.outbox
  const parts: SQL[] = []
  if (facts.length > 0) parts.push(insertFacts(facts))
  if (work.length > 0) parts.push(insertWork(work))
  if (done.length > 0) parts.push(endWork(done))
  const last = parts.pop()
  if (!last) return
  Object.assign(tx.outbox, emptyOutbox())
  const before = parts.map((part, i) => sql`${sql.raw(`part_${i}`)} as (${part})`)
  await tx.execute(before.length > 0 ? sql`with ${sql.join(before, sql`, `)} ${last}` : last)
}

/** A reaction may announce in its turn. What is announced under different names is reacted to under each. */
async function react({ outbox }: Tx): Promise<void> {
  for (let [first] = outbox.waiting; first; [first] = outbox.waiting) {
    const { tx, reaction } = first
    const mine = ({ tx: { caller }, ...other }: Outbox['waiting'][number]) =>
      other.reaction === reaction && isSame(caller, tx.caller)
    const facts = outbox.waiting.filter(mine).map(({ fact }) => fact)
    outbox.waiting = outbox.waiting.filter(one => !mine(one))
    await reaction.together(tx, facts)
  }
}

const isSame = (a: Caller, b: Caller): boolean =>
  a === b || (a.orgId === b.orgId && a.personId === b.personId && a.name === b.name && a.channel === b.channel)

// In the order in which they were announced: `seq` is what numbers them.
const insertFacts = (rows: readonly FactRow[]): SQL => sql`
  insert into events
    (id, org_id, counterpart_id, type, subject_kind, subject_id, at, actor_id, actor_name, channel, data)
  select "id", "orgId", "counterpartId", "type", "subjectKind", "subjectId", "at", "actorId", "actorName", "channel", "data"
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
      "id" uuid, "orgId" uuid, "counterpartId" uuid, "type" text, "subjectKind" text, "subjectId" uuid,
      "at" timestamptz, "actorId" uuid, "actorName" text, "channel" text, "data" jsonb)) with ordinality as x
   order by ordinality`

const insertWork = (rows: readonly WorkRow[]): SQL => sql`
  insert into work (id, org_id, kind, lane, key, data, due_at)
  select "id", "orgId", "kind", "lane", "key", "data", coalesce("dueAt", kernel.now())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(
      "id" uuid, "orgId" uuid, "kind" text, "lane" text, "key" text, "data" jsonb, "dueAt" timestamptz)
  on conflict do nothing`

const endWork = (ids: readonly string[]): SQL => sql`
  update work set done_at = kernel.now(), lease_token = null, lease_until = null
   where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
