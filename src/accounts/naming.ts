// Within a transaction that has proved who somebody is: shows the rows that this one may name.
import { sql } from 'drizzle-orm'
import type { Naming, Tx } from '../kernel/db.ts'

/** Only after a secret was proved, or for what the visitor typed: these settings decide which identity rows show. */
export async function nameIn(tx: Tx, { personId, email, tokenHash }: Naming): Promise<void> {
  if (personId !== undefined) await tx.execute(sql`select set_config('app.person_id', ${personId}, true)`)
  if (email !== undefined) await tx.execute(sql`select set_config('app.email', ${email}, true)`)
  if (tokenHash !== undefined) await tx.execute(sql`select set_config('app.token_hash', ${tokenHash}, true)`)
}
