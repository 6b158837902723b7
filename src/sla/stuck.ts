// A step that failed again and again: it is tried every hour for as long as it takes, and the operators are told.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { tryLater, type Work } from '../kernel/work.ts'
import { notify } from '../notices/index.ts'
import { open } from './clock.ts'
import { clocks } from './tables.ts'
import { stuckWords, subjectLink } from './words.ts'

const TRY_AGAIN_MS = 3_600_000

/** Given up for good, the ladder would end here and a silent supplier never be called late. */
export async function stepStuck(tx: Tx, { id, key, orgId, data }: Work): Promise<void> {
  await tryLater(tx, id, new Date(tx.now.getTime() + TRY_AGAIN_MS))
  const [clock] = await tx
    .select()
    .from(clocks)
    .where(eq(clocks.id, data.clockId ?? ''))
  if (!clock || !open.includes(clock.at)) return
  await notify(tx, {
    orgId,
    to: { roles: ['operator', 'administrator'] },
    // Once a day for as long as it lasts.
    key: `clock-stuck:${key}:${tx.now.toISOString().slice(0, 10)}`,
    ...stuckWords(clock),
    link: subjectLink({ subjectKind: 'clock', subjectId: clock.id }, clock.id),
    subject: { kind: 'clock', id: clock.id },
  })
}
