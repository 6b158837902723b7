// The lead time of what is asked for now, on the calendar that it counts on.
import { eq } from 'drizzle-orm'
import { alwaysOpen, calendarOf } from '../calendars/index.ts'
import { sites } from '../calendars/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { isLocalDate } from '../kernel/time.ts'
import { type LeadTimeHint, leadTimeHint } from './lead-time.ts'
import type { OrderKind } from './order-line.ts'

/** On the calendar of the site that it ships from, else the agreed one; where there is none, or it never opens, day and night as the answer clock counts too. */
export async function dayHint(
  tx: Tx,
  calendarId: string | null,
  asked: { kind?: OrderKind; siteId?: string },
  { needBy, ...terms }: { needBy: string | undefined; leadTimeDays: number; transitDays: number },
): Promise<(LeadTimeHint & { calendar: string | null }) | Refusal> {
  const agreed = calendarId ? await calendarOf(tx, calendarId) : undefined
  const documentType = (asked.kind ?? 'call-off') === 'call-off' ? 'call-off' : 'order'
  const day = needBy !== undefined && isLocalDate(needBy) ? needBy : undefined
  const counted = agreed && leadTimeHint(tx.now, day, terms, agreed, documentType)
  if (agreed && counted && !isRefusal(counted)) return { ...counted, calendar: agreed.name }
  const zone = agreed?.zone ?? (await zoneOf(tx, asked.siteId)) ?? 'UTC'
  const instead = leadTimeHint(tx.now, day, terms, alwaysOpen('day-and-night', zone), documentType)
  return isRefusal(instead) ? instead : { ...instead, calendar: null }
}

export async function zoneOf(tx: Tx, siteId: string | undefined): Promise<string | undefined> {
  if (siteId === undefined) return undefined
  const [site] = await tx.select({ zone: sites.zone }).from(sites).where(eq(sites.id, siteId))
  return site?.zone
}
