// Opening a notice is reading it: it is marked, and the reader goes on to where it leads. Pure.
import type { NoticeRow } from '../../notices/api.ts'

/** Its place in the list of notices; the page marks it and leads on, for a click and for the keys alike. */
export const openPath = (search: Readonly<Record<string, string | undefined>>, id: string): string => {
  const known = Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/notices?${new URLSearchParams({ ...Object.fromEntries(known), open: id })}`
}

/** It still asks for somebody's eyes. */
export const isUnread = ({ readAt, isOver }: NoticeRow): boolean => readAt === null && !isOver

export interface Opening {
  /** To mark as read; undefined when it was read before. */
  read: string | undefined
  /** Where it leads; undefined: its text is all there is, and is shown. */
  to: string | undefined
}

export function openingOf(rows: readonly NoticeRow[] | undefined, id: string | undefined): Opening | undefined {
  const row = id === undefined ? undefined : rows?.find(each => each.id === id)
  return row && { read: row.readAt === null ? row.id : undefined, to: row.link ?? undefined }
}
