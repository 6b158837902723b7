// Which levels of the ladder have fired, by clock.
import { inArray } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { escalations } from './tables.ts'

export async function firedLevels(tx: Tx, clockIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ clockId: escalations.clockId, level: escalations.level })
    .from(escalations)
    .where(inArray(escalations.clockId, [...clockIds]))
  const levels = new Map<string, string[]>()
  for (const { clockId, level } of rows) {
    const fired = levels.get(clockId)
    if (fired) fired.push(level)
    else levels.set(clockId, [level])
  }
  return levels
}
