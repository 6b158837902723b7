// How a person wants to be told: in whose hours, by whom they are stood in for, and which mails they can do without.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { DAY_MS, dayOfInstant, isLocalTime, isZone, type LocalTime, minutesOf, msOfWall } from '../kernel/time.ts'
import type { TellingBody, TellingShown } from './api.ts'
import { memberships, people } from './tables.ts'

/** Longer than any leave that is not an end. */
const awayDaysMax = 366

export async function showTelling(tx: Tx, personId: string): Promise<TellingShown> {
  const rows = await tx
    .select({ member: memberships, name: people.name })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(eq(memberships.orgId, tx.caller.orgId))
    .orderBy(people.name, people.id)
    .limit(1_000)
  const { member } = known(rows.find(row => row.member.personId === personId))
  const { zone, quietFrom, quietTo, awayUntil, delegateId, mailAlertsOnly } = member
  // A colleague who has left since stands in for nobody.
  const standIn = rows.some(row => row.member.personId === delegateId) ? delegateId : null
  const away = awayUntil && awayUntil > tx.now ? { until: awayUntil.toISOString(), delegateId: standIn } : null
  return {
    zone,
    quiet: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null,
    away,
    mailAlertsOnly,
    colleagues: rows
      .filter(row => row.member.personId !== personId)
      .map(row => ({ id: row.member.personId, name: row.name })),
  }
}

/** Refusals: zone-unknown, quiet-without-zone, quiet-hours, away-until, delegate-unknown. */
export async function changeTelling(tx: Tx, personId: string, body: TellingBody): Promise<Refusal | undefined> {
  const refused = refuseHours(body) ?? (await refuseAway(tx, personId, body))
  if (refused) return refused
  const { zone, quiet, away, mailAlertsOnly } = body
  await tx
    .update(memberships)
    .set({
      zone,
      quietFrom: quiet?.from ?? null,
      quietTo: quiet?.to ?? null,
      awayUntil: away ? new Date(away.until) : null,
      delegateId: away?.delegateId ?? null,
      mailAlertsOnly,
    })
    .where(and(eq(memberships.orgId, tx.caller.orgId), eq(memberships.personId, personId)))
  return undefined
}

function refuseHours({ zone, quiet }: TellingBody): Refusal | undefined {
  if (zone !== null && !isZone(zone))
    return refusal('zone-unknown', `"${zone}" is not a time zone.`, {
      where: '/zone',
      remedy: 'Choose a name like Europe/Berlin.',
    })
  if (!quiet) return undefined
  if (zone === null)
    return refusal('quiet-without-zone', 'Quiet hours are kept in a time zone.', {
      where: '/zone',
      remedy: 'Choose yours.',
    })
  if (isLocalTime(quiet.from) && isLocalTime(quiet.to) && quiet.from !== quiet.to) return undefined
  return refusal('quiet-hours', `${quiet.from} to ${quiet.to} are no hours of a night.`, {
    where: '/quiet',
    remedy: 'Write two different times like 20:00 and 07:00.',
  })
}

async function refuseAway(tx: Tx, personId: string, { away }: TellingBody): Promise<Refusal | undefined> {
  if (!away) return undefined
  const until = Date.parse(away.until)
  if (Number.isNaN(until) || until <= tx.now.getTime() || until > tx.now.getTime() + awayDaysMax * DAY_MS)
    return refusal('away-until', 'You are away until a day to come, within a year.', { where: '/away/until' })
  if (away.delegateId === null) return undefined
  const colleagues = await tx
    .select({ id: memberships.personId })
    .from(memberships)
    .where(and(eq(memberships.orgId, tx.caller.orgId), eq(memberships.personId, away.delegateId)))
  if (colleagues.length > 0 && away.delegateId !== personId) return undefined
  return refusal('delegate-unknown', 'Only a colleague of the same organization can stand in.', {
    where: '/away/delegateId',
    remedy: 'Choose one of your colleagues.',
  })
}

/** When a mail may be handed to a person: now, or when their quiet hours end. */
export function afterQuiet(at: Date, { zone, quietFrom, quietTo }: QuietHours): Date {
  if (!zone || !quietFrom || !quietTo) return at
  const day = dayOfInstant(at.getTime(), zone)
  // A night that began yesterday, and the one of today.
  for (const first of [day - 1, day]) {
    const from = msOfWall(first, minutesOf(quietFrom), zone)
    const to = msOfWall(quietTo > quietFrom ? first : first + 1, minutesOf(quietTo), zone)
    if (from <= at.getTime() && at.getTime() < to) return new Date(to)
  }
  return at
}

export interface QuietHours {
  /** IANA name. */
  zone: string | null
  quietFrom: LocalTime | null
  quietTo: LocalTime | null
}
