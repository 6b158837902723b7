// Has a supplier's people told, once for each change of a calendar, which of their due times it moved.
import { eq } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { WorkCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { instantFor } from '../notices/index.ts'
import type { ClockRecord } from './clock-row.ts'
import { say } from './say.ts'
import { isOwn } from './whose.ts'
import { subjectWords } from './words.ts'

export interface Moved {
  /** As it was. */
  row: ClockRecord
  dueAt: Date
}

/** So many are named; of the rest only how many they are. */
const NAMED = 5

/** People answer for it: not the buyer's own, not a 997, and not what is paused, which is due anew when it goes on. */
const isTheirs = ({ row }: Moved): boolean => !isOwn(row) && row.kind !== 'acknowledgment' && row.at !== 'paused'

export async function sayMoved(tx: Tx, moves: readonly Moved[], calendar: WorkCalendar): Promise<void> {
  const theirs = moves.filter(isTheirs).toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  if (theirs.length === 0) return
  const [buyer] = await tx
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, tx.caller.orgId))
  const changed = { buyer: buyer?.name ?? '', by: tx.caller.name, calendar }
  for (const supplierId of new Set(theirs.map(({ row }) => row.supplierId))) {
    const moved = theirs.filter(({ row }) => row.supplierId === supplierId)
    const [first] = moved
    if (!first) continue
    await say(tx, first.row, {
      key: `moved:${calendar.id}:${calendar.version}:${supplierId}`,
      to: 'answerers',
      ...movedWords(moved, changed),
      ...(moved.length > 1 ? { link: '/inbox' } : {}),
    })
  }
}

function movedWords(
  moved: readonly Moved[],
  { buyer, by, calendar }: { buyer: string; by: string; calendar: { name: string; version: number } },
): { title: string; text: string } {
  const rest = moved.length - NAMED
  const [only, ...others] = moved
  const title =
    only && others.length === 0
      ? `Now due ${dueWords(only.row, only.dueAt)}: ${nameOf(only.row)}`
      : `${moved.length} due times moved: ${buyer} changed a calendar`
  return {
    title,
    text: [
      `${buyer} changed the calendar "${calendar.name}", on which these times are counted (version ${calendar.version}, saved by ${by}). What you are asked is the same.`,
      [
        ...moved
          .slice(0, NAMED)
          .map(
            ({ row, dueAt }) =>
              `${nameOf(row)}: now due ${dueWords(row, dueAt)}; it was due ${dueWords(row, row.dueAt)}.`,
          ),
        ...(rest > 0 ? [`and ${rest} more`] : []),
      ].join('\n'),
    ].join('\n\n'),
  }
}

const nameOf = ({ kind, label, lines }: ClockRecord) => subjectWords(kind, label, lines)
const dueWords = ({ zone }: ClockRecord, at: Date) => instantFor(at, zone)
