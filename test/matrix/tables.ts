// What the catalogue of the database says of each table, and whose rows an organization finds in it.
import { sql } from 'drizzle-orm'
import { systemOf } from '../../src/kernel/db.ts'
import type { Town } from './town.ts'

export interface Table {
  name: string
  enabled: boolean
  forced: boolean
  /** Commands that a policy of the web's role allows; ALL counts as each. */
  policies: string[]
  columns: string[]
  /** Columns of unique indexes. */
  unique: { name: string; columns: string[] }[]
}

export const tablesOf = async ({ rows }: Town): Promise<Table[]> =>
  await rows<Table>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
           array(select distinct p.cmd from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname
                  and 'pullwire_web' = any(p.roles)) as policies,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
             as columns,
           coalesce((select json_agg(json_build_object('name', i.relname, 'columns',
               (select json_agg(coalesce(a.attname::text, 'expression') order by k.place)
                  from unnest(x.indkey::int[]) with ordinality as k(attnum, place)
                  left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum and k.attnum > 0)))
             from pg_index x join pg_class i on i.oid = x.indexrelid
            where x.indrelid = c.oid and x.indisunique), '[]') as unique
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`)

/** A unique index that does not lead with the parties tells one organization of another's rows, unless nobody chooses the value. */
export function isTelling({ columns }: { columns: string[] }): boolean {
  const [first = '', second = ''] = columns
  const parties = first === 'org_id' || (first === 'buyer_id' && second === 'supplier_id') || first === 'buyer_id'
  // An id is ours and random: nobody can try one that exists.
  return !parties && !/(^|_)id$/.test(first)
}

export const parties = (table: Table): string[] =>
  ['org_id', 'buyer_id', 'supplier_id', 'counterpart_id'].filter(column => table.columns.includes(column))

/** How many rows an organization finds, and how many of them are not its own. */
export async function found(
  { product: { db } }: Town,
  orgId: string,
  table: Table,
): Promise<{ all: number; others: number }> {
  const columns = parties(table)
  const own = columns.length > 0 ? columns.map(column => `${column} = '${orgId}'`).join(' or ') : 'false'
  return await db.withTenant(systemOf(orgId), async tx => {
    const { rows } = await tx.execute<{ all: number; others: number }>(
      sql.raw(
        `select count(*)::int as all, (count(*) filter (where not coalesce(${own}, false)))::int as others from ${table.name}`,
      ),
    )
    return rows[0] ?? { all: 0, others: 0 }
  })
}

/** Ids of rows that somebody cannot read: none of them may stand in anything they are told. */
export async function hiddenFrom(
  town: Town,
  reader: { orgId: string; personId: string },
  tables: readonly Table[],
): Promise<Set<string>> {
  const hidden = new Set<string>()
  for (const { name, columns } of tables) {
    if (!columns.includes('id') || name === 'installation') continue
    const all = await town.rows<{ id: string }>(`select id from ${name}`)
    const visible = await town.product.db.withTenant({ ...systemOf(reader.orgId), ...reader }, async tx => {
      const { rows } = await tx.execute<{ id: string }>(sql.raw(`select id from ${name}`))
      return new Set(rows.map(row => row.id))
    })
    for (const { id } of all) if (!visible.has(id)) hidden.add(id)
  }
  return hidden
}
