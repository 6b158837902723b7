// What buyers set in a simulated year, at random: relationships founded; targets, calendars and policies changed.
import { eq } from 'drizzle-orm'
import { type CalendarBody, changeCalendar } from '../../src/calendars/index.ts'
import { calendars, calendarVersions } from '../../src/calendars/tables.ts'
import { itemGroups } from '../../src/items/tables.ts'
import { systemOf, type Tx } from '../../src/kernel/db.ts'
import { isRefusal } from '../../src/kernel/errors.ts'
import { newId } from '../../src/kernel/ids.ts'
import { relationships, supplierGroups as suppliersInGroups } from '../../src/partners/tables.ts'
import { policies, policyVersions } from '../../src/sla/tables.ts'
import { randomCalendar, randomPolicy, randomTargets } from './agreements.ts'
import { Hours } from './hours.ts'
import { found, relate } from './parties.ts'
import { type Ground, inTurn, isOn, type Policy, type Relationship, termsAnew } from './relationship.ts'
import type { Counted } from './terms.ts'
import { recountedAt, termsNow } from './told.ts'

/** A buyer and a supplier; most have agreed a calendar, and some buyers have one of their own beside it. */
export async function foundRelationship(ground: Ground): Promise<Relationship> {
  const { random, stage, from, days } = ground
  const parties = { buyerId: newId(), supplierId: newId() }
  const buyer = systemOf(parties.buyerId)
  const made = [random.chance(0.85), random.chance(0.75)].map(isMade =>
    isMade ? randomCalendar(random, newId(), 1, from, days) : undefined,
  )
  const targets = randomTargets(random)
  const takesNotices = random.chance(0.9)
  const [groups, supplierGroups] = [
    [newId(), newId()],
    [newId(), newId()],
  ]
  const supplierGroup = random.chance(0.9) ? random.pick(supplierGroups) : null
  const [agreed, buyers] = made
  const own = made.filter(each => each !== undefined)
  await stage.founder().withTenant(buyer, async tx => {
    await found(tx, parties)
    await tx.insert(itemGroups).values(groups.map(id => ({ id, orgId: parties.buyerId, label: id })))
    for (const { id, version, name, ...body } of own) {
      await tx.insert(calendars).values({ id, orgId: parties.buyerId, name, version })
      const stored = { calendarId: id, version, orgId: parties.buyerId, ...body }
      await tx.insert(calendarVersions).values(stored as unknown as typeof calendarVersions.$inferInsert)
    }
    await tx.insert(suppliersInGroups).values(supplierGroups.map(id => ({ id, orgId: parties.buyerId, label: id })))
    const its = { targets, calendarId: agreed?.id, buyerCalendarId: buyers?.id, takesNotices, supplierGroup }
    await relate(tx, parties, its)
  })
  const counted = own.map((calendar): [string, Counted] => [calendar.id, { calendar, hours: new Hours(calendar) }])
  const relationship: Relationship = {
    ...{ buyer, supplier: systemOf(parties.supplierId), parties, targets, agreedId: agreed?.id, ownId: buyers?.id },
    ...{ calendars: new Map(counted), policies: [], groups, unread: [], takesNotices, turn: Promise.resolve() },
    ...{ supplierGroups, supplierGroup },
  }
  for (let left = 1 + random.int(20); left > 0; left--) await editPolicy(ground, relationship)
  return relationship
}

/** Other targets, a policy, or the next version of a calendar, `meanwhile` other things happen that it may run into. */
export function edit(ground: Ground, relationship: Relationship, meanwhile: () => Promise<unknown>): Promise<void> {
  const { random } = ground
  const calendarId = random.chance(0.6) ? random.pick([...relationship.calendars.keys()]) : undefined
  return inTurn(relationship, async () => {
    // As it is by now: another change may have had its turn meanwhile.
    const counted = calendarId && relationship.calendars.get(calendarId)
    if (counted) await editCalendar(ground, relationship, counted, random.chance(0.3) ? meanwhile : undefined)
    else if (random.chance(0.7)) await editPolicy(ground, relationship)
    else await editTargets(ground, relationship)
  })
}

async function editTargets({ random, db }: Ground, relationship: Relationship): Promise<void> {
  const targets = randomTargets(random)
  const { buyer, parties } = relationship
  await db.withTenant(buyer, tx =>
    tx.update(relationships).set({ targets }).where(eq(relationships.supplierId, parties.supplierId)),
  )
  relationship.targets = targets
}

/** Every clock that runs on it is counted anew; one that begins in the same moment is, too, or begins on the new version. */
async function editCalendar(
  ground: Ground,
  relationship: Relationship,
  { calendar: { id, version } }: Counted,
  meanwhile: (() => Promise<unknown>) | undefined,
): Promise<void> {
  const { random, db, from, days, schedule, subjects, surprises } = ground
  const calendar = randomCalendar(random, id, version + 1, from, days)
  const { id: _id, version: _version, ...body } = calendar
  const changing = db.withTenant(relationship.buyer, async tx => {
    const changed = await changeCalendar(tx, id, {
      halfDays: [],
      shutdowns: [],
      ...body,
      version,
    } as never as CalendarBody & { version: number })
    if (isRefusal(changed)) surprises.push(`a calendar was not changed: ${changed.detail}`)
    return tx.now.getTime()
  })
  const changed = { calendar, hours: new Hours(calendar) }
  // In force from its commit on: what begins after that begins on it.
  const inForce = changing.then(at => {
    relationship.calendars.set(id, changed)
    return at
  })
  const [at] = await Promise.all([inForce, meanwhile?.()])
  for (const subject of subjects)
    for (const told of subject.relationship === relationship ? subject.told : [])
      if (!told.ended && isOn(termsNow(told), id))
        recountedAt(told, termsAnew(relationship, termsNow(told), changed), at, schedule.now)
}

/** A new one, the next version of one, or one less; only what begins from now on is governed by it. */
async function editPolicy({ random, db }: Ground, relationship: Relationship): Promise<void> {
  const { buyer, policies: inForce, calendars: own, groups, supplierGroups } = relationship
  const says = randomPolicy(random, { calendarIds: [...own.keys()], groups, supplierGroups })
  const narrowed = ['kind', 'isNarrow', 'supplierGroup', 'priority', 'group'] as const
  const same = inForce.find(each => narrowed.every(name => each.says[name] === says[name]))
  const policy: Policy = { id: same?.id ?? newId(), version: (same?.version ?? 0) + 1, says }
  const isRetired = same !== undefined && random.chance(0.3)
  await db.withTenant(buyer, async tx => {
    if (isRetired) await tx.update(policies).set({ retiredAt: tx.now }).where(eq(policies.id, policy.id))
    else await savePolicy(tx, relationship, policy)
  })
  relationship.policies = [...inForce.filter(each => each !== same), ...(isRetired ? [] : [policy])]
}

async function savePolicy(tx: Tx, { parties }: Relationship, { id, version, says }: Policy): Promise<void> {
  const { kind, isNarrow, supplierGroup, priority, group, target, hours, calendarId, ladder, pausable } = says
  const { buyerId: orgId, supplierId } = parties
  const only = {
    ...{ onlySupplierId: isNarrow ? supplierId : null, onlySupplierGroupId: supplierGroup },
    ...{ onlyPriority: priority, onlyItemGroupId: group },
  }
  const head = { name: id, kind, ...only }
  if (version === 1) await tx.insert(policies).values({ id, orgId, version, ...head })
  else await tx.update(policies).set({ version }).where(eq(policies.id, id))
  await tx.insert(policyVersions).values({
    ...{ policyId: id, version, orgId, ...head, target, hours, calendarId, ladder, by: 'Anna Berg' },
    ...{ pauseReasons: pausable.buyer, supplierPauseReasons: pausable.supplier },
  } as typeof policyVersions.$inferInsert)
}
