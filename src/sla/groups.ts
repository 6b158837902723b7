// The board by what its answers are about: which supplier, site, person or group of items has how much that is late.
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { itemGroups } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { orders } from '../orders/tables.ts'
import type { BoardGroup, BoardGrouping, GroupsQuery } from './api.ts'
import { orderSite, orderSiteName } from './order-site.ts'
import { narrowed, supplierName } from './queries.ts'
import { isLate, isOpen, meant } from './standing.ts'
import { clocks } from './tables.ts'

interface Grouped {
  key: SQL
  /** The same of all that have the key. */
  name: SQL
}

const groupedBy: Record<BoardGrouping, Grouped> = {
  supplier: { key: sql`${clocks.supplierId}::text`, name: supplierName },
  site: { key: orderSite, name: orderSiteName },
  person: { key: sql`${orders.issuedBy}`, name: sql`${orders.issuedBy}` },
  itemGroup: {
    key: sql`${orders.itemGroupId}::text`,
    name: sql`(select g.label from ${itemGroups} g where g.id = ${orders.itemGroupId})`,
  },
  kind: { key: sql`${clocks.kind}`, name: sql`${clocks.kind}` },
}

const GROUPS_MAX = 500

/** Those with most that is late come first. */
export async function boardGroups(tx: Tx, { by, ...narrow }: GroupsQuery): Promise<{ groups: BoardGroup[] }> {
  const { key, name } = groupedBy[by]
  const many = (when: SQL | undefined) => sql<number>`(count(*) filter (where ${when}))::int`
  const late = many(isLate)
  const atRisk = many(meant['at-risk'])
  const rows = await tx
    .select({
      key: sql<string | null>`${key}`,
      name: sql<string | null>`max(${name})`,
      late,
      atRisk,
      onTrack: many(meant['on-track']),
      unclaimed: many(and(isLate, sql`${clocks.acknowledgedAt} is null`)),
      nextDueAt: sql<Date | null>`min(${clocks.dueAt}) filter (where not ${isLate})`.mapWith(clocks.dueAt),
    })
    .from(clocks)
    .leftJoin(orders, eq(orders.id, clocks.subjectId))
    .where(and(eq(clocks.buyerId, tx.caller.orgId), isOpen, ...narrowed(narrow)))
    .groupBy(sql`1`)
    .orderBy(desc(late), desc(atRisk), asc(sql`2`))
    .limit(GROUPS_MAX)
  return {
    groups: rows.map(({ name, nextDueAt, ...row }) => ({
      ...row,
      name: name ?? '',
      nextDueAt: nextDueAt?.toISOString() ?? null,
    })),
  }
}
