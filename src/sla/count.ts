// Counts the minutes of answers that came before they were kept with the clock: once, after an upgrade.
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { WorkHandler } from '../kernel/work.ts'
import { minutesCounted } from './clock-calendar.ts'
import { clocks } from './tables.ts'

const AT_ONCE = 200

export const clockCount: WorkHandler = {
  kind: 'clock.count',
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { orgId }) => {
    const rows = await tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.buyerId, orgId), isNotNull(clocks.stoppedAt), isNull(clocks.countedMinutes)))
      .orderBy(clocks.id)
      .limit(AT_ONCE)
      .for('update', { skipLocked: true })
    for (const row of rows) {
      const countedMinutes = await minutesCounted(tx, row, row.stoppedAt ?? tx.now)
      await tx.update(clocks).set({ countedMinutes }).where(eq(clocks.id, row.id))
    }
    return rows.length < AT_ONCE ? undefined : { postpone: tx.now }
  },
}
