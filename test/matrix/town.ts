// The small world with something of everything in it: every table holds rows, and texts that only their owner may read.
import { accountsApi } from '../../src/accounts/api.ts'
import { calendarsApi } from '../../src/calendars/api.ts'
import type { Client } from '../../src/demo/client.ts'
import { openTimeMachine } from '../../src/demo/clock.ts'
import { agree, join, type Person } from '../../src/demo/set-up.ts'
import { forecastsApi } from '../../src/forecasts/api.ts'
import { gatewayApi } from '../../src/gateway/api.ts'
import { itemsApi } from '../../src/items/api.ts'
import { addDays, weekdayOf } from '../../src/kernel/time.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { type Partner, partnersApi } from '../../src/partners/api.ts'
import { shipFromApi } from '../../src/partners/ship-from-api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { contactsApi } from '../../src/sla/contact-api.ts'
import { policyApi } from '../../src/sla/policy-api.ts'
import { webhooksApi } from '../../src/sla/webhook-api.ts'
import { post, said855, said856 } from '../edi.ts'
import type { ProductOptions } from '../product.ts'
import { until } from '../until.ts'
import { type Called, nextControl, openWorld, passphrase, people, type SmallWorld, systemOf } from '../world.ts'

/** Nobody but the buyer may ever read these. */
export const buyersOwn = {
  siteName: 'CANARY-SITE depot nobody ships to',
  calendarName: 'CANARY-CALENDAR night shift',
  itemText: 'CANARY-ITEM prototype hub',
  tokenName: 'CANARY-TOKEN',
  webhookName: 'CANARY-WEBHOOK desk',
  webhookUrl: 'https://desk.example/CANARY-ADDRESS',
  contactName: 'CANARY-CONTACT at the plant',
  contactEmail: 'canary-contact@plant.example',
  colleague: people.rosa.email,
} as const

/** Nobody but the buyer and Forja may. */
export const forjasOwn = {
  note: 'CANARY-NOTE to Forja',
  reason: 'CANARY-REASON of Forja',
  quantity: '777770',
} as const

export interface Town extends SmallWorld {
  depotId: string
  nightId: string
  /** Made by nobody. */
  hubId: string
  /** Call-offs from Nordlicht, by what became of them. */
  orders: Record<'awaiting' | 'confirmed' | 'proposed' | 'rejected' | 'cancelled', Called>
  forjas: Called
  releaseId: string
  /** Nordlicht's share. */
  shareId: string
  lineId: string
  /** First Monday of the forecast. */
  monday: string
  /** Of Wheelworks: an 855 that was applied, our 850. */
  inboundId: string
  outboundId: string
  clockId: string
  /** Of an order that was called off just now. */
  clockOf(orderId: string): Promise<string>
  /** Jonas's. */
  noticeId: string
  invitationId: string
  tokenId: string
  keyId: string
  /** An 855 from Wheelworks for an order that nobody placed: the document that waits. */
  stray(): Promise<string>
  /** An interchange that is held, for its control number came before. */
  held(): Promise<string>
  /** A document of ours to Wheelworks, written. */
  sent(): Promise<{ documentId: string; interchangeId: string }>
  /** Somebody who joined the buyer just now, for calls that spoil it for the caller. */
  newcomer(): Promise<{ client: Client; person: Person; id: string }>
  /** A supplier that the buyer entered just now; its relationship. */
  newSupplier(): Promise<Partner>
  /** Call-offs from Nordlicht that wait for an answer, or with a proposal for the buyer. */
  open(): Promise<Called>
  proposed(): Promise<Called & { proposalId: string; version: number }>
}

export async function openTown(options: ProductOptions = {}): Promise<Town> {
  const world = await openWorld(options)
  const { is } = world
  const steps = stepsIn(world)
  const system = systemOf(world, 'wheelworks')
  const own = await buyersThings(world)
  const orders = await posted(world, () => ordersOf(world, steps))
  const forjas = await world.callOff(world.forja, { note: forjasOwn.note })
  await propose(world, 'iker', forjas, forjasOwn.reason)
  const forecast = await forecastOf(world)
  const spoken = await world.callOff(world.wheelworks)
  await until('the 850 answered by 855', async () => (await system.step()).answered > 0)
  await until('the 855 applied', async () => {
    const order = await is.jonas.call(ordersApi.get, { params: { orderId: spoken.id } })
    return order.answers.length > 0
  })
  const documents = await is.emil.call(gatewayApi.documentsOf, { query: { subjectId: spoken.id } })
  const of = (set: string) => documents.rows.find(row => row.setId === set)?.interchangeId ?? ''
  const due = await until('a clock', async () => {
    const { rows } = await is.jonas.call(slaApi.board, {})
    return rows.find(row => row.subject.id === orders.awaiting.id)
  })
  await shippedTogether(world, spoken)
  await secondBuyersTrade(world)
  // Something before the interchange that belongs to none: kept with the transmission.
  const noisy = Buffer.concat([Buffer.from('HELLO\r\n'), said855({ orders: ['NOBODYS'] })])
  await post(world.place.url, world.wheelworks.key, noisy)
  await overdue(world, due.dueAt)
  const [notice] = await until('a notice to the buyer', async () => {
    const { rows } = await is.jonas.call(noticesApi.mine, {})
    return rows.length > 0 && rows
  })
  const { rows: keys } = await is.emil.call(partnersApi.keys, {
    params: { relationshipId: world.wheelworks.relationshipId },
  })
  return {
    ...world,
    ...steps,
    ...own,
    ...forecast,
    orders,
    forjas,
    inboundId: of('855'),
    outboundId: of('850'),
    clockId: due.id,
    clockOf: async orderId => {
      const { rows } = await is.jonas.call(slaApi.clocksOf, { query: { subjectIds: orderId } })
      return rows[0]?.id ?? ''
    },
    noticeId: notice?.id ?? '',
    keyId: keys[0]?.id ?? '',
  }
}

/** Things that only their owner knows of. */
async function buyersThings({ is, nordlicht: { relationshipId }, calendarId }: SmallWorld) {
  await is.emil.call(shipFromApi.add, { params: { relationshipId }, body: { name: 'Kiel', calendarId } })
  const site = await is.anna.call(calendarsApi.addSite, {
    body: {
      ...{ code: 'DEPOT', name: buyersOwn.siteName, zone: 'Europe/Berlin', street: 'Hafen 1', city: 'Hamburg' },
      ...{ region: 'HH', postalCode: '20457', country: 'DE' },
    },
  })
  const week = { 1: [{ open: '22:00', close: '24:00' }] }
  const night = await is.petra.call(calendarsApi.add, {
    body: {
      ...{
        name: buyersOwn.calendarName,
        zone: 'Europe/Berlin',
        always: false,
        week,
        holidays: [],
        halfDays: [],
        shutdowns: [],
        extra: [],
      },
      cutOff: {},
    },
  })
  const hub = await is.jonas.call(itemsApi.add, {
    body: { number: 'HUB-X', description: buyersOwn.itemText, unit: 'EA' },
  })
  const { row } = await is.anna.call(accountsApi.createApiToken, {
    body: { name: buyersOwn.tokenName, role: 'read-only' },
  })
  const invitation = await is.anna.call(accountsApi.invite, {
    body: { email: 'nils@velowerk.example', name: 'Nils Kern', role: 'planner' },
  })
  return { depotId: site.id, nightId: night.id, hubId: hub.id, tokenId: row.id, invitationId: invitation.id }
}

async function propose(world: SmallWorld, who: 'iker' | 'ole', { id }: Called, reason: string): Promise<void> {
  await world.is[who].call(ordersApi.answer, {
    params: { orderId: id },
    body: {
      versionAnswered: 1,
      lines: [
        {
          lineNumber: 1,
          answer: { act: 'propose', promised: [{ quantity: '100', date: world.inDays(28) }], reason },
        },
      ],
    },
  })
}

/** What rows of the matrix use up, made anew each time. */
function stepsIn(
  world: SmallWorld,
): Pick<Town, 'stray' | 'held' | 'sent' | 'open' | 'proposed' | 'newcomer' | 'newSupplier'> {
  const { is, place, wheelworks, nordlicht } = world
  let count = 0
  const arrive = async (bytes: Buffer): Promise<string> => {
    const answer = await post(place.url, wheelworks.key, bytes)
    const text = await answer.text()
    return /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  }
  return {
    stray: async () => {
      const id = await arrive(said855({ orders: ['NOBODYS'] }))
      return await until('the stray 855 to wait', async () => {
        const { rows } = await is.emil.call(gatewayApi.attention, { query: { limit: 200 } })
        return rows.find(row => row.interchangeId === id && row.kind === 'document')?.id
      })
    },
    held: async () => {
      const control = nextControl()
      await arrive(said855({ orders: ['NOBODYS'], control }))
      const answer = await post(place.url, wheelworks.key, said855({ orders: ['OTHERS'], control }))
      const text = await answer.text()
      const { rows } = await is.emil.call(gatewayApi.list, { query: { status: 'held', limit: 200 } })
      const found = rows.find(row => text.includes(row.id) && row.control === String(control).padStart(9, '0'))
      if (!found) throw new Error(`it was not held: ${text}`)
      return found.id
    },
    sent: async () => {
      const { id } = await world.callOff(wheelworks)
      return await until('the 850 written', async () => {
        const { rows } = await is.emil.call(gatewayApi.documentsOf, { query: { subjectId: id } })
        const [first] = rows
        const interchangeId = first?.interchangeId
        return interchangeId ? { documentId: first.id, interchangeId } : undefined
      })
    },
    newcomer: async () => {
      const person = { name: `New ${++count}`, email: `new${count}@velowerk.example`, password: passphrase }
      const client = await join(is.anna, place, person, 'planner')
      return { client, person, id: (await client.call(accountsApi.me, {})).person.id }
    },
    newSupplier: () =>
      is.emil.call(partnersApi.addSupplier, {
        body: {
          ...{ name: `New supplier ${++count}`, vendorNumber: `N-${count}`, contactName: 'Kim' },
          contactEmail: `kim${count}@new.example`,
          calendarId: world.calendarId,
        },
      }),
    open: () => world.callOff(nordlicht),
    proposed: async () => {
      const order = await world.callOff(nordlicht)
      await propose(world, 'ole', order, 'The furnace is down')
      const { lines, version } = await is.jonas.call(ordersApi.get, { params: { orderId: order.id } })
      return { ...order, version, proposalId: lines[0]?.open?.id ?? '' }
    },
  }
}

/** What is asked meanwhile of Nordlicht is told to the buyer's system and to a contact it names too, once it is late. */
async function posted<T>({ is: { anna }, nordlicht: { supplierId } }: SmallWorld, act: () => Promise<T>): Promise<T> {
  const { webhook } = await anna.call(webhooksApi.add, {
    body: { name: buyersOwn.webhookName, url: buyersOwn.webhookUrl, enabled: false },
  })
  const { id: contactId } = await anna.call(contactsApi.add, {
    body: { name: buyersOwn.contactName, email: buyersOwn.contactEmail },
  })
  const { id: policyId, version } = await anna.call(policyApi.add, {
    body: {
      ...{ name: 'Told to our desk', kind: 'call-off', supplierId, hours: 'agreed', calendarId: null },
      target: { kind: 'elapsed', minutes: 40 },
      ladder: {
        reminders: [{ percent: 50, to: 'answerers', mandatory: true }],
        escalations: [
          { afterMinutes: 10, to: 'buyer', webhookId: webhook.id },
          { afterMinutes: 10, to: 'named', named: [{ contactId }] },
        ],
        repeat: null,
      },
      pauseReasons: ['other'],
    },
  })
  const came = await act()
  await anna.call(policyApi.retire, { params: { policyId }, body: { version } })
  return came
}

async function ordersOf(world: SmallWorld, { open, proposed }: Pick<Town, 'open' | 'proposed'>) {
  const { is } = world
  const [awaiting, confirmed, rejected, cancelled] = [await open(), await open(), await open(), await open()]
  const answer = (order: Called, act: { act: 'accept' } | { act: 'reject'; reason: string }) =>
    is.ole.call(ordersApi.answer, {
      params: { orderId: order.id },
      body: { versionAnswered: 1, lines: [{ lineNumber: 1, answer: act }] },
    })
  await answer(confirmed, { act: 'accept' })
  await answer(rejected, { act: 'reject', reason: 'No more of these' })
  await is.jonas.call(ordersApi.cancel, {
    params: { orderId: cancelled.id },
    body: { version: 1, lineNumbers: [1], reason: 'Customer cancelled' },
  })
  return { awaiting, confirmed, proposed: await proposed(), rejected, cancelled }
}

async function forecastOf({ is, inDays }: SmallWorld) {
  const today = inDays(0)
  const monday = addDays(today, 8 - weekdayOf(today))
  const line = (vendor: string, quantity: string) => ({
    item: `ITEM-${vendor}`,
    supplier: vendor,
    shipTo: 'STR1',
    buckets: [0, 7, 14].map(days => ({ start: addDays(monday, days), quantity })),
  })
  const { id } = await is.petra.call(forecastsApi.publish, {
    body: { firmWeeks: 1, lines: [line('10042', '120'), line('10051', forjasOwn.quantity)] },
  })
  const { rows } = await is.mara.call(forecastsApi.list, {})
  const shareId = rows[0]?.id ?? ''
  const share = await is.mara.call(forecastsApi.commit, { params: { supplierReleaseId: shareId }, body: { all: true } })
  if (share.commitStatus !== 'committed') throw new Error(`the commit came to ${share.commitStatus}`)
  const { lines } = await is.mara.call(forecastsApi.get, { params: { supplierReleaseId: shareId } })
  return { releaseId: id, shareId, lineId: lines[0]?.id ?? '', monday }
}

/** An 856 that names two orders; the second is not answered, so it waits for a person. */
async function shippedTogether(world: SmallWorld, { number }: Called): Promise<void> {
  const { is, place, wheelworks, inDays } = world
  const { relationshipId } = wheelworks
  const { documents } = await is.anna.call(partnersApi.get, { params: { relationshipId } })
  await agree(is.anna, { id: relationshipId }, { documents: { ...documents, shipNotice: '856' } })
  const other = await world.callOff(wheelworks)
  await post(place.url, wheelworks.key, said856([number, other.number], 'LS-2', '1', inDays(2)))
  await until('the 856 on the page of the second', async () => {
    const { rows } = await is.emil.call(gatewayApi.documentsOf, { query: { subjectId: other.id } })
    return rows.some(({ setId }) => setId === '856')
  })
}

/** The stranger has a trade of its own, so that an empty answer to it would be wrong too. */
async function secondBuyersTrade({ is, second, inDays }: SmallWorld): Promise<void> {
  await is.eva.call(ordersApi.issue, {
    body: {
      supplierId: second.supplierId,
      shipToSiteId: second.siteId,
      lines: [{ itemId: second.itemId, quantity: '40', needBy: inDays(30) }],
    },
  })
}

/** Lets answers be late and back again, so that people are told; and has somebody forget a password. */
async function overdue({ is, product }: SmallWorld, dueAt: string): Promise<void> {
  const time = await openTimeMachine(product.database.ownerUrl)
  await time.travelTo(new Date(Date.parse(dueAt) + 11 * 60_000))
  await time.home()
  await is.anna.stranger().raw('POST', '/api/password-reset', { email: people.rosa.email })
  await is.anna
    .stranger()
    .raw('POST', '/api/sign-in', { email: 'nobody@velowerk.example', password: 'not the right one' })
}
