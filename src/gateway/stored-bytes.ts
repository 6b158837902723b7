// The bytes of stored interchanges, in pieces: one answer of many megabytes would hold up all that the process does.
import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { sharedBytes } from './reader.ts'
import { interchanges } from './tables.ts'

/** Encoded or decoded within some milliseconds. */
const pieceBytes = 512 * 1024
/** For somebody who waits: in smaller pieces each would stand behind all else that a page asks for. */
export const pieceForPeopleBytes = 2 * 1024 * 1024

/**
 * What to insert: the bytes, or, where they are many, what the database makes of the pieces that it was given one after
 * the other, with others served between. They stand in a large object until then; with the transaction it is gone.
 */
export async function storing<R>(
  tx: Tx,
  bytes: Buffer,
  store: (value: Buffer | SQL<Buffer>) => Promise<R>,
): Promise<R> {
  if (bytes.length <= pieceBytes) return await store(bytes)
  const { rows } = await tx.execute<{ pile: number }>(sql`select lo_create(0) as pile`)
  const { pile } = known(rows[0])
  for (let at = 0; at < bytes.length; at += pieceBytes)
    await tx.execute(sql`select lo_put(${pile}::oid, ${at}, ${bytes.subarray(at, at + pieceBytes)})`)
  const stored = await store(sql<Buffer>`lo_get(${pile}::oid)`)
  await tx.execute(sql`select lo_unlink(${pile}::oid)`)
  return stored
}

/** From one offset up to another. */
export async function bytesBetween(tx: Tx, interchangeId: string, from: number, to: number): Promise<Buffer> {
  const { rows } = await tx.execute<{ piece: Buffer }>(sql`
    select substring(bytes from ${from + 1}::int for ${to - from}::int) as piece
      from interchanges where id = ${interchangeId}`)
  return known(rows[0]).piece
}

/** All of them, in memory that threads share. Whoever asks has seen that the interchange is the caller's. */
export async function readBytes(tx: Tx, interchangeId: string, atOnceBytes = pieceBytes): Promise<Buffer> {
  const [row] = await tx
    .select({ sizeBytes: sql<number>`length(${interchanges.bytes})` })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  const { sizeBytes } = known(row)
  const all = sharedBytes(sizeBytes)
  for (let at = 0; at < sizeBytes; at += atOnceBytes)
    all.set(await bytesBetween(tx, interchangeId, at, Math.min(sizeBytes, at + atOnceBytes)), at)
  return all
}
