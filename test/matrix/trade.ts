// The matrix, orders, forecasts, clocks and the gateway's pages.
import { forecastsApi as forecasts } from '../../src/forecasts/api.ts'
import { gatewayApi as gateway } from '../../src/gateway/api.ts'
import { ordersApi as orders } from '../../src/orders/api.ts'
import { shipmentsApi as shipments } from '../../src/shipments/api.ts'
import { slaApi as sla } from '../../src/sla/api.ts'
import { contactsApi as contacts } from '../../src/sla/contact-api.ts'
import { type PolicyBody, policyApi as policies } from '../../src/sla/policy-api.ts'
import { reportApi as report } from '../../src/sla/report-api.ts'
import { webhooksApi as webhooks } from '../../src/sla/webhook-api.ts'
import { night } from './partners.ts'
import { type Row, row } from './row.ts'
import type { Town } from './town.ts'

const accept = { lineNumber: 1, answer: { act: 'accept' as const } }
const ofOrder = (id: string) => ({ params: { orderId: id } })
const callOffs = (town: Town) =>
  `order,supplier,item,quantity,need by,ship to,note\n,10042,ITEM-10042,100,${town.inDays(30)},STR1,\n`
const codes = ['10042', 'ITEM-10042', 'STR1']

const ordering: Row[] = [
  row(orders.list, 'ole'),
  row(orders.get, 'ole', town => ofOrder(town.orders.proposed.id)),
  row(orders.nextNumber, 'jonas'),
  row(orders.choices, 'jonas', undefined, { shows: ({ items, sites }) => items.length > 0 && sites.length > 0 }),
  row(orders.hint, 'jonas', ({ nordlicht: { supplierId, itemId }, inDays }) => ({
    query: { supplierId, itemId, quantity: '105', needBy: inDays(2) },
  })),
  row(orders.issue, 'jonas', ({ nordlicht: { supplierId, itemId }, siteId, inDays }) => ({
    body: { supplierId, shipToSiteId: siteId, lines: [{ itemId, quantity: '100', needBy: inDays(30) }] },
  })),
  row(orders.importTemplate, 'jonas'),
  row(orders.importPreview, 'jonas', town => ({ body: { csv: callOffs(town) }, codes }), {
    shows: ({ clean }) => clean === 1,
  }),
  row(orders.importCommit, 'jonas', town => ({ body: { csv: callOffs(town), acceptClean: false }, codes }), {
    shows: ({ issued }) => issued.length === 1,
  }),
  row(orders.answer, 'ole', async town => ({
    ...ofOrder((await town.open()).id),
    body: { versionAnswered: 1, lines: [accept] },
  })),
  row(
    orders.acceptMany,
    'ole',
    async town => ({ body: { orders: [{ orderId: (await town.open()).id, version: 1 }] } }),
    { shows: ({ results }) => results.every(({ done }) => done) },
  ),
  row(orders.decide, 'jonas', async town => {
    const { id, version, proposalId } = await town.proposed()
    return { ...ofOrder(id), body: { version, decisions: [{ proposalId, act: 'accept' as const }] } }
  }),
  row(
    orders.agreeMany,
    'jonas',
    async town => {
      const { id, version, proposalId } = await town.proposed()
      return { body: { orders: [{ orderId: id, version, proposalIds: [proposalId] }] } }
    },
    { shows: ({ results }) => results.every(({ done }) => done) },
  ),
  row(
    orders.rejectMany,
    'jonas',
    async town => {
      const { id, version, proposalId } = await town.proposed()
      return { body: { orders: [{ orderId: id, version, proposalIds: [proposalId] }], note: 'Too late' } }
    },
    { shows: ({ results }) => results.every(({ done }) => done) },
  ),
  row(orders.cancel, 'jonas', async town => ({
    ...ofOrder((await town.open()).id),
    body: { version: 1, lineNumbers: [1], reason: 'Customer cancelled' },
  })),
  row(orders.view, 'ole', town => ofOrder(town.orders.awaiting.id)),
]

/** A call-off that Nordlicht has accepted and may send ship notices for; what it says of it. */
async function toShip(town: Town) {
  await town.rows(
    `update relationships set documents = documents || '{"shipNotice": "portal"}' where supplier_id = $1`,
    [town.nordlicht.supplierId],
  )
  const { id, number } = await town.open()
  await town.is.ole.call(orders.answer, { ...ofOrder(id), body: { versionAnswered: 1, lines: [accept] } })
  const days = { shipDate: town.inDays(20), arrivalDate: town.inDays(22) }
  return {
    orderId: id,
    body: { number: `LS-${number}`, ...days, items: [{ orderId: id, lineNumber: 1, quantity: '100' }] },
  }
}
async function shipped(town: Town) {
  const { orderId, body } = await toShip(town)
  const { noticeId } = await town.is.ole.call(shipments.publish, { body })
  return { orderId, params: { noticeId } }
}

const shipping: Row[] = [
  row(shipments.publish, 'ole', async town => ({ body: (await toShip(town)).body }), {
    shows: ({ state }) => state === 'published',
  }),
  row(shipments.list, 'ole'),
  row(shipments.list, 'jonas'),
  row(shipments.get, 'jonas', async town => ({ params: (await shipped(town)).params }), {
    shows: ({ items }) => items.length === 1,
  }),
  row(shipments.ofOrder, 'ole', async town => ofOrder((await shipped(town)).orderId), {
    shows: ({ lines }) => lines[0]?.at === 'shipped',
  }),
  row(shipments.cancel, 'ole', async town => ({
    params: (await shipped(town)).params,
    body: { reason: 'Not loaded' },
  })),
]

const release = ({ releaseId }: Town) => ({ params: { releaseId } })
const share = ({ shareId }: Town) => ({ params: { supplierReleaseId: shareId } })
const weekly = ({ monday }: Town) => `item,supplier,ship_to,${monday}\nITEM-10042,10042,STR1,130\n`

const forecasting: Row[] = [
  row(forecasts.releases, 'petra'),
  row(forecasts.release, 'petra', release),
  row(forecasts.releaseLines, 'petra', release),
  row(forecasts.draft, 'petra', undefined, { shows: ({ lines }) => lines.length > 0 }),
  row(forecasts.template, 'petra'),
  row(forecasts.preview, 'petra', town => ({ body: { csv: weekly(town) }, codes }), {
    shows: ({ clean }) => clean === 1,
  }),
  row(forecasts.list, 'mara'),
  row(forecasts.get, 'mara', share),
  row(forecasts.commit, 'mara', town => ({
    ...share(town),
    body: { cells: [{ lineId: town.lineId, start: town.monday, quantity: '100', reason: 'Maintenance' }] },
  })),
  row(forecasts.view, 'mara', share),
  // Last: they supersede the release that the rows above speak of.
  row(forecasts.import, 'petra', town => ({ body: { csv: weekly(town), acceptClean: false }, codes })),
  row(forecasts.publish, 'petra', ({ monday }) => ({
    body: {
      lines: [
        { item: 'ITEM-10042', supplier: '10042', shipTo: 'STR1', buckets: [{ start: monday, quantity: '140' }] },
        { item: 'ITEM-10051', supplier: '10051', shipTo: 'STR1', buckets: [{ start: monday, quantity: '777770' }] },
      ],
    },
    codes: [...codes, '10051', 'ITEM-10051'],
  })),
]

async function decision({ is, orders: { proposed } }: Town) {
  const { rows } = await is.ole.call(sla.clocksOf, { query: { subjectIds: proposed.id } })
  return { params: { clockId: rows.find(({ kind }) => kind === 'decision')?.id ?? '' } }
}

/** A clock that Nordlicht may pause too: it keeps the policy under which it started, though that is over. */
async function pausable(town: Town) {
  const { id: policyId, version } = await town.is.anna.call(policies.add, {
    body: {
      ...{ name: 'Paused by either', kind: 'call-off', supplierId: town.nordlicht.supplierId },
      ...{ hours: 'agreed', calendarId: null },
      target: { kind: 'business-days', days: 3, by: '12:00' },
      ladder: { reminders: [], escalations: [], repeat: null },
      ...{ pauseReasons: ['force-majeure'], supplierPauseReasons: ['force-majeure'] },
    },
  })
  const clockId = await town.clockOf((await town.open()).id)
  await town.is.anna.call(policies.retire, { params: { policyId }, body: { version } })
  return { params: { clockId } }
}
const flood = { reason: 'force-majeure' as const, note: 'The plant is under water' }

const clocks: Row[] = [
  row(sla.board, 'jonas'),
  row(sla.groups, 'jonas', () => ({ query: { by: 'site' as const } }), {
    shows: ({ groups }) => groups.some(({ key }) => key !== null),
  }),
  row(sla.summary, 'jonas', undefined, { shows: ({ counts }) => counts.open > 0 }),
  row(sla.clocksOf, 'ole', town => ({ query: { subjectIds: town.orders.awaiting.id } })),
  row(sla.inboxDue, 'ole'),
  row(sla.clock, 'ole', ({ clockId }) => ({ params: { clockId } })),
  row(sla.acknowledge, 'jonas', ({ clockId }) => ({ params: { clockId } })),
  row(sla.saySeen, 'ole', async town => ({ params: { clockId: await town.clockOf((await town.open()).id) } })),
  row(sla.noteCall, 'jonas', async town => ({
    params: { clockId: await town.clockOf((await town.open()).id) },
    body: { note: 'Nobody answers' },
  })),
  row(sla.remind, 'jonas', async town => ({ params: { clockId: await town.clockOf((await town.open()).id) } })),
  // The buyer's own, on what Nordlicht proposes: both sides read it.
  row(sla.clock, 'ole', decision, { shows: ({ kind, calendars }) => kind === 'decision' && calendars.length === 1 }),
  row(sla.clock, 'jonas', decision, { shows: ({ kind }) => kind === 'decision' }),
  row(report.report, 'ole', () => ({ query: { kind: 'decision' as const } }), {
    shows: ({ total }) => total.waiting > 0,
  }),
  row(report.behind, 'ole', () => ({ query: { kind: 'decision' as const, figure: 'waiting' as const } })),
  row(sla.pause, 'jonas', async town => ({
    params: { clockId: await town.clockOf((await town.open()).id) },
    body: { reason: 'our-decision' as const, note: 'Which colour it shall be' },
  })),
  row(sla.resume, 'jonas', async town => {
    const params = { clockId: await town.clockOf((await town.open()).id) }
    await town.is.jonas.call(sla.pause, { params, body: { reason: 'other', note: 'A call' } })
    return { params }
  }),
  row(sla.pause, 'ole', async town => ({ ...(await pausable(town)), body: flood }), {
    shows: ({ paused }) => paused?.side === 'supplier',
  }),
  row(sla.resume, 'ole', async town => {
    const asked = await pausable(town)
    await town.is.ole.call(sla.pause, { ...asked, body: flood })
    return asked
  }),
  row(sla.dispute, 'ole', ({ clockId }) => ({ params: { clockId }, body: { words: 'The line was down' } })),
  row(sla.decideDispute, 'jonas', ({ clockId }) => ({
    params: { clockId },
    body: { outcome: 'upheld' as const, note: 'It was not' },
  })),
  row(sla.excuse, 'jonas', ({ clockId }) => ({
    params: { clockId },
    body: { attribution: 'buyer' as const, reason: 'waited-for-us' as const, note: 'The drawing was late' },
  })),
  row(report.report, 'ole'),
  row(report.report, 'jonas', ({ nordlicht: { supplierId } }) => ({ query: { partnerId: supplierId } })),
  row(report.behind, 'ole', () => ({ query: { figure: 'answers' as const } })),
  row(sla.takeBackExcuse, 'jonas', ({ clockId }) => ({ params: { clockId }, body: { note: 'It was not' } })),
  row(sla.moves, 'petra', ({ calendarId }) => ({ params: { calendarId }, body: night }), {
    shows: ({ open }) => open > 0,
  }),
]

const commits = (supplierId: string, calendarId: string | null = null): PolicyBody => ({
  ...{
    name: 'Commits',
    kind: 'commit',
    supplierId,
    hours: calendarId === null ? 'agreed' : 'own',
    calendarId,
    target: { kind: 'business-days', days: 3, by: '12:00' },
  },
  ladder: { reminders: [], escalations: [{ afterMinutes: 0, to: 'buyer' }], repeat: null },
  pauseReasons: ['other'],
})
const ofForja = ({ nightId, forja: { supplierId } }: Town) => ({
  ...commits(supplierId, nightId),
  name: 'Commits of Forja',
})
/** One that is in force, made where there is none. */
async function policyOf(town: Town): Promise<{ params: { policyId: string }; version: number }> {
  const { rows } = await town.is.anna.call(policies.list, {})
  const there = rows.find(({ name, retiredAt }) => name === ofForja(town).name && retiredAt === null)
  const { id, version } = there ?? (await town.is.anna.call(policies.add, { body: ofForja(town) }))
  return { params: { policyId: id }, version }
}
const aboutPolicy = async (town: Town) => ({ params: (await policyOf(town)).params })

/** Set up where it is not there. */
async function webhookOf(town: Town): Promise<string> {
  const { rows } = await town.is.anna.call(webhooks.list, {})
  return (
    rows.find(({ name }) => name === 'Desk')?.id ??
    (await town.is.anna.call(webhooks.add, { body: desk('Desk') })).webhook.id
  )
}
const desk = (name: string) => ({ name, url: 'https://desk.example/in', enabled: false })
const posted = (webhookId: string) => ({
  reminders: [{ percent: 50, to: 'answerers' as const, mandatory: false, webhookId }],
  ...{ escalations: [], repeat: null },
})

const posting: Row[] = [
  row(webhooks.add, 'anna', () => ({ body: desk('Chat') })),
  row(webhooks.list, 'anna'),
  row(webhooks.names, 'rosa'),
  row(webhooks.change, 'anna', async town => ({ params: { webhookId: await webhookOf(town) }, body: desk('Desk') })),
  row(webhooks.renewSecret, 'anna', async town => ({ params: { webhookId: await webhookOf(town) } })),
  row(policies.preview, 'anna', async town => {
    const ladder = posted(await webhookOf(town))
    return { body: { policyId: null, policy: { ...commits(town.nordlicht.supplierId), ladder } } }
  }),
]

/** Kept where it is not there. */
async function contactOf(town: Town): Promise<string> {
  const { rows } = await town.is.anna.call(contacts.list, {})
  return (rows.find(({ name }) => name === 'Pia') ?? (await town.is.anna.call(contacts.add, { body: pia }))).id
}
const pia = { name: 'Pia', email: 'pia@plant.example' }
const naming = (contactId: string) => ({
  reminders: [{ percent: 50, to: 'named' as const, named: [{ contactId }], mandatory: false }],
  ...{ escalations: [], repeat: null },
})

const named: Row[] = [
  row(contacts.add, 'anna', () => ({ body: { name: 'Ivo', email: 'ivo@plant.example' } })),
  row(contacts.list, 'rosa'),
  row(contacts.change, 'anna', async town => ({ params: { contactId: await contactOf(town) }, body: pia })),
  row(contacts.remove, 'anna', async town => ({ params: { contactId: await contactOf(town) } })),
  row(policies.preview, 'anna', async town => {
    const ladder = naming(await contactOf(town))
    return { body: { policyId: null, policy: { ...commits(town.nordlicht.supplierId), ladder } } }
  }),
]

const timing: Row[] = [
  row(policies.preview, 'anna', ({ nordlicht: { supplierId }, calendarId }) => ({
    body: { policyId: null, policy: commits(supplierId, calendarId) },
  })),
  row(policies.add, 'anna', ({ nordlicht: { supplierId } }) => ({ body: commits(supplierId) })),
  row(policies.list, 'rosa'),
  row(policies.get, 'rosa', aboutPolicy),
  row(policies.versions, 'rosa', aboutPolicy),
  row(policies.change, 'anna', async town => {
    const { params, version } = await policyOf(town)
    return { params, body: { ...ofForja(town), version } }
  }),
  row(policies.preview, 'anna', async town => {
    const { policyId } = (await policyOf(town)).params
    return { body: { policyId, policy: ofForja(town) } }
  }),
  row(policies.preview, 'anna', ({ nordlicht: { supplierId } }) => ({
    body: { policyId: null, policy: { ...commits(supplierId), hours: 'both' as const } },
  })),
  row(policies.retire, 'anna', async town => {
    const { params, version } = await policyOf(town)
    return { params, body: { version } }
  }),
]

const note = { note: 'Agreed by telephone' }
const stray = async (town: Town) => ({ params: { documentId: await town.stray() } })
const held = async (town: Town) => ({ params: { interchangeId: await town.held() } })
const sent = async (town: Town) => ({ params: { interchangeId: (await town.sent()).interchangeId } })

const exchanged: Row[] = [
  row(gateway.list, 'emil'),
  row(gateway.detail, 'emil', ({ inboundId }) => ({ params: { interchangeId: inboundId } })),
  row(gateway.segments, 'emil', ({ inboundId }) => ({ params: { interchangeId: inboundId }, query: { count: 5 } })),
  row(gateway.findings, 'emil', ({ inboundId }) => ({ params: { interchangeId: inboundId } })),
  row(gateway.search, 'emil', ({ inboundId }) => ({ params: { interchangeId: inboundId }, query: { text: 'BAK' } })),
  row(gateway.raw, 'emil', ({ inboundId }) => ({ params: { interchangeId: inboundId } })),
  row(gateway.attention, 'emil', async town => {
    await town.stray()
    return {}
  }),
  row(gateway.documentsOf, 'emil', async town => {
    const { documents } = await town.is.emil.call(gateway.detail, { params: { interchangeId: town.outboundId } })
    return { query: { subjectId: documents[0]?.subject?.id ?? '' } }
  }),
  row(gateway.text, 'emil', stray),
  row(gateway.resend, 'emil', sent),
  row(gateway.sendNow, 'emil', async town => {
    const asked = await sent(town)
    // Nothing is pushed here; a push that was given up is left in this state.
    await town.rows(`update interchanges set delivery = 'failed' where id = $1`, [asked.params.interchangeId])
    return asked
  }),
  row(gateway.release, 'emil', async town => ({ ...(await held(town)), body: note })),
  row(gateway.runAgain, 'emil', async town => {
    const asked = await held(town)
    // Reading was given up, which takes a fault of ours; under a number of its own, as one that was let in has.
    await town.rows(
      `update interchanges set status = 'needs-attention', held_as = null, control = right(id::text, 9) where id = $1`,
      [asked.params.interchangeId],
    )
    return asked
  }),
  row(gateway.dismiss, 'emil', async town => ({ ...(await held(town)), body: note })),
  row(gateway.rerun, 'emil', stray),
  row(gateway.fix, 'emil', async town => {
    const asked = await stray(town)
    const { text } = await town.is.emil.call(gateway.text, asked)
    return { ...asked, body: { text, note: 'Looked at' } }
  }),
  row(gateway.correction, 'emil', async town => {
    const asked = await stray(town)
    const { text } = await town.is.emil.call(gateway.text, asked)
    await town.is.emil.call(gateway.fix, { ...asked, body: { text, note: 'Looked at' } })
    return asked
  }),
  row(gateway.answer824, 'emil', async town => ({
    ...(await stray(town)),
    body: { text: 'Order NOBODYS is not known here.' },
  })),
  row(gateway.close, 'emil', async town => ({ ...(await stray(town)), body: note })),
  row(gateway.requeue, 'emil', async town => ({ params: { documentId: (await town.sent()).documentId } })),
  row(gateway.partner, 'emil', ({ wheelworks: { relationshipId } }) => ({ params: { relationshipId } })),
]

export const tradeRows: Row[] = [
  ...ordering,
  ...shipping,
  ...forecasting,
  ...clocks,
  ...timing,
  ...posting,
  ...named,
  ...exchanged,
]
