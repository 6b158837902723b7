// One believable world: a bicycle maker that builds to order, its five suppliers in three time zones, and a second small buyer.
import { accountsApi } from '../accounts/api.ts'
import { calendarsApi } from '../calendars/api.ts'
import { itemsApi } from '../items/api.ts'
import type { Caller } from '../kernel/db.ts'
import type { ProfileBody } from '../partners/api.ts'
import { type Partner, partnersApi } from '../partners/api.ts'
import { shipFromApi } from '../partners/ship-from-api.ts'
import { policyApi } from '../sla/policy-api.ts'
import { type CatalogueItem, catalogue, itemsCsv, type SupplierKey } from './catalogue.ts'
import type { Client } from './client.ts'
import { agree, anotherBuyer, join, joinSupplier, keyOf, type Person, type Place, setUp, signIn } from './set-up.ts'

/** Printed by the demo, so it opens nothing but the demo. */
const password = 'ride a bicycle today'
const person = (name: string, email: string, zone = 'Europe/Berlin'): Person => ({ name, email, password, zone })

export const people = {
  anna: person('Anna Berg', 'anna@velowerk.example'),
  jonas: person('Jonas Reiter', 'jonas@velowerk.example'),
  petra: person('Petra Lang', 'petra@velowerk.example'),
  emil: person('Emil Sauer', 'emil@velowerk.example'),
  mara: person('Mara Voss', 'mara@nordlicht.example'),
  iker: person('Iker Etxeberria', 'iker@forja.example', 'Europe/Madrid'),
  ane: person('Ane Lasa', 'ane@forja.example', 'Europe/Madrid'),
  stella: person('Stella Graf', 'stella@sattel.example'),
  eva: person('Eva de Wit', 'eva@cargobikes.example', 'Europe/Amsterdam'),
} as const
export type PersonKey = keyof typeof people

/** What a visitor may try, in the order worth trying. */
export const signIns: readonly { who: PersonKey; sees: string }[] = [
  { who: 'anna', sees: 'buyer and administrator at Velowerk: the live board, orders, partners, everything' },
  { who: 'mara', sees: 'supplier Nordlicht: answers call-offs, commits to the forecast' },
  { who: 'iker', sees: 'supplier Forja: one inbox for two customers' },
  { who: 'petra', sees: 'planner at Velowerk: publishes forecasts' },
  { who: 'emil', sees: 'EDI operator at Velowerk: interchanges, what needs attention' },
  { who: 'eva', sees: 'a second, small buyer: Cargo Bikes' },
]

export const velowerkIdentity = { qualifier: 'ZZ', id: 'VELOWERK', groupId: 'VELOWERK' }
export const partnerIdentities = {
  wheelworks: { qualifier: '01', id: '079123456', groupId: 'GLWHEEL' },
  taichung: { qualifier: 'ZZ', id: 'TAICHUNGPB', groupId: 'TPB' },
} as const

interface Hours {
  name: string
  zone: string
  open: string
  close: string
  always?: boolean
  holidays?: { date: string; name: string }[]
}

interface SupplierPlan extends Hours {
  vendorNumber: string
  contact: Person
}

/** Whose hours count when a proposal is decided. */
const ours = { name: 'Velowerk, Stuttgart', zone: 'Europe/Berlin', open: '07:00', close: '17:00' }

const plans: Record<SupplierKey, SupplierPlan> = {
  nordlicht: {
    name: 'Nordlicht Antriebe GmbH',
    vendorNumber: '10042',
    contact: people.mara,
    zone: 'Europe/Berlin',
    open: '07:30',
    close: '16:30',
    holidays: [
      { date: '2026-12-25', name: 'Christmas' },
      { date: '2027-01-01', name: 'New Year' },
    ],
  },
  forja: {
    name: 'Forja Ibérica S.L.',
    vendorNumber: '10051',
    contact: people.iker,
    zone: 'Europe/Madrid',
    open: '08:00',
    close: '17:00',
  },
  wheelworks: {
    name: 'Great Lakes Wheelworks Inc.',
    vendorNumber: '10077',
    contact: person('Dana Kowalski', 'edi@greatlakeswheel.example'),
    zone: 'America/Detroit',
    open: '08:00',
    close: '17:00',
    holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }],
  },
  taichung: {
    name: 'Taichung Precision Brakes',
    vendorNumber: '10083',
    contact: person('Lin Mei-Hua', 'edi@tpb.example'),
    zone: 'Asia/Taipei',
    open: '08:30',
    close: '17:30',
  },
  sattel: {
    name: 'Stiller Sattel Manufaktur',
    vendorNumber: '10099',
    contact: people.stella,
    zone: 'Europe/Berlin',
    open: '00:00',
    close: '24:00',
    always: true,
  },
}

export interface Supplier {
  key: SupplierKey
  id: string
  relationshipId: string
  /** The portal person who answers; null where a system does. */
  answerer: Caller | null
  /** The key of its system, where it speaks X12 over HTTPS. */
  apiKey: string | null
  /** Its folder below the installation's, where it exchanges files. */
  folder: string | null
}

export interface World {
  buyer: Caller
  planner: Caller
  siteIds: string[]
  suppliers: Record<SupplierKey, Supplier>
  /** Item number -> id. */
  items: Map<string, string>
  second: { buyer: Caller; forjaId: string; siteId: string; itemId: string }
}

/** Sets everything up through the API, from the one-time link on. */
export async function buildWorld(place: Place, token: string): Promise<World> {
  const anna = await setUp(place, token, people.anna, 'Velowerk Manufaktur GmbH')
  const buyer = await callerOf(anna)
  await join(anna, place, people.jonas, 'buyer')
  const planner = await callerOf(await join(anna, place, people.petra, 'planner'))
  await join(anna, place, people.emil, 'operator')
  const siteIds = [
    await addSite(anna, [
      'STR1',
      'Werk Stuttgart',
      'Europe/Berlin',
      'Neckarstrasse 12',
      'Stuttgart',
      'BW',
      '70190',
      'DE',
    ]),
    await addSite(anna, [
      'STR2',
      'Lager Ludwigsburg',
      'Europe/Berlin',
      'Solitudeallee 3',
      'Ludwigsburg',
      'BW',
      '71636',
      'DE',
    ]),
  ]
  const buyerCalendarId = await addCalendar(anna, ours)
  const suppliers = {} as Record<SupplierKey, Supplier>
  for (const key of Object.keys(plans) as SupplierKey[])
    suppliers[key] = await addSupplier(anna, place, key, buyerCalendarId)
  await addShipFrom(anna, suppliers.nordlicht)
  const items = await addItems(anna)
  await addPolicy(anna, suppliers.forja)
  const second = await addSecondBuyer(anna, place, suppliers.forja)
  return { buyer, planner, siteIds, suppliers, items, second }
}

/** Who acts, as the verbs want to know it. */
async function callerOf(client: Client): Promise<Caller> {
  const { person: who, organization } = await client.call(accountsApi.me, {})
  if (!organization) throw new Error(`${who.name} belongs to no organization`)
  return { orgId: organization.id, personId: who.id, name: who.name, channel: 'portal' }
}

type SiteWords = [
  code: string,
  name: string,
  zone: string,
  street: string,
  city: string,
  region: string,
  postalCode: string,
  country: string,
]

async function addSite(
  client: Client,
  [code, name, zone, street, city, region, postalCode, country]: SiteWords,
): Promise<string> {
  return (
    await client.call(calendarsApi.addSite, { body: { code, name, zone, street, city, region, postalCode, country } })
  ).id
}

async function addCalendar(
  client: Client,
  { name, zone, open, close, always = false, holidays = [] }: Hours,
): Promise<string> {
  const day = [{ open, close }]
  const { id } = await client.call(calendarsApi.add, {
    body: {
      name: always ? `${name}, day and night` : name,
      zone,
      always,
      week: always ? {} : { 1: day, 2: day, 3: day, 4: day, 5: day },
      holidays,
      halfDays: [],
      shutdowns: [],
      extra: [],
      cutOff: always ? {} : { 'call-off': '15:00' },
    },
  })
  return id
}

async function addSupplier(anna: Client, place: Place, key: SupplierKey, buyerCalendarId: string): Promise<Supplier> {
  const plan = plans[key]
  const calendarId = await addCalendar(anna, plan)
  const added = await anna.call(partnersApi.addSupplier, {
    body: {
      name: plan.name,
      vendorNumber: plan.vendorNumber,
      contactName: plan.contact.name,
      contactEmail: plan.contact.email,
      calendarId,
    },
  })
  const partner = await agree(anna, added, { buyerCalendarId, ...terms[key](added) })
  const supplier = {
    key,
    id: partner.supplierId,
    relationshipId: partner.id,
    answerer: null,
    apiKey: null,
    folder: partner.folder,
  }
  if (key === 'wheelworks') return { ...supplier, apiKey: await keyOf(anna, partner) }
  if (key === 'taichung') return supplier
  const administrator = await joinSupplier(anna, place, partner.id, plan.contact, 'supplier-administrator')
  if (key === 'forja') await join(administrator, place, people.ane, 'answerer')
  return { ...supplier, answerer: await callerOf(administrator) }
}

/** What is agreed with each, beyond the defaults. */
const terms: Record<SupplierKey, (partner: Partner) => Partial<ProfileBody>> = {
  nordlicht: ({ targets, documents }) => ({
    transitDays: 1,
    documents: { ...documents, shipNotice: 'portal' },
    targets: { ...targets, shipNotice: { kind: 'before-delivery', days: 1, by: '16:00' } },
    tolerance: { daysEarly: 2, daysLate: 1, quantityPercentUnder: '0', quantityPercentOver: '5' },
  }),
  forja: () => ({ transitDays: 3 }),
  wheelworks: () => ({
    transitDays: 6,
    transport: 'https',
    usage: 'P',
    ourIdentity: velowerkIdentity,
    theirIdentity: partnerIdentities.wheelworks,
    documents: { order: '850', answer: '855', forecast: '830', commit: 'none' },
    tolerance: { daysEarly: 3, daysLate: 2, quantityPercentUnder: '0', quantityPercentOver: '0' },
  }),
  taichung: () => ({
    transitDays: 9,
    transport: 'folder',
    usage: 'P',
    ourIdentity: velowerkIdentity,
    theirIdentity: partnerIdentities.taichung,
    folderName: 'taichung',
    documents: { order: '862', answer: '855', forecast: '830', commit: 'none' },
  }),
  sattel: ({ targets }) => ({
    targets: {
      ...targets,
      order: { kind: 'elapsed', minutes: 2 },
      callOff: { kind: 'elapsed', minutes: 2 },
      escalation: { buyerAfterMinutes: 0, repeatMinutes: 30, repeatMax: 3 },
    },
  }),
}

/** Forja's contact hears of a late call-off before the buyer does. */
async function addPolicy(anna: Client, forja: Supplier): Promise<void> {
  await anna.call(policyApi.add, {
    body: {
      ...{ name: 'Call-offs to Forja', kind: 'call-off', supplierId: forja.id, hours: 'agreed', calendarId: null },
      target: { kind: 'business-minutes', minutes: 240 },
      ladder: {
        reminders: [
          { percent: 50, to: 'answerers', mandatory: false },
          { percent: 75, to: 'answerers', mandatory: true },
        ],
        escalations: [
          { afterMinutes: 0, to: 'supplier-administrators' },
          { afterMinutes: 30, to: 'contact' },
          { afterMinutes: 60, to: 'buyer' },
        ],
        repeat: { everyMinutes: 120, times: 3, to: 'buyer' },
      },
      pauseReasons: ['our-decision', 'our-drawing', 'force-majeure'],
      supplierPauseReasons: ['our-drawing', 'force-majeure'],
    },
  })
}

/** Nordlicht's displays come from overseas, where the working day begins when Kiel's is half over. */
const overseas = {
  site: 'Albany, New York',
  families: ['DSP'],
  hours: { name: 'Nordlicht, Albany', zone: 'America/New_York', open: '08:00', close: '16:30' },
}

async function addShipFrom(anna: Client, { relationshipId }: Supplier): Promise<void> {
  const params = { relationshipId }
  await anna.call(shipFromApi.add, { params, body: { name: 'Kiel', calendarId: null } })
  const calendarId = await addCalendar(anna, overseas.hours)
  await anna.call(shipFromApi.add, { params, body: { name: overseas.site, calendarId } })
}

const shipsFrom = ({ supplier, number }: CatalogueItem): string => {
  if (supplier !== 'nordlicht') return ''
  return overseas.families.some(family => number.startsWith(family)) ? `"${overseas.site}"` : 'Kiel'
}

async function addItems(anna: Client): Promise<Map<string, string>> {
  await anna.call(itemsApi.import, { body: { csv: itemsCsv(), acceptClean: false } })
  const rows = catalogue.map(item =>
    [
      ...[plans[item.supplier].vendorNumber, item.number, item.partNumber],
      ...[item.pack, item.minimum, item.leadTimeDays, shipsFrom(item)],
    ].join(','),
  )
  const header = 'supplier,item,supplier_part,pack,minimum,lead_time_days,ship_from'
  await anna.call(itemsApi.importSupplierItems, { body: { csv: [header, ...rows].join('\n'), acceptClean: false } })
  const { rows: listed } = await anna.call(itemsApi.list, { query: { limit: 200 } })
  return new Map(listed.map(item => [item.number, item.id]))
}

/** A second buyer that connects to Forja by its code, so that Forja's inbox has two customers. */
async function addSecondBuyer(anna: Client, place: Place, forja: Supplier): Promise<World['second']> {
  const eva = await anotherBuyer(anna, place, 'Cargo Bikes BV', people.eva)
  const siteId = await addSite(eva, [
    'EIN',
    'Werkplaats Eindhoven',
    'Europe/Amsterdam',
    'Strijpsestraat 8',
    'Eindhoven',
    'NB',
    '5616',
    'NL',
  ])
  const calendarId = await addCalendar(eva, plans.forja)
  const iker = await signIn(place, people.iker)
  const { code } = await iker.call(accountsApi.connectionCode, {})
  const proposed = await eva.call(partnersApi.connect, {
    body: {
      connectionCode: code,
      vendorNumber: 'C-7',
      contactName: people.iker.name,
      contactEmail: people.iker.email,
      calendarId,
    },
  })
  await iker.call(partnersApi.agree, { params: { relationshipId: proposed.id }, body: { agree: true } })
  const item = await eva.call(itemsApi.add, {
    body: { number: 'CB-FRAME', description: 'Cargo frame, bare', unit: 'EA' },
  })
  await eva.call(itemsApi.addSupplierItem, {
    body: {
      supplierId: forja.id,
      itemId: item.id,
      supplierPartNumber: 'FI-CB1',
      packQuantity: '1',
      minimumQuantity: '2',
      leadTimeDays: 12,
    },
  })
  return { buyer: await callerOf(eva), forjaId: forja.id, siteId, itemId: item.id }
}

export const vendorNumberOf = (key: SupplierKey): string => plans[key].vendorNumber
