// Where the files of a relationship lie, and what a file looks like.
import { lstat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Relationship } from '../contract.ts'

export type Folders = NonNullable<ReturnType<typeof foldersOf>>

/** Absolute folders of a relationship; undefined when it has none, or when its path would lead out of the root. */
export function foldersOf(folderRoot: string, { folder }: Pick<Relationship, 'folder'>) {
  if (!folder) return undefined
  const base = resolve(folderRoot, folder)
  const inside = relative(folderRoot, base)
  if (inside === '' || inside.startsWith('..') || resolve(folderRoot, inside) !== base) return undefined
  return {
    base,
    in: join(base, 'in'),
    out: join(base, 'out'),
    archive: join(base, 'archive'),
    refused: join(base, 'refused'),
    /** Ours: what was read lies here until nobody has written to it for a while. */
    taking: join(base, '.taking'),
    /** Ours: an empty file for each that was written to `out`. Only with it says a missing one that it was collected. */
    offered: join(base, '.offered'),
  }
}

/** Names are our own, and the same for the same bytes: written again, a file takes its own place. */
export const fileName = (control: string, setIds: readonly string[]) => `${control}-${setIds.join('-')}.edi`
export const controlOf = (name: string) => name.split('-')[0] ?? ''

/** What a file looked like when it was last seen: two equal looks mean that nobody is writing it. */
export interface Look {
  sizeBytes: number
  changedMs: number
}

export const alike = (a: Look | undefined, b: Look | undefined) =>
  a?.sizeBytes === b?.sizeBytes && a?.changedMs === b?.changedMs

/** Undefined when nothing is there, or no plain file: a link could lead anywhere. */
export async function lookAt(path: string): Promise<Look | undefined> {
  const found = await lstat(path).catch(() => undefined)
  return found?.isFile() ? { sizeBytes: found.size, changedMs: found.mtimeMs } : undefined
}

export const isThere = async (path: string) => (await lstat(path).catch(() => undefined)) !== undefined
