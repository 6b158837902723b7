// Mails of a step do not arrive: whoever comes next in line is told, once, and after the last of them nobody.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { later } from '../kernel/work.ts'
import { open } from './clock.ts'
import type { Audience } from './ladder.ts'
import { asLaidOut } from './lay-out.ts'
import type { NoticeOfStep } from './notice-key.ts'
import { clocks, escalations, type Told } from './tables.ts'
import { tellOf } from './telling.ts'
import { isBuyers } from './whose.ts'

type StepRecord = typeof escalations.$inferSelect

/**
 * Whether it has to be told to others: no mail of it arrives and nobody has opened it in the portal, or this one was for
 * somebody who has no inbox there. Those to whom it was turned last are waited for.
 */
export function isLost({ told, turned }: StepRecord, { instead, contact }: NoticeOfStep): boolean {
  const last = turned.at(-1)
  if (contact && instead === last) return true
  const areTold = last === undefined || told.some(each => each.instead === last)
  return areTold && told.every(each => isGone(each) && each.openedAt === undefined)
}

const isGone = ({ channel, state }: Told): boolean => channel !== 'mail' || state === 'bounced' || state === 'failed'

/** Of a step that names contacts, first whom the ladder tells in their place. */
function lineOf(audience: Audience, instead: Audience = 'buyer'): readonly Audience[] {
  if (audience === 'named') return [instead, ...lineOf(instead)]
  const buyers = ['buyer', 'buyer-administrators'] as const
  return isBuyers(audience) ? buyers : ['supplier-administrators', 'contact', ...buyers]
}

/** Of a step that is locked. What is over is told to nobody else. */
export async function turnToNext(tx: Tx, step: StepRecord): Promise<void> {
  const [clock] = await tx.select().from(clocks).where(eq(clocks.id, step.clockId))
  if (!clock || !open.includes(clock.at)) return
  const { instead } = asLaidOut(clock.steps, step.level) ?? {}
  const next = lineOf(step.audience as Audience, instead).find(each => !step.turned.includes(each))
  if (!next) return
  await tx
    .update(escalations)
    .set({ turned: [...step.turned, next] })
    .where(eq(escalations.id, step.id))
  await later(tx, tellOf(clock, step.level, next, 'instead'))
}
