// Saved views: what a person has narrowed a list to, under a name of its own. Pages and filters mean nothing here.
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { savedViews } from './tables.ts'
import type { SavedView, ViewBody } from './views-api.ts'

/** More than anybody finds again in a menu. */
const VIEWS_MAX = 50

const own = (tx: Tx, personId: string) => and(eq(savedViews.orgId, tx.caller.orgId), eq(savedViews.personId, personId))

export async function viewsOf(tx: Tx, personId: string): Promise<{ rows: SavedView[] }> {
  const rows = await tx
    .select()
    .from(savedViews)
    .where(own(tx, personId))
    .orderBy(asc(savedViews.page), asc(savedViews.name))
    .limit(VIEWS_MAX)
  return { rows: rows.map(({ id, page, name, search }) => ({ id, page, name, search })) }
}

/** Under a name that is taken on this page it replaces what was there. Refusals: name-missing, views-many. */
export async function saveView(tx: Tx, personId: string, body: ViewBody): Promise<Refusal | undefined> {
  const { page, search } = body
  const name = body.name.trim()
  if (name === '') return refusal('name-missing', 'A view needs a name.', { where: '/name' })
  const [taken] = await tx
    .select({ id: savedViews.id })
    .from(savedViews)
    .where(and(own(tx, personId), eq(savedViews.page, page), eq(savedViews.name, name)))
  if (!taken && (await tx.$count(savedViews, own(tx, personId))) >= VIEWS_MAX)
    return refusal('views-many', `There are ${VIEWS_MAX} saved views already.`, { remedy: 'Delete one first.' })
  await tx
    .insert(savedViews)
    .values({ id: newId(), orgId: tx.caller.orgId, personId, page, name, search })
    .onConflictDoUpdate({
      target: [savedViews.orgId, savedViews.personId, savedViews.page, savedViews.name],
      set: { search },
    })
  return undefined
}

/** Throws Unknown when it is not the person's own. */
export async function deleteView(tx: Tx, personId: string, viewId: string): Promise<undefined> {
  const [gone] = await tx
    .delete(savedViews)
    .where(and(own(tx, personId), eq(savedViews.id, viewId)))
    .returning({ id: savedViews.id })
  known(gone)
}
