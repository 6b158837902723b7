// What the board can be narrowed by at present: suppliers, sites, people and groups of items of which something is due, or was yesterday.
import { and, asc, eq, or } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { itemGroups } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { orders } from '../orders/tables.ts'
import type { BoardSummary } from './api.ts'
import { orderSite, orderSiteName } from './order-site.ts'
import { isOpen, isRecent } from './standing.ts'
import { clocks } from './tables.ts'

const CHOICES_MAX = 500

export async function narrowedBy(tx: Tx): Promise<Pick<BoardSummary, 'suppliers' | 'sites' | 'people' | 'itemGroups'>> {
  const ours = and(eq(clocks.buyerId, tx.caller.orgId), or(isOpen, isRecent))
  const suppliers = await tx
    .selectDistinct({ id: organizations.id, name: organizations.name })
    .from(clocks)
    .innerJoin(organizations, eq(organizations.id, clocks.supplierId))
    .where(ours)
    .orderBy(asc(organizations.name))
    .limit(CHOICES_MAX)
  const sites = await tx
    .selectDistinct({ code: orderSite, name: orderSiteName })
    .from(clocks)
    .innerJoin(orders, eq(orders.id, clocks.subjectId))
    .where(ours)
    .orderBy(orderSiteName)
    .limit(CHOICES_MAX)
  const people = await tx
    .selectDistinct({ name: orders.issuedBy })
    .from(clocks)
    .innerJoin(orders, eq(orders.id, clocks.subjectId))
    .where(ours)
    .orderBy(asc(orders.issuedBy))
    .limit(CHOICES_MAX)
  const groups = await tx
    .selectDistinct({ id: itemGroups.id, name: itemGroups.label })
    .from(clocks)
    .innerJoin(orders, eq(orders.id, clocks.subjectId))
    .innerJoin(itemGroups, eq(itemGroups.id, orders.itemGroupId))
    .where(ours)
    .orderBy(asc(itemGroups.label))
    .limit(CHOICES_MAX)
  return { suppliers, sites, itemGroups: groups, people: people.map(({ name }) => name) }
}
