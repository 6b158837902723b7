// Control numbers: gap-free per relationship and kind, taken in the transaction that freezes the bytes.
import { sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { Relationship } from './contract.ts'
import { controlNumbers } from './tables.ts'

/** Interchanges (ISA13) and groups (GS06); sets are numbered within their group. */
export type Kind = 'GS' | 'ISA'

/** Both are N0 with at most nine digits, and begin again after this one. */
export const controlNumberMax = 999_999_999

/** Takes `count` numbers of each kind at once. They are locked until the transaction ends, so take them late. */
export async function takeNumbers(
  tx: Tx,
  { buyerId, supplierId }: Pick<Relationship, 'buyerId' | 'supplierId'>,
  count: Record<Kind, number>,
): Promise<Record<Kind, number[]>> {
  const wanted = (['GS', 'ISA'] as const).filter(kind => count[kind] > 0)
  const taken: Record<Kind, number[]> = { GS: [], ISA: [] }
  if (wanted.length === 0) return taken
  const rows = await tx
    .insert(controlNumbers)
    .values(wanted.map(kind => ({ buyerId, supplierId, kind, next: 1 + count[kind] })))
    .onConflictDoUpdate({
      target: [controlNumbers.buyerId, controlNumbers.supplierId, controlNumbers.kind],
      set: {
        next: sql`(${controlNumbers.next} + excluded.next - 2) % ${sql.raw(String(controlNumberMax))} + 1`,
      },
    })
    .returning({ kind: controlNumbers.kind, next: controlNumbers.next })
  for (const { kind, next } of rows) {
    const many = count[kind as Kind]
    taken[kind as Kind] = Array.from({ length: many }, (_, i) => wrapped(next - many + i))
  }
  return taken
}

const wrapped = (number: number): number => (number < 1 ? number + controlNumberMax : number)
