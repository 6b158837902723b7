// Changing what is agreed with a supplier: the whole profile at once, from the version that was edited.
import { eq } from 'drizzle-orm'
import { organizationOf } from '../accounts/index.ts'
import { getCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { decimal } from '../kernel/decimal.ts'
import { isRefusal, type Refusal, Refused, refusal, sure } from '../kernel/errors.ts'
import { newSecret } from '../kernel/ids.ts'
import { labelId } from '../kernel/labels.ts'
import { readContactEmail } from './add-supplier.ts'
import type { ProfileBody } from './api.ts'
import { announceGroup, announcePartner } from './facts.ts'
import { readPhone } from './phone.ts'
import { refuseProfile } from './refuse-profile.ts'
import { lockOwn, type Relationship } from './relationship.ts'
import { relationships, supplierGroups } from './tables.ts'
import { unlessTaken } from './taken.ts'

export interface ChangedProfile {
  relationship: Relationship
  /** Only when a webhook was first given: shown once. */
  webhookSecret: string | null
}

/** Throws Refused with everything that is wrong, Unknown unless the caller is the buyer. */
export async function changeProfile(tx: Tx, id: string, body: ProfileBody): Promise<ChangedProfile | Refusal> {
  const there = await lockOwn(tx, id)
  if (there.version !== body.version)
    return refusal('changed-meanwhile', 'Somebody changed this profile while you edited it.', {
      remedy: 'Load the page again and repeat your change.',
    })
  if (there.status === 'declined') return refusal('declined', 'The supplier declined this relationship.')
  const { supplierGroup, ...profile } = await checked(tx, body)
  const webhookSecret = profile.webhookUrl !== null && there.webhookSecret === null ? newSecret('pws_') : null
  const next = {
    ...profile,
    folder: body.folderName === null ? null : await folderOf(tx, there, body.folderName),
    webhookSecret: webhookSecret ?? there.webhookSecret,
  }
  const supplierGroupId =
    supplierGroup === undefined ? there.supplierGroupId : await labelId(tx, supplierGroups, supplierGroup)
  const changed = changedNames(there, next)
  const rows = await unlessTaken(tx, () =>
    tx
      .update(relationships)
      .set({ ...next, supplierGroupId, version: there.version + 1, updatedAt: tx.now })
      .where(eq(relationships.id, id))
      .returning(),
  )
  if (isRefusal(rows)) return rows
  const relationship = sure(rows[0])
  if (supplierGroupId !== there.supplierGroupId) await announceGroup(tx, relationship)
  if (changed.length > 0 || supplierGroupId === there.supplierGroupId)
    await announcePartner(tx, 'partner.profile-changed', relationship, { version: relationship.version, changed })
  return { relationship, webhookSecret }
}

async function checked(tx: Tx, { version: _, folderName: __, ...profile }: ProfileBody) {
  const refusals = refuseProfile({ version: _, folderName: __, ...profile })
  const contactEmail = readContactEmail(profile.contactEmail)
  const contactPhone = profile.contactPhone === undefined ? undefined : readPhone(profile.contactPhone)
  if (isRefusal(contactEmail)) refusals.push(contactEmail)
  if (isRefusal(contactPhone)) refusals.push(contactPhone)
  if (isRefusal(contactEmail) || isRefusal(contactPhone) || refusals.length > 0) throw new Refused(refusals)
  // The foreign keys alone would take another organization's calendar.
  for (const id of [profile.calendarId, profile.buyerCalendarId]) if (id !== null) await getCalendar(tx, id)
  const { quantityPercentUnder, quantityPercentOver } = profile.tolerance
  return {
    ...profile,
    contactEmail,
    ...(contactPhone === undefined ? {} : { contactPhone }),
    vendorNumber: profile.vendorNumber.trim(),
    supplierName: profile.supplierName.trim(),
    contactName: profile.contactName.trim(),
    tolerance: {
      ...profile.tolerance,
      quantityPercentUnder: decimal(quantityPercentUnder),
      quantityPercentOver: decimal(quantityPercentOver),
    },
  }
}

/** Under a folder of the buyer's own, so that two buyers who choose the same name never share files. */
async function folderOf(tx: Tx, { folder, buyerId }: Relationship, name: string): Promise<string> {
  if (folder?.endsWith(`/${name}`)) return folder
  const buyer = (await organizationOf(tx)).name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30)
  return `${buyer || 'buyer'}-${buyerId.slice(-8)}/${name}`
}

/** Names of what differs, for the history; never secrets. */
function changedNames(there: Relationship, next: Partial<Relationship>): string[] {
  const before: Readonly<Record<string, unknown>> = { ...there }
  return Object.entries(next)
    .filter(([name, value]) => name !== 'webhookSecret' && !alike(before[name], value))
    .map(([name]) => name)
}

/** Postgres gives the keys of a JSON object in an order of its own. */
function alike(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const left = Object.entries(a)
  const right: Readonly<Record<string, unknown>> = { ...b }
  return left.length === Object.keys(right).length && left.every(([name, value]) => alike(value, right[name]))
}

/** The old secret signs nothing from now on. */
export async function renewWebhookSecret(tx: Tx, id: string): Promise<string | Refusal> {
  const there = await lockOwn(tx, id)
  if (there.webhookUrl === null)
    return refusal('no-webhook', 'No webhook is set.', { remedy: 'Give its address first.' })
  const webhookSecret = newSecret('pws_')
  await tx.update(relationships).set({ webhookSecret, updatedAt: tx.now }).where(eq(relationships.id, id))
  await announcePartner(tx, 'partner.webhook-secret-renewed', there)
  return webhookSecret
}
