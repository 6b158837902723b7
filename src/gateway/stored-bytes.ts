// The bytes of stored interchanges, in pieces: one answer of many megabytes would hold up all that the process does.
import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { sharedBytes } from './reader.ts'
import { interchanges } from './tables.ts'

/** Decoded within some milliseconds. */
const pieceBytes = 2 * 1024 * 1024

/** From one offset up to another. */
export async function bytesBetween(tx: Tx, interchangeId: string, from: number, to: number): Promise<Buffer> {
  const { rows } = await tx.execute<{ piece: Buffer }>(sql`
    select substring(bytes from ${from + 1}::int for ${to - from}::int) as piece
      from interchanges where id = ${interchangeId}`)
  return known(rows[0]).piece
}

/** All of them, in memory that threads share. Whoever asks has seen that the interchange is the caller's. */
export async function readBytes(tx: Tx, interchangeId: string): Promise<Buffer> {
  const [row] = await tx
    .select({ sizeBytes: sql<number>`length(${interchanges.bytes})` })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  const { sizeBytes } = known(row)
  const all = sharedBytes(sizeBytes)
  for (let at = 0; at < sizeBytes; at += pieceBytes)
    all.set(await bytesBetween(tx, interchangeId, at, Math.min(sizeBytes, at + pieceBytes)), at)
  return all
}
