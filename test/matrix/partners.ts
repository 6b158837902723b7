// The matrix, partners, items, calendars and sites.
import { accountsApi } from '../../src/accounts/api.ts'
import { calendarsApi as calendars } from '../../src/calendars/api.ts'
import { agree } from '../../src/demo/set-up.ts'
import { itemsApi as items } from '../../src/items/api.ts'
import { sure } from '../../src/kernel/errors.ts'
import { partnersApi as api } from '../../src/partners/api.ts'
import { shipFromApi as from } from '../../src/partners/ship-from-api.ts'
import { velowerk } from '../world.ts'
import { type Row, row } from './row.ts'
import type { Town } from './town.ts'

const nordlicht = ({ nordlicht: { relationshipId } }: Town) => ({ params: { relationshipId } })
const wheelworks = ({ wheelworks: { relationshipId } }: Town) => ({ params: { relationshipId } })
const fresh = async (town: Town) => ({ params: { relationshipId: (await town.newSupplier()).id } })
const connection = async ({ is }: Town) => ({
  connectionCode: (await is.bram.call(accountsApi.connectionCode, {})).code,
  ...{ vendorNumber: 'B-1', contactName: 'Bram', contactEmail: 'bram@otherwheels.example', calendarId: null },
})
const proposal = async (town: Town) => town.is.emil.call(api.connect, { body: await connection(town) })

let invited = 0
async function invitationOf(town: Town) {
  const relationshipId = (await town.newSupplier()).id
  const { id } = await town.is.emil.call(api.invite, {
    params: { relationshipId },
    body: { email: `kim${++invited}@new.example`, name: 'Kim', role: 'answerer' },
  })
  return { params: { relationshipId, invitationId: id } }
}

async function profileOf(town: Town, webhookUrl: string | null) {
  const relationshipId = (await town.newSupplier()).id
  const partner = await town.is.emil.call(api.get, { params: { relationshipId } })
  const { id, buyerId, supplierId, status, buyerName, calendarName, buyerCalendarName, folder, ...more } = partner
  const { webhookSecretSet, createdAt, updatedAt, ...profile } = more
  const pushed = {
    ...{ transport: 'https' as const, ourIdentity: velowerk, webhookUrl },
    theirIdentity: { qualifier: 'ZZ', id: `PUSHED${++invited}`, groupId: '' },
  }
  return { params: { relationshipId }, body: { ...profile, ...(webhookUrl ? pushed : {}), folderName: null } }
}

const siteOf = async (town: Town) => {
  const { id: relationshipId } = await town.newSupplier()
  const { id: siteId } = await town.is.emil.call(from.add, { params: { relationshipId }, body: albany() })
  return { params: { relationshipId, siteId } }
}
const albany = () => ({ name: `Albany ${++invited}`, calendarId: null })

const shipFrom: Row[] = [
  row(from.list, 'mara', nordlicht),
  row(from.choices, 'jonas', ({ nordlicht: { supplierId } }) => ({ query: { supplierId } })),
  row(from.add, 'emil', async town => ({ ...(await fresh(town)), body: albany() })),
  row(from.change, 'emil', async town => ({ ...(await siteOf(town)), body: albany() })),
  row(from.remove, 'emil', siteOf),
]

const partners: Row[] = [
  row(api.list, 'mara'),
  row(api.addSupplier, 'emil', ({ calendarId }) => ({
    body: {
      ...{ name: 'Yet another', vendorNumber: `Y-${++invited}`, contactName: 'Kim', contactEmail: 'kim@yet.example' },
      calendarId,
    },
  })),
  row(
    api.connect,
    'emil',
    async town => ({ body: await connection(town) }),
    // A connection code is for whoever holds it.
    { strangers: [] },
  ),
  row(
    api.agree,
    'bram',
    async town => {
      const { rows } = await town.is.emil.call(api.list, { query: { status: 'proposed' } })
      const relationshipId = rows[0]?.id ?? (await proposal(town)).id
      return { params: { relationshipId }, body: { agree: true } }
    },
    { strangers: ['mara', 'iker'] },
  ),
  row(
    api.groups,
    'anna',
    async town => {
      const { rows } = await town.is.anna.call(api.list, { query: { search: '10042' } })
      await agree(town.is.anna, { id: sure(rows[0]).id }, { supplierGroup: 'CANARY-GROUP of suppliers' })
      return {}
    },
    { shows: ({ rows }) => rows.some(({ label }) => label === 'CANARY-GROUP of suppliers') },
  ),
  row(api.get, 'mara', nordlicht),
  row(api.changeProfile, 'emil', town => profileOf(town, null)),
  row(api.suspend, 'emil', fresh),
  row(api.resume, 'emil', async town => {
    const asked = await fresh(town)
    await town.is.emil.call(api.suspend, asked)
    return asked
  }),
  row(api.keys, 'emil', wheelworks),
  row(api.createKey, 'emil', wheelworks),
  row(api.revokeKey, 'emil', async town => {
    const asked = wheelworks(town)
    const made = await town.is.emil.call(api.createKey, asked)
    return { params: { ...asked.params, keyId: made.row.id } }
  }),
  row(api.renewWebhookSecret, 'emil', async town => {
    const asked = await profileOf(town, 'http://127.0.0.1:9/in')
    await town.is.emil.call(api.changeProfile, asked)
    return { params: asked.params }
  }),
  row(api.invitations, 'emil', async town => {
    const { params } = await invitationOf(town)
    return { params: { relationshipId: params.relationshipId } }
  }),
  row(api.invite, 'emil', async town => ({
    ...(await fresh(town)),
    body: { email: `lee${++invited}@new.example`, name: 'Lee', role: 'answerer' as const },
  })),
  row(api.history, 'mara', nordlicht),
  ...shipFrom,
]

const parts: Row[] = [
  row(items.list, 'ole'),
  row(
    items.groups,
    'jonas',
    async ({ is, hubId }) => {
      const body = {
        number: 'HUB-X',
        description: 'CANARY-ITEM prototype hub',
        unit: 'EA',
        group: 'CANARY-GROUP of hubs',
      }
      await is.jonas.call(items.change, { params: { itemId: hubId }, body })
      return {}
    },
    { shows: ({ rows }) => rows.some(({ label }) => label === 'CANARY-GROUP of hubs') },
  ),
  row(items.get, 'ole', ({ nordlicht: { itemId } }) => ({ params: { itemId } })),
  row(items.add, 'jonas', () => ({ body: { number: `NEW-${++invited}`, description: 'New', unit: 'EA' } })),
  row(items.change, 'jonas', ({ hubId }) => ({
    params: { itemId: hubId },
    body: { number: 'HUB-X', description: 'CANARY-ITEM prototype hub', unit: 'EA' },
  })),
  row(items.template, 'jonas'),
  row(items.preview, 'jonas', () => ({
    body: { csv: 'item,description,unit\nITEM-10042,Part ITEM-10042,EA\n' },
  })),
  row(items.import, 'jonas', () => ({
    body: { csv: 'item,description,unit\nCSV-1,By file,EA\n', acceptClean: false },
  })),
  row(items.supplierItems, 'ole'),
  row(items.supplierItem, 'ole', async ({ is }) => {
    const { rows } = await is.ole.call(items.supplierItems, {})
    return { params: { supplierItemId: rows[0]?.id ?? '' } }
  }),
  row(items.addSupplierItem, 'jonas', ({ nordlicht: { supplierId }, hubId }) => ({
    body: {
      ...{ supplierId, itemId: hubId, supplierPartNumber: 'N-HUB', packQuantity: '1', minimumQuantity: '1' },
      leadTimeDays: 3,
    },
  })),
  row(items.changeSupplierItem, 'jonas', async ({ is, hubId }) => {
    const { rows } = await is.jonas.call(items.supplierItems, { query: { itemId: hubId } })
    return {
      params: { supplierItemId: rows[0]?.id ?? '' },
      body: { supplierPartNumber: 'N-HUB', packQuantity: '2', minimumQuantity: '2', leadTimeDays: 3 },
    }
  }),
  row(items.removeSupplierItem, 'jonas', async ({ is, hubId }) => {
    const { rows } = await is.jonas.call(items.supplierItems, { query: { itemId: hubId } })
    return { params: { supplierItemId: rows[0]?.id ?? '' } }
  }),
  row(items.supplierItemTemplate, 'jonas'),
  row(items.previewSupplierItems, 'jonas', () => ({
    body: {
      csv: 'supplier,item,supplier_part,pack,minimum,lead_time_days\n10042,ITEM-10042,S-ITEM-10042,10,20,5\n',
    },
    codes: ['10042', 'ITEM-10042'],
  })),
  row(items.importSupplierItems, 'jonas', () => ({
    body: {
      csv: 'supplier,item,supplier_part,pack,minimum,lead_time_days\n10042,ITEM-10042,S-ITEM-10042,10,20,5\n',
      acceptClean: false,
    },
    codes: ['10042', 'ITEM-10042'],
  })),
]

const site = {
  ...{ name: 'CANARY-SITE depot nobody ships to', zone: 'Europe/Berlin', street: 'Hafen 1', city: 'Hamburg' },
  ...{ region: 'HH', postalCode: '20457', country: 'DE' },
}
export const night = {
  ...{ name: 'CANARY-CALENDAR night shift', zone: 'Europe/Berlin', always: false },
  ...{
    week: { 1: [{ open: '21:00', close: '24:00' }] },
    holidays: [],
    halfDays: [],
    shutdowns: [],
    extra: [],
    cutOff: {},
  },
}

const times: Row[] = [
  row(calendars.sites, 'rosa'),
  row(calendars.addSite, 'petra', () => ({ body: { code: `NEW${++invited}`, ...site } })),
  row(calendars.changeSite, 'petra', ({ depotId }) => ({
    params: { siteId: depotId },
    body: { code: 'DEPOT', ...site },
  })),
  row(calendars.removeSite, 'petra', async ({ is }) => {
    const added = await is.petra.call(calendars.addSite, { body: { code: `GONE${++invited}`, ...site } })
    return { params: { siteId: added.id } }
  }),
  row(calendars.list, 'mara'),
  row(calendars.get, 'petra', ({ nightId }) => ({ params: { calendarId: nightId } })),
  row(calendars.versions, 'petra', ({ nightId }) => ({ params: { calendarId: nightId } })),
  row(calendars.add, 'petra', () => ({ body: { ...night, name: `Calendar ${++invited}` } })),
  row(calendars.change, 'petra', async ({ is, nightId }) => {
    const params = { calendarId: nightId }
    const { version } = await is.petra.call(calendars.get, { params })
    return { params, body: { ...night, version } }
  }),
  row(calendars.preview, 'mara', () => ({
    body: {
      calendar: night,
      target: { kind: 'business-minutes' as const, minutes: 60 },
      documentType: 'order' as const,
    },
  })),
  row(calendars.holidayPlaces, 'mara', () => ({ query: { country: 'DE' } })),
  row(calendars.holidaySet, 'mara', () => ({ query: { country: 'DE', firstYear: 2026, lastYear: 2027 } })),
  row(calendars.readHolidays, 'petra', () => ({ body: { text: '2026-12-25,Christmas' } })),
]

export const partnersRows: Row[] = [...partners, ...parts, ...times]
