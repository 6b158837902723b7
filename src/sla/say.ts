// Has one side told what became of a clock, by work of that side: only it knows its people.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { later, type WorkHandler } from '../kernel/work.ts'
import { notify } from '../notices/index.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Audience } from './ladder.ts'
import { clocks } from './tables.ts'
import { audienceOf } from './tell.ts'

interface Said {
  /** Natural key: what has been said under it is not said again. */
  key: string
  to: Audience
  /** Whoever is told beside them, whatever the role. */
  personId?: string | undefined
  title: string
  text: string
}

export async function say(tx: Tx, { id, buyerId, supplierId }: ClockRecord, { key, to, personId, title, text }: Said) {
  const orgId = to === 'buyer' || to === 'operators' ? buyerId : supplierId
  const data = { clockId: id, to, title, text, ...(personId ? { personId } : {}) }
  await later(tx, { kind: 'clock.say', lane: 'notice', orgId, key, data })
}

export const clockSay: WorkHandler = {
  kind: 'clock.say',
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { key, orgId, data: { clockId = '', to = '', title = '', text = '', personId } }) => {
    const [clock] = await tx.select().from(clocks).where(eq(clocks.id, clockId))
    const audience = clock && (await audienceOf(tx, clock, to))
    if (!audience) return undefined
    const subject = { kind: 'clock', id: clockId }
    await notify(tx, {
      orgId,
      to: personId && 'roles' in audience ? { ...audience, personId } : audience,
      key: `clock-said:${key}`,
      title,
      text,
      link: `/clocks/${clockId}`,
      subject,
    })
    return undefined
  },
}
