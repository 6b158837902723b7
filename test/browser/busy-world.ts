// A small world in which every page has something to show: answers, proposals, a forecast, interchanges, one that needs attention.
import { accountsApi } from '../../src/accounts/api.ts'
import { tokenMailedTo } from '../../src/demo/mailbox.ts'
import { createPartner, type Partner } from '../../src/demo/partner.ts'
import { overHttps } from '../../src/demo/partner-transport.ts'
import { agree, anotherBuyer, joinSupplier } from '../../src/demo/set-up.ts'
import { forecastsApi } from '../../src/forecasts/api.ts'
import { gatewayApi } from '../../src/gateway/api.ts'
import { addDays, mondayOf } from '../../src/kernel/time.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { shipFromApi } from '../../src/partners/ship-from-api.ts'
import { shipmentsApi } from '../../src/shipments/api.ts'
import { contactsApi } from '../../src/sla/contact-api.ts'
import { type PolicyBody, policyApi } from '../../src/sla/policy-api.ts'
import { webhooksApi } from '../../src/sla/webhook-api.ts'
import { until } from '../until.ts'
import {
  nextControl,
  openWorld,
  passphrase,
  people,
  type SmallWorld,
  systemOf,
  velowerk,
  wheelworks,
} from '../world.ts'

/** People of organizations in which nothing has happened yet. */
export const newcomers = {
  nora: { name: 'Nora Neu', email: 'nora@fresh.example', password: passphrase },
  silas: { name: 'Silas Still', email: 'silas@quiet.example', password: passphrase },
}

export interface BusyWorld extends SmallWorld {
  /** Ids and secrets that stand in addresses, by the parameter's name. */
  ids: Record<string, string>
}

export async function openBusyWorld(): Promise<BusyWorld> {
  const world = await openWorld()
  const lateClockId = await answeredLate(world)
  const shipped = await shipsInPart(world)
  const waiting = await world.callOff(world.nordlicht)
  await world.callOff(world.nordlicht)
  await propose(world)
  await exchange(world)
  await publishForecast(world)
  await inviteNewcomers(world)
  await setPolicy(world)
  await hotAndInReach(world, waiting.id)
  await enterShipFrom(world)
  return { ...world, ids: { ...(await idsOf(world, waiting.id)), lateClockId, ...shipped } }
}

/** A clock that ended late, by the hand of the database: nobody waits forty minutes for it. */
async function answeredLate(world: SmallWorld): Promise<string> {
  const { id: orderId } = await world.callOff(world.nordlicht)
  await until('a clock runs', () => found(world, `select 1 from clocks where subject_id = '${orderId}'`))
  await world.rows(
    `update clocks set started_at = started_at - interval '1 hour', counting_from = counting_from - interval '1 hour',
       due_at = due_at - interval '1 hour' where subject_id = $1`,
    [orderId],
  )
  const lines = [{ lineNumber: 1, answer: { act: 'accept' as const } }]
  await world.is.ole.call(ordersApi.answer, { params: { orderId }, body: { versionAnswered: 1, lines } })
  const late = `select id from clocks where subject_id = '${orderId}' and at = 'met-late'`
  return await until('it is answered late', async () => (await world.rows<{ id: string }>(late))[0]?.id)
}

async function enterShipFrom({ is, wheelworks: { relationshipId }, calendarId }: SmallWorld): Promise<void> {
  for (const [name, ofSite] of [
    ['Albany', calendarId],
    ['Detroit', null],
  ] as const)
    await is.emil.call(shipFromApi.add, { params: { relationshipId }, body: { name, calendarId: ofSite } })
}

/** A call-off of which a part is on its way; for the rest a ship notice is due. */
async function shipsInPart(world: SmallWorld): Promise<{ shippedId: string; noticeId: string }> {
  await timeShipNotices(world)
  const { id: shippedId } = await world.callOff(world.nordlicht)
  const lines = [{ lineNumber: 1, answer: { act: 'accept' as const } }]
  await world.is.ole.call(ordersApi.answer, { params: { orderId: shippedId }, body: { versionAnswered: 1, lines } })
  const { noticeId } = await world.is.ole.call(shipmentsApi.publish, {
    body: {
      ...{ number: 'LS-20417', shipDate: world.inDays(1), arrivalDate: world.inDays(3), carrier: 'Spedition Kühn' },
      ...{ trackingNumber: '340434188193', note: 'Two boxes of four' },
      items: [{ orderId: shippedId, lineNumber: 1, quantity: '40', lot: 'CH-2611' }],
    },
  })
  return { shippedId, noticeId }
}

/** From now on Nordlicht's ship notices are due two working days before each delivery. */
export async function timeShipNotices(world: SmallWorld): Promise<void> {
  const { anna } = world.is
  const { relationshipId } = world.nordlicht
  const { targets, documents } = await anna.call(partnersApi.get, { params: { relationshipId } })
  await agree(
    anna,
    { id: relationshipId },
    {
      documents: { ...documents, shipNotice: 'portal' },
      targets: { ...targets, shipNotice: { kind: 'before-delivery', days: 2, by: '16:00' } },
    },
  )
}

async function propose(world: SmallWorld): Promise<void> {
  const { id: orderId } = await world.callOff(world.nordlicht)
  const promised = [{ quantity: '100', date: world.inDays(30) }]
  await world.is.ole.call(ordersApi.answer, {
    params: { orderId },
    body: {
      versionAnswered: 1,
      lines: [{ lineNumber: 1, answer: { act: 'propose', promised, reason: 'Coating line down' } }],
    },
  })
}

/** An 850 out and its 855 in; then an 855 to an order that is not known here, and waits for a person. */
async function exchange(world: SmallWorld): Promise<void> {
  await world.callOff(world.wheelworks)
  await answered(systemOf(world, 'wheelworks', { line: { act: 'later', days: 3 } }))
  await until('the answer is applied', () =>
    found(world, `select 1 from orders where status = 'to-decide' and document = '850'`),
  )
  await world.callOff(world.wheelworks)
  const mistaken = createPartner({
    ...{ us: wheelworks, them: velowerk, usage: 'P', clock: () => new Date(), numbers: { next: nextControl } },
    transport: overHttps(world.place.url, world.wheelworks.key),
    manner: { line: () => ({ act: 'accept' }), answerAfterMs: () => 0, fault: () => 'unknown-order' },
  })
  await answered(mistaken)
  await until('a document waits', async () => {
    const { rows } = await world.is.emil.call(gatewayApi.attention, {})
    return rows.length > 0
  })
}

const answered = (system: Partner) => until('the system answers', async () => (await system.step()).answered > 0)

const found = async (world: SmallWorld, sql: string) => (await world.rows(sql))[0]

async function publishForecast(world: SmallWorld): Promise<void> {
  const weeks = [1, 2, 3, 4, 5, 6].map(n => addDays(mondayOf(world.inDays(0)), 7 * n))
  const csv = (demand: string) =>
    [
      ['item', 'supplier', 'ship_to', ...weeks].join(','),
      ['ITEM-10042', '10042', 'STR1', ...weeks.map(() => demand)].join(','),
      ['ITEM-10077', '10077', 'STR1', ...weeks.map(() => '40')].join(','),
    ].join('\r\n')
  for (const demand of ['120', '150'])
    await world.is.petra.call(forecastsApi.import, {
      body: { csv: csv(demand), firmWeeks: 2, note: '', acceptClean: false },
    })
}

/** Something is hot, sorted into a group, and its supplier can be called. */
async function hotAndInReach(world: SmallWorld, orderId: string): Promise<void> {
  await world.rows(`update relationships set contact_phone = '+49 711 555 0100'`)
  await world.rows(
    `insert into item_groups (id, org_id, label) select gen_random_uuid(), buyer_id, 'Brakes' from orders where id = $1`,
    [orderId],
  )
  await world.rows(
    `update orders set priority = 'hot', item_group_id = (select id from item_groups where label = 'Brakes') where id = $1`,
    [orderId],
  )
}

/** In its second version, so that it has a history. */
async function setPolicy({ is: { anna }, nordlicht: { supplierId } }: SmallWorld): Promise<void> {
  const desk = { name: 'On-call desk', url: 'https://desk.example/in', enabled: false }
  const { id: webhookId } = (await anna.call(webhooksApi.add, { body: desk })).webhook
  const plant = { name: 'Kim Berg, plant manager', email: 'kim@plant.example' }
  const { id: contactId } = await anna.call(contactsApi.add, { body: plant })
  const policy: PolicyBody = {
    ...{ name: 'Call-offs to Nordlicht', kind: 'call-off', supplierId, hours: 'agreed', calendarId: null },
    target: { kind: 'elapsed', minutes: 1 },
    ladder: {
      reminders: [{ percent: 50, to: 'answerers', mandatory: true }],
      escalations: [
        { afterMinutes: 30, to: 'contact', webhookId },
        { afterMinutes: 45, to: 'named', named: [{ contactId }] },
      ],
      repeat: { everyMinutes: 60, times: 3, to: 'buyer' },
    },
    pauseReasons: ['our-drawing'],
  }
  const { id: policyId } = await anna.call(policyApi.add, { body: policy })
  await anna.call(policyApi.change, { params: { policyId }, body: { ...policy, version: 1 } })
}

async function inviteNewcomers(world: SmallWorld): Promise<void> {
  const { anna } = world.is
  await anotherBuyer(anna, world.place, 'Fresh Wheels', newcomers.nora)
  const added = await world.is.eva.call(partnersApi.addSupplier, {
    body: {
      ...{ name: 'Quiet Parts', vendorNumber: 'Q-1', contactName: 'Silas', contactEmail: newcomers.silas.email },
      calendarId: null,
    },
  })
  await joinSupplier(world.is.eva, world.place, added.id, newcomers.silas, 'supplier-administrator')
}

async function idsOf(world: SmallWorld, orderId: string): Promise<Record<string, string>> {
  const one = async (sql: string) => (await world.rows<{ id: string }>(sql))[0]?.id ?? ''
  const guest = 'guest@velowerk.example'
  await world.is.anna.call(accountsApi.invite, { body: { email: guest, name: 'Greta Gast', role: 'read-only' } })
  await world.is.anna.call(accountsApi.requestReset, { body: { email: people.ole.email } })
  const share = `where supplier_id = '${world.nordlicht.supplierId}' and status = 'published'`
  return {
    orderId,
    proposedId: await one(`select o.id from orders o join order_lines l on l.order_id = o.id
      where l.at = 'proposed' and o.supplier_id = '${world.nordlicht.supplierId}'`),
    clockId: await until('a clock runs', () => one(`select id from clocks where subject_id = '${orderId}'`)),
    releaseId: await one('select id from forecast_releases order by number desc limit 1'),
    supplierReleaseId: await one(`select id from supplier_releases ${share}`),
    relationshipId: world.wheelworks.relationshipId,
    portalId: world.nordlicht.relationshipId,
    itemId: world.nordlicht.itemId,
    calendarId: world.calendarId,
    policyId: await one('select id from policies'),
    interchangeId: await one(`select id from interchanges where direction = 'in' order by at desc limit 1`),
    token: await tokenMailedTo(world.product.mailFolder, guest, 'invitation'),
    resetToken: await tokenMailedTo(world.product.mailFolder, people.ole.email, 'reset'),
  }
}
