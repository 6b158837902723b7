// Has one side told what became of a clock, by work of that side: only it knows its people.
import { and, desc, eq } from 'drizzle-orm'
import { peopleInRoles } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { events } from '../kernel/tables.ts'
import { later, type WorkHandler } from '../kernel/work.ts'
import { type Audience as Audiences, notify } from '../notices/index.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Audience } from './ladder.ts'
import { clocks } from './tables.ts'
import { audienceOf } from './tell.ts'
import { isBuyersToTell } from './whose.ts'

interface Said {
  /** Natural key: what has been said under it is not said again. */
  key: string
  /** `disputers`: everybody of the supplier who may dispute and pause, as one of them did. */
  to: Audience | 'disputers'
  title: string
  text: string
  /** Whoever of the buyer's people had taken the lateness on, too. */
  takerToo?: boolean
  /** A path of the portal; without it, the clock. */
  link?: string
}

export async function say(tx: Tx, { id, buyerId, supplierId }: ClockRecord, said: Said) {
  const { key, to, title, text, link, takerToo } = said
  const orgId = isBuyersToTell(to) ? buyerId : supplierId
  await later(tx, {
    kind: 'clock.say',
    lane: 'notice',
    orgId,
    key,
    data: { clockId: id, to, title, text, ...(link ? { link } : {}), ...(takerToo ? { takerToo: 'yes' } : {}) },
  })
}

export const clockSay: WorkHandler = {
  kind: 'clock.say',
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { key, orgId, data: { clockId = '', to = '', title = '', text = '', link, takerToo } }) => {
    const [clock] = await tx.select().from(clocks).where(eq(clocks.id, clockId))
    const meant = clock && (await audienceOf(tx, clock, to))
    if (!meant) return undefined
    const audience = takerToo ? await withTaker(tx, clockId, meant) : meant
    const subject = { kind: 'clock', id: clockId }
    await notify(tx, {
      orgId,
      to: audience,
      key: `clock-said:${key}`,
      title,
      text,
      link: link ?? `/clocks/${clockId}`,
      subject,
    })
    return undefined
  },
}

async function withTaker(tx: Tx, clockId: string, meant: Audiences): Promise<Audiences> {
  // An answer that came late has taken the clock's own mark away.
  const [taken] = await tx
    .select({ personId: events.actorId })
    .from(events)
    .where(and(eq(events.subjectId, clockId), eq(events.type, 'clock.acknowledged')))
    .orderBy(desc(events.seq))
    .limit(1)
  if (!taken?.personId || !('roles' in meant)) return meant
  const people = await peopleInRoles(tx, meant.roles)
  return { personIds: [...new Set([...people.map(({ personId }) => personId), taken.personId])] }
}
