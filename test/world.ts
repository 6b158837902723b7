// A small world, set up through the API alone: a buyer with every role, four suppliers, a stranger among the buyers.
import { join as joinPath } from 'node:path'
import pg from 'pg'
import { accountsApi } from '../src/accounts/api.ts'
import type { BuyerRole } from '../src/accounts/may.ts'
import { calendarsApi } from '../src/calendars/api.ts'
import { type Client, createClient } from '../src/demo/client.ts'
import { createPartner, type LineAnswer, type Partner as System } from '../src/demo/partner.ts'
import { overHttps, throughFolder } from '../src/demo/partner-transport.ts'
import { agree, anotherBuyer, join, joinSupplier, keyOf, type Person, type Place, setUp } from '../src/demo/set-up.ts'
import { itemsApi } from '../src/items/api.ts'
import { addDays, localDateOf } from '../src/kernel/time.ts'
import { ordersApi } from '../src/orders/api.ts'
import { type Partner, type ProfileBody, partnersApi } from '../src/partners/api.ts'
import { type Product, type ProductOptions, startProduct } from './product.ts'

export const passphrase = 'correct horse on a bicycle'
const personOf = (name: string, email: string): Person => ({ name, email, password: passphrase })

/** Everybody, by the name tests call them. */
export const people = {
  anna: personOf('Anna Berg', 'anna@velowerk.example'),
  jonas: personOf('Jonas Reiter', 'jonas@velowerk.example'),
  petra: personOf('Petra Lang', 'petra@velowerk.example'),
  emil: personOf('Emil Sauer', 'emil@velowerk.example'),
  rosa: personOf('Rosa Blau', 'rosa@velowerk.example'),
  mara: personOf('Mara Voss', 'mara@nordlicht.example'),
  ole: personOf('Ole Brandt', 'ole@nordlicht.example'),
  rita: personOf('Rita Sommer', 'rita@nordlicht.example'),
  iker: personOf('Iker Etxeberria', 'iker@forja.example'),
  eva: personOf('Eva de Wit', 'eva@cargobikes.example'),
  bram: personOf('Bram Visser', 'bram@otherwheels.example'),
} as const
export type Who = keyof typeof people

export const velowerk = { qualifier: 'ZZ', id: 'VELOWERK', groupId: 'VELOWERK' }
export const wheelworks = { qualifier: '01', id: '079123456', groupId: 'GLWHEEL' }
export const taichung = { qualifier: 'ZZ', id: 'TAICHUNGPB', groupId: 'TPB' }
const cargoBikes = { qualifier: 'ZZ', id: 'CARGOBIKES', groupId: '' }
const otherWheels = { qualifier: 'ZZ', id: 'OTHERWHEELS', groupId: '' }

export interface Supplies {
  supplierId: string
  relationshipId: string
  itemId: string
}

/** A product that runs somewhere, here or in a process. */
export type Runs = Pick<Product, 'setUpToken' | 'database' | 'mailFolder' | 'folderRoot' | 'stop'>
export type SmallWorld = WorldOf<Product>

export interface WorldOf<P extends Runs> {
  product: P
  place: Place
  is: Record<Who, Client>
  /** The buyer's ERP, by an API token of role `buyer`. */
  erp: Client
  siteId: string
  calendarId: string
  /** Answers in the portal; elapsed targets of 40 minutes. */
  nordlicht: Supplies
  forja: Supplies
  /** Speaks X12 over HTTPS: 850 out, 855 in. */
  wheelworks: Supplies & { key: string }
  /** Speaks X12 through a folder: 850 out, 855 in. */
  taichung: Supplies & { folder: string }
  /** A buyer of its own on the same installation, with an X12 supplier of its own. */
  second: Supplies & { siteId: string; key: string }
  /** A day so many days from today at the plant. */
  inDays(days: number): string
  /** Calls off from a supplier, as the buyer. */
  callOff(
    supplier: Supplies,
    more?: { quantity?: string; needBy?: string; note?: string; number?: string },
  ): Promise<Called>
  /** What the tables hold, seen by their owner. */
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

export interface Called {
  id: string
  number: string
}

export async function openWorld(options: ProductOptions = {}): Promise<SmallWorld> {
  // Callers come from addresses of their own: what limits one must not limit the others.
  let address = 0
  const callerHeaders = () => ({ 'x-forwarded-for': `10.1.${Math.floor(++address / 250)}.${(address % 250) + 1}` })
  const product = await startProduct({ ...options, env: { TRUST_PROXY: '1', ...options.env } })
  return await settle(product, { url: product.url, mailFolder: product.mailFolder, callerHeaders })
}

/** Sets the world up in a product that is empty. */
export async function settle<P extends Runs>(product: P, place: Place): Promise<WorldOf<P>> {
  const owner = new pg.Client({ connectionString: product.database.ownerUrl })
  await owner.connect()
  const anna = await setUp(place, product.setUpToken, people.anna, 'Velowerk AG')
  const colleague = (who: Person, role: BuyerRole) => join(anna, place, who, role)
  const [jonas, petra, emil, rosa] = await Promise.all([
    colleague(people.jonas, 'buyer'),
    colleague(people.petra, 'planner'),
    colleague(people.emil, 'operator'),
    colleague(people.rosa, 'read-only'),
  ])
  const { token } = await anna.call(accountsApi.createApiToken, { body: { name: 'ERP', role: 'buyer' } })
  const plant = await equip(anna, 'STR1', 'Werk Stuttgart')
  const suppliers = await addSuppliers(anna, plant.calendarId)
  const mara = await joinSupplier(
    anna,
    place,
    suppliers.nordlicht.relationshipId,
    people.mara,
    'supplier-administrator',
  )
  const [ole, rita, iker, { eva, bram, second }] = await Promise.all([
    join(mara, place, people.ole, 'answerer'),
    join(mara, place, people.rita, 'supplier-read-only'),
    joinSupplier(anna, place, suppliers.forja.relationshipId, people.iker, 'supplier-administrator'),
    addSecondBuyer(anna, place),
  ])
  const inDays = (days: number) => addDays(localDateOf(new Date(), 'Europe/Berlin'), days)
  return {
    product,
    place,
    is: { anna, jonas, petra, emil, rosa, mara, ole, rita, iker, eva, bram },
    erp: createClient(place.url, token, place.callerHeaders?.()),
    ...plant,
    ...suppliers,
    second,
    inDays,
    callOff: ({ supplierId, itemId }, { quantity = '100', needBy = inDays(21), note, number } = {}) =>
      jonas.call(ordersApi.issue, {
        body: {
          supplierId,
          shipToSiteId: plant.siteId,
          kind: 'call-off',
          ...(note ? { note } : {}),
          ...(number ? { number } : {}),
          lines: [{ itemId, quantity, needBy }],
        },
      }),
    rows: async <T extends object>(sql: string, values: unknown[] = []) => (await owner.query<T>(sql, values)).rows,
    close: async () => {
      await owner.end()
      await product.stop()
    },
  }
}

/** A plant, and a calendar that is open day and night: tests run at any hour of any day. */
async function equip(administrator: Client, code: string, name: string) {
  const site = await administrator.call(calendarsApi.addSite, {
    body: {
      ...{ code, name, zone: 'Europe/Berlin', street: 'Neckarstrasse 12', city: 'Stuttgart' },
      ...{ region: 'BW', postalCode: '70190', country: 'DE' },
    },
  })
  const calendar = await administrator.call(calendarsApi.add, {
    body: {
      name: 'Always',
      zone: 'Europe/Berlin',
      always: true,
      week: {},
      holidays: [],
      halfDays: [],
      shutdowns: [],
      extra: [],
      cutOff: {},
    },
  })
  return { siteId: site.id, calendarId: calendar.id }
}

/** Quick answers are wanted, so that a test need not travel far. */
const quick = ({ targets }: Partner): Partial<ProfileBody> => ({
  targets: {
    ...targets,
    order: { kind: 'elapsed', minutes: 40 },
    callOff: { kind: 'elapsed', minutes: 40 },
    commit: { kind: 'elapsed', minutes: 40 },
    escalation: { buyerAfterMinutes: 10, repeatMinutes: 30, repeatMax: 2 },
  },
})

const spoken = { order: '850', answer: '855', forecast: '830', commit: 'none' } as const

async function addSuppliers(anna: Client, calendarId: string) {
  const add = async (name: string, vendorNumber: string, terms: (partner: Partner) => Partial<ProfileBody>) => {
    const added = await anna.call(partnersApi.addSupplier, {
      body: {
        name,
        vendorNumber,
        contactName: `Contact of ${name}`,
        contactEmail: contactOf(vendorNumber),
        calendarId,
      },
    })
    const partner = await agree(anna, added, { ...quick(added), ...terms(added) })
    return { partner, ...(await supplies(anna, partner, `ITEM-${vendorNumber}`)) }
  }
  const nordlicht = await add('Nordlicht Antriebe', '10042', () => ({ buyerCalendarId: calendarId }))
  const forja = await add('Forja Iberica', '10051', () => ({}))
  const https = await add('Great Lakes Wheelworks', '10077', () => ({
    ...{ transport: 'https', usage: 'P', ourIdentity: velowerk, theirIdentity: wheelworks, documents: spoken },
  }))
  const folder = await add('Taichung Precision Brakes', '10083', () => ({
    ...{ transport: 'folder', usage: 'P', ourIdentity: velowerk, theirIdentity: taichung, documents: spoken },
    folderName: 'taichung',
  }))
  return {
    nordlicht: bare(nordlicht),
    forja: bare(forja),
    wheelworks: { ...bare(https), key: await keyOf(anna, https.partner) },
    taichung: { ...bare(folder), folder: folder.partner.folder ?? '' },
  }
}

const contactOf = (vendorNumber: string) => `edi@supplier${vendorNumber}.example`
const bare = ({ supplierId, relationshipId, itemId }: Supplies): Supplies => ({ supplierId, relationshipId, itemId })

/** One item, that this supplier makes in packs of 10. */
async function supplies(buyer: Client, partner: Partner, number: string): Promise<Supplies> {
  const item = await buyer.call(itemsApi.add, { body: { number, description: `Part ${number}`, unit: 'EA' } })
  await buyer.call(itemsApi.addSupplierItem, {
    body: {
      supplierId: partner.supplierId,
      itemId: item.id,
      supplierPartNumber: `S-${number}`,
      packQuantity: '10',
      minimumQuantity: '20',
      leadTimeDays: 5,
    },
  })
  return { supplierId: partner.supplierId, relationshipId: partner.id, itemId: item.id }
}

async function addSecondBuyer(anna: Client, place: Place) {
  const eva = await anotherBuyer(anna, place, 'Cargo Bikes BV', people.eva)
  const { siteId, calendarId } = await equip(eva, 'EIN', 'Werkplaats Eindhoven')
  const added = await eva.call(partnersApi.addSupplier, {
    body: {
      ...{ name: 'Other Wheels', vendorNumber: 'C-1', contactName: 'Bram', contactEmail: people.bram.email },
      calendarId,
    },
  })
  const partner = await agree(eva, added, {
    ...quick(added),
    ...{ transport: 'https', usage: 'P', ourIdentity: cargoBikes, theirIdentity: otherWheels, documents: spoken },
  })
  const second = { ...(await supplies(eva, partner, 'CB-1')), siteId, key: await keyOf(eva, partner) }
  const bram = await joinSupplier(eva, place, partner.id, people.bram, 'supplier-administrator')
  return { eva, bram, second }
}

export interface SystemManner {
  line?: LineAnswer
  /** Acknowledges by 997 and says no more. */
  silent?: boolean
}

let lastControl = 0
/** Control numbers of partners' systems: each once, whoever sends. */
export const nextControl = (): number => ++lastControl

/** The system of Wheelworks, or of Taichung: really fetches, acknowledges and answers. */
export function systemOf(
  world: WorldOf<Runs>,
  which: 'wheelworks' | 'taichung',
  { line = { act: 'accept' }, silent = false }: SystemManner = {},
): System {
  const transport =
    which === 'wheelworks'
      ? overHttps(world.place.url, world.wheelworks.key)
      : throughFolder(joinPath(world.product.folderRoot, world.taichung.folder), () => `${crypto.randomUUID()}.edi`)
  return createPartner({
    us: which === 'wheelworks' ? wheelworks : taichung,
    them: velowerk,
    usage: 'P',
    transport,
    manner: { line: () => line, answerAfterMs: () => (silent ? undefined : 0) },
    clock: () => new Date(),
    numbers: { next: nextControl },
  })
}
