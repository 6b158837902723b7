// The database's clock as it is now: later than the beginning of a transaction that has waited for locks.
import { sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'

export async function readClock(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: Date | string }>(sql`select kernel.now() as now`)
  return new Date(sure(rows[0]).now)
}
