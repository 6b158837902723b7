// Has one side told what became of a clock, by work of that side: only it knows its people.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { later, type WorkHandler } from '../kernel/work.ts'
import { notify } from '../notices/index.ts'
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
  /** A path of the portal; without it, the clock. */
  link?: string
}

export async function say(tx: Tx, { id, buyerId, supplierId }: ClockRecord, said: Said) {
  const { key, to, title, text, link } = said
  const orgId = isBuyersToTell(to) ? buyerId : supplierId
  await later(tx, {
    kind: 'clock.say',
    lane: 'notice',
    orgId,
    key,
    data: { clockId: id, to, title, text, ...(link ? { link } : {}) },
  })
}

export const clockSay: WorkHandler = {
  kind: 'clock.say',
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { key, orgId, data: { clockId = '', to = '', title = '', text = '', link } }) => {
    const [clock] = await tx.select().from(clocks).where(eq(clocks.id, clockId))
    const audience = clock && (await audienceOf(tx, clock, to))
    if (!audience) return undefined
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
