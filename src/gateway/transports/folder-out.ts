// What leaves by folder: renamed into `out` whole; taken by the partner's system when it is gone from there.
import { open, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Tx } from '../../kernel/db.ts'
import { failpoint } from '../../kernel/failpoint.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Relationship } from '../contract.ts'
import { type Deliver, markDelivery, type Outgoing } from '../deliver.ts'
import { offerByNewWay } from '../offer.ts'
import { interchanges } from '../tables.ts'
import { controlOf, type Folders, fileName, foldersOf, isThere } from './folder-place.ts'

/** Written under another name and renamed: the partner sees the whole file or none. */
export const byFolder =
  ({ folderRoot }: { folderRoot: string }): Deliver =>
  async ({ id, control, setIds, bytes, relationship }: Outgoing) => {
    const folders = foldersOf(folderRoot, relationship)
    if (!folders) throw new Error('The partner’s profile names no folder.')
    // Made by the watch, never here: a disk that is not mounted would be filled underneath, where nobody collects.
    if (!(await isThere(folders.offered))) throw new Error(missing(relationship))
    const name = fileName(control, setIds)
    const unfinished = join(folders.out, `.${name}.tmp`)
    const file = await open(unfinished, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await writeFile(join(folders.offered, id), '')
    failpoint('folder.after-write')
    await rename(unfinished, join(folders.out, name))
    failpoint('folder.after-rename')
    return 'collectable'
  }

export const missing = ({ folder }: Relationship) =>
  `The folder ${folder} is not there as it was left: it is not mounted, or somebody removed it.`

export interface Offered {
  id: string
  control: string
  transport: string
  deliveryError: string | null
}

/** What waits to be collected by this partner. */
export async function offeredTo(tx: Tx, { buyerId, supplierId }: Relationship): Promise<Offered[]> {
  return await tx
    .select({
      id: interchanges.id,
      control: interchanges.control,
      transport: interchanges.transport,
      deliveryError: interchanges.deliveryError,
    })
    .from(interchanges)
    .where(
      and(
        eq(interchanges.buyerId, buyerId),
        eq(interchanges.supplierId, supplierId),
        eq(interchanges.direction, 'out'),
        eq(interchanges.delivery, 'collectable'),
      ),
    )
}

/** What we wrote and is gone was taken by the partner's system. Answers the files of ours that go once that is committed. */
export async function noteCollected(
  tx: Tx,
  relationship: Relationship,
  folders: Folders,
  offered: readonly Offered[],
): Promise<string[]> {
  const written = new Set(await readdir(folders.offered))
  if (offered.length === 0 && written.size === 0) return []
  const names = await readdir(folders.out)
  const there = new Set(names.map(controlOf))
  // Never written here: it was offered in another way before, or in a folder that was not the partner's.
  const elsewhere = offered.filter(({ id }) => !written.has(id))
  await offerByNewWay(tx, relationship, elsewhere)
  const gone = offered.filter(({ id, control }) => written.has(id) && !there.has(control))
  const stillOffered = eq(interchanges.delivery, 'collectable')
  for (const { id } of gone) await markDelivery(tx, id, 'delivered', stillOffered)
  await showError(tx, offered, null)
  const settled = await settledOf(
    tx,
    [...written].filter(id => !offered.some(one => one.id === id)),
  )
  const withdrawn = settled.filter(({ delivery }) => delivery === null)
  return [
    ...names
      .filter(name => withdrawn.some(({ control }) => control === controlOf(name)))
      .map(name => join(folders.out, name)),
    ...[...gone, ...settled].map(({ id }) => join(folders.offered, id)),
  ]
}

/** Confirmed in another way; or withdrawn before it was collected, so that nobody shall find it any more. */
async function settledOf(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  return await tx
    .select({ id: interchanges.id, control: interchanges.control, delivery: interchanges.delivery })
    .from(interchanges)
    .where(
      and(
        inArray(interchanges.id, ids.filter(isUuid)),
        or(isNull(interchanges.delivery), eq(interchanges.delivery, 'delivered')),
      ),
    )
}

/** Shows with what waits why nobody can collect it; null takes it away. */
export async function showError(tx: Tx, offered: readonly Offered[], error: string | null): Promise<void> {
  const ids = offered.filter(({ deliveryError }) => deliveryError !== error).map(({ id }) => id)
  if (ids.length > 0) await tx.update(interchanges).set({ deliveryError: error }).where(inArray(interchanges.id, ids))
}
