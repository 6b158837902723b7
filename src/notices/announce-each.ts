// What became of notices, one fact for each of them.
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import type { notices } from './tables.ts'

type Row = typeof notices.$inferSelect

/** In the order of their keys, so that two who announce of the same things wait for each other, and no longer. */
export async function announceEach(tx: Tx, type: `notice.${string}`, rows: readonly Row[]): Promise<void> {
  for (const { id, orgId, key, name, email, title, error } of rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    await announce(tx, {
      type,
      subject: { kind: 'notice', id },
      parties: [orgId],
      at: tx.now,
      data: { key, name, email, title, error },
    })
}
