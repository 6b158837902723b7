// Partners as they are asked, from both sides of a relationship and from outside it.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, linkIn, openHouse, passphrase, settle, type Visitor } from '../../test/door.ts'
import { accountsApi } from '../accounts/api.ts'
import { calendarsApi, calendarsRoutes } from '../calendars/index.ts'
import { openDatabase, systemOf } from '../kernel/db.ts'
import { AddSupplierBody, type Partner, ProfileBody, partnersApi } from './api.ts'
import { findByApiKey } from './api-key.ts'
import { folderRelationships } from './relationship.ts'
import { partnersRoutes } from './routes.ts'

let house: House
/** Administers the first buyer, Velowerk. */
let anna: Visitor
/** Administers another buyer, Cargo Bikes. */
let eva: Visitor
/** Administers the supplier Nordlicht. */
let mara: Visitor
let nordlicht: Partner

const exampleOf = <T>(schema: unknown): T => (schema as { examples: T[] }).examples[0] as T
const newSupplier = exampleOf<AddSupplierBody>(AddSupplierBody)
const edi = exampleOf<ProfileBody>(ProfileBody)
const nobody = '0190f3a0-0000-7000-8000-000000000001'

beforeAll(async () => {
  house = await openHouse()
  partnersRoutes(house.app)
  calendarsRoutes(house.app)
  anna = await settle(house)
  await anna.asks(accountsApi.createBuyerOrganization, {
    body: { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargo.example', administratorName: 'Eva de Wit' },
  })
  eva = await comeIn('eva@cargo.example')
  nordlicht = (await anna.asks(partnersApi.addSupplier, { body: newSupplier })).value
  mara = await invited(nordlicht, 'mara@nordlicht.example')
})
afterAll(() => house.close())

async function comeIn(email: string): Promise<Visitor> {
  await house.work()
  const guest = house.visitor()
  const token = linkIn(house.mailsTo(email).at(-1), 'invitation')
  const accepted = await guest.asks(accountsApi.acceptInvitation, { body: { token, password: passphrase } })
  expect(accepted.text).toBe('')
  return guest
}

async function invited({ id }: Partner, email: string): Promise<Visitor> {
  const sent = await anna.asks(partnersApi.invite, {
    params: { relationshipId: id },
    body: { email, name: 'Mara Voss', role: 'supplier-administrator' },
  })
  expect(sent.status).toBe(200)
  return await comeIn(email)
}

const at = ({ id }: { id: string }) => ({ params: { relationshipId: id } })
const now = async ({ id }: Partner): Promise<Partner> => (await anna.asks(partnersApi.get, at({ id }))).value

async function change(partner: Partner, changes: Partial<ProfileBody>, from: Omit<ProfileBody, 'version'> = edi) {
  const { version } = await now(partner)
  const identity = { qualifier: 'ZZ', id: `S${partner.vendorNumber}`, groupId: '' }
  const own = { supplierName: partner.supplierName, vendorNumber: partner.vendorNumber, theirIdentity: identity }
  return await anna.asks(partnersApi.changeProfile, { ...at(partner), body: { ...from, ...own, ...changes, version } })
}

async function another(vendorNumber: string): Promise<Partner> {
  return (
    await anna.asks(partnersApi.addSupplier, { body: { ...newSupplier, name: `S ${vendorNumber}`, vendorNumber } })
  ).value
}

test('a supplier that a buyer enters is active at once, everything in the portal; both sides see it', async () => {
  expect(nordlicht).toMatchObject({ status: 'active', transport: 'none', documents: { order: 'portal' }, version: 1 })
  const suppliers = await anna.asks(partnersApi.list, { query: { search: 'nordlicht' } })
  expect(suppliers.value.rows).toMatchObject([{ id: nordlicht.id, name: 'Nordlicht Antriebe GmbH' }])
  const customers = await mara.asks(partnersApi.list)
  expect(customers.value).toMatchObject({ total: 1, rows: [{ id: nordlicht.id, name: 'Velowerk AG' }] })
  expect((await mara.asks(partnersApi.get, at(nordlicht))).value.vendorNumber).toBe('10042')
})

test('a vendor number is given once by a buyer, and freely by another', async () => {
  const again = await anna.asks(partnersApi.addSupplier, { body: { ...newSupplier, name: 'Other' } })
  expect(again.code).toBe('vendor-number-taken')
  expect((await eva.asks(partnersApi.addSupplier, { body: newSupplier })).status).toBe(200)
})

test("another buyer's relationship and one that does not exist answer the same", async () => {
  for (const endpoint of [partnersApi.get, partnersApi.keys, partnersApi.history, partnersApi.invitations] as const) {
    const foreign = await eva.asks(endpoint, at(nordlicht))
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe((await eva.asks(endpoint, at({ id: nobody }))).text)
  }
  for (const endpoint of [partnersApi.createKey, partnersApi.suspend, partnersApi.resume] as const)
    expect((await eva.asks(endpoint, at(nordlicht))).text).toBe((await eva.asks(endpoint, at({ id: nobody }))).text)
  expect((await eva.asks(partnersApi.changeProfile, { ...at(nordlicht), body: edi })).status).toBe(404)
})

test('a supplier sees the profile and changes nothing of it', async () => {
  expect((await mara.asks(partnersApi.changeProfile, { ...at(nordlicht), body: edi })).status).toBe(403)
  expect((await mara.asks(partnersApi.createKey, at(nordlicht))).status).toBe(403)
  const { supplierId } = nordlicht
  const update = house.db.withTenant(systemOf(supplierId), tx =>
    tx.execute(sql`update relationships set vendor_number = 'mine' where id = ${nordlicht.id} returning id`),
  )
  expect((await update).rows).toEqual([])
})

test('the profile changes as a whole, from the version that was edited, and says what changed', async () => {
  const changed = await change(nordlicht, { transport: 'https' })
  expect(changed.status).toBe(200)
  expect(changed.value.partner).toMatchObject({ version: 2, transport: 'https', usage: 'T' })
  const late = await anna.asks(partnersApi.changeProfile, { ...at(nordlicht), body: { ...edi, version: 1 } })
  expect(late.code).toBe('changed-meanwhile')
  const history = await mara.asks(partnersApi.history, at(nordlicht))
  expect(history.value.rows.map(({ type }) => type)).toEqual(['partner.profile-changed', 'partner.added'])
  expect(history.value.rows[0]?.changed).toContain('documents')
  expect(history.value.rows[0]?.changed).not.toContain('vendorNumber')
})

test('the contact’s telephone is kept as it was typed, stays where it is left out, and is refused where none can be dialled', async () => {
  expect((await change(nordlicht, { contactPhone: ' +49 711  555-0100 ' })).status).toBe(200)
  const { contactPhone: _, ...silent } = edi
  await change(nordlicht, {}, silent)
  expect((await now(nordlicht)).contactPhone).toBe('+49 711 555-0100')
  const refused = await change(nordlicht, { contactPhone: 'ask Mara' })
  const { refusals } = JSON.parse(refused.text) as { refusals: { where: string; code: string }[] }
  expect(refusals).toMatchObject([{ where: '/contactPhone', code: 'phone-invalid' }])
  await change(nordlicht, { contactPhone: '' })
  expect((await now(nordlicht)).contactPhone).toBe('')
})

test('a profile that contradicts itself is refused with every reason and its field', async () => {
  const refused = await change(nordlicht, { transport: 'none', contactEmail: 'nobody' })
  expect(refused.status).toBe(409)
  const { refusals } = JSON.parse(refused.text) as { refusals: { where: string }[] }
  expect(refusals.map(({ where }) => where)).toEqual(['/transport', '/contactEmail'])
})

test('a contact’s mail goes to a domain with an ending', async () => {
  const refused = await change(nordlicht, { contactEmail: 'rick@rocky' })
  const { refusals } = JSON.parse(refused.text) as { refusals: { where: string; code: string }[] }
  expect(refusals).toMatchObject([{ where: '/contactEmail', code: 'email-invalid' }])
})

test('two relationships of one buyer never share a pair of ids or a folder', async () => {
  const [a, b] = [await another('20001'), await another('20002')]
  const theirIdentity = { qualifier: 'ZZ', id: 'SHARED', groupId: '' }
  expect((await change(a, { theirIdentity, transport: 'folder', folderName: 'one' })).status).toBe(200)
  expect((await change(b, { theirIdentity })).code).toBe('identities-taken')
  expect((await change(b, { transport: 'folder', folderName: 'one' })).code).toBe('folder-taken')
  const { folder } = await now(a)
  expect(folder).toMatch(/^velowerk-ag-[0-9a-f]{8}\/one$/)
})

test('the worker finds the folders of all relationships without acting for anybody', async () => {
  const found = await house.worker.withNaming({}, folderRelationships)
  expect(found.map(({ vendorNumber }) => vendorNumber)).toEqual(['20001'])
  expect(await house.db.withNaming({}, folderRelationships)).toEqual([])
})

test("a calendar of another buyer's cannot be chosen", async () => {
  const calendar = {
    name: 'Utrecht',
    zone: 'Europe/Amsterdam',
    always: true,
    week: {},
    holidays: [],
    halfDays: [],
    shutdowns: [],
    extra: [],
    cutOff: {},
  }
  const theirs = await eva.asks(calendarsApi.add, { body: calendar })
  expect((await change(nordlicht, { calendarId: theirs.value.id })).status).toBe(404)
  const ours = await anna.asks(calendarsApi.add, { body: calendar })
  expect((await change(nordlicht, { calendarId: ours.value.id })).value.partner.calendarName).toBe('Utrecht')
  expect((await mara.asks(calendarsApi.get, { params: { calendarId: ours.value.id } })).status).toBe(200)
  expect((await mara.asks(calendarsApi.get, { params: { calendarId: theirs.value.id } })).status).toBe(404)
})

test('a key is shown once, opens its relationship, and several work while one replaces another', async () => {
  const first = (await anna.asks(partnersApi.createKey, at(nordlicht))).value
  const second = (await anna.asks(partnersApi.createKey, at(nordlicht))).value
  expect(first.key).toMatch(/^pwk_[\w-]{43}$/)
  const listed = await mara.asks(partnersApi.keys, at(nordlicht))
  expect(listed.value.rows.map(({ prefix }) => prefix)).toEqual([second.row.prefix, first.row.prefix])
  expect(listed.text).not.toContain(first.key)
  for (const { key, row } of [first, second]) {
    const found = await findByApiKey(house.db, key)
    expect(found).toMatchObject({ keyId: row.id, relationship: { id: nordlicht.id } })
  }
  const params = { relationshipId: nordlicht.id, keyId: first.row.id }
  expect((await anna.asks(partnersApi.revokeKey, { params })).status).toBe(204)
  expect(await findByApiKey(house.db, first.key)).toBeUndefined()
  expect(await findByApiKey(house.db, second.key)).toBeDefined()
  expect(await findByApiKey(house.db, 'pwk_guess')).toBeUndefined()
  const [used] = (await anna.asks(partnersApi.keys, at(nordlicht))).value.rows
  expect(used?.lastUsedAt).not.toBeNull()
  const dump = await house.worker.withTenant(systemOf(nordlicht.buyerId), tx =>
    tx.execute(sql`select api_keys::text as row from api_keys`),
  )
  expect(JSON.stringify(dump.rows)).not.toContain(second.key)
})

test('a webhook gets its secret once, and a new one on request', async () => {
  const webhookUrl = 'https://edi.nordlicht.example/in'
  const given = await change(nordlicht, { webhookUrl })
  expect(given.value.webhookSecret).toMatch(/^pws_[\w-]{43}$/)
  const again = await change(nordlicht, { webhookUrl })
  expect(again.value.webhookSecret).toBeNull()
  expect(again.text).not.toContain(given.value.webhookSecret ?? '?')
  const renewed = await anna.asks(partnersApi.renewWebhookSecret, at(nordlicht))
  expect(renewed.value.webhookSecret).not.toBe(given.value.webhookSecret)
})

test('a supplier found by its code is asked first; declined, it may be asked again', async () => {
  const { code } = (await mara.asks(accountsApi.connectionCode)).value
  const { name: _, ...terms } = newSupplier
  const body = { ...terms, vendorNumber: 'NL', connectionCode: code.toLowerCase() }
  const proposed = await eva.asks(partnersApi.connect, { body })
  expect(proposed.value).toMatchObject({ status: 'proposed', supplierName: 'Nordlicht Antriebe GmbH' })
  expect((await eva.asks(partnersApi.connect, { body: { ...body, vendorNumber: 'N2' } })).code).toBe('supplier-known')
  // The buyer cannot agree in the supplier's place, by no road.
  expect((await eva.asks(partnersApi.resume, at(proposed.value))).code).toBe('not-suspended')
  const forced = house.db.withTenant(systemOf(proposed.value.buyerId), tx =>
    tx.execute(sql`update relationships set status = 'active' where id = ${proposed.value.id}`),
  )
  await expect(forced).rejects.toThrow()
  const declined = await mara.asks(partnersApi.agree, { ...at(proposed.value), body: { agree: false } })
  expect(declined.value.status).toBe('declined')
  expect((await eva.asks(partnersApi.connect, { body })).value.status).toBe('proposed')
  const agreed = await mara.asks(partnersApi.agree, { ...at(proposed.value), body: { agree: true } })
  expect(agreed.value.status).toBe('active')
  expect((await mara.asks(partnersApi.list)).value.total).toBe(2)
  expect((await mara.asks(partnersApi.agree, { ...at(nordlicht), body: { agree: true } })).code).toBe('not-proposed')
})

test('a code that nobody has is refused in words', async () => {
  const { name: _, ...terms } = newSupplier
  const refused = await eva.asks(partnersApi.connect, {
    body: { ...terms, vendorNumber: 'Q', connectionCode: 'AAAAA' },
  })
  expect(refused.code).toBe('connection-code-unknown')
})

test('trading is suspended and resumed by the buyer', async () => {
  const partner = await another('30001')
  expect((await anna.asks(partnersApi.suspend, at(partner))).value.status).toBe('suspended')
  expect((await anna.asks(partnersApi.suspend, at(partner))).code).toBe('not-active')
  expect((await anna.asks(partnersApi.resume, at(partner))).value.status).toBe('active')
})

test("once a supplier has an administrator, that one invites its people; a stranger's supplier never", async () => {
  const { value } = await anna.asks(partnersApi.invitations, at(nordlicht))
  expect(value).toMatchObject({ mayInvite: false, rows: [{ email: 'mara@nordlicht.example', state: 'accepted' }] })
  const body = { email: 'x@nordlicht.example', name: 'X', role: 'answerer' as const }
  expect((await anna.asks(partnersApi.invite, { ...at(nordlicht), body })).code).toBe('people-are-theirs')
})

test('the list is searched, filtered, sorted and paged', async () => {
  const ask = (query: object) => anna.asks(partnersApi.list, { query })
  expect((await ask({ transport: 'folder' })).value.rows.map(({ vendorNumber }) => vendorNumber)).toEqual(['20001'])
  const all = (await ask({ sort: '-vendorNumber' })).value
  expect(all.rows.map(({ vendorNumber }) => vendorNumber)).toEqual(['30001', '20002', '20001', '10042'])
  const page = (await ask({ sort: '-vendorNumber', limit: 1, offset: 2 })).value
  expect(page).toMatchObject({ total: 4, rows: [{ vendorNumber: '20001' }] })
  expect((await ask({ search: '%' })).value.total).toBe(0)
  expect((await ask({ sort: 'password' })).code).toBe('sort-unknown')
})

test('a process of the worker role cannot be asked whose key a key is', async () => {
  const { key } = (await anna.asks(partnersApi.createKey, at(nordlicht))).value
  const worker = openDatabase({ url: house.database.workerUrl, reactions: {} })
  expect(await findByApiKey(worker, key)).toBeUndefined()
  await worker.close()
})

test('a group is the buyer’s own label: kept where nothing is said of it, offered again, and never told to the supplier', async () => {
  expect((await change(nordlicht, { supplierGroup: '  Hot   castings ' })).value.partner.supplierGroup).toBe(
    'Hot castings',
  )
  const { supplierGroup: _, ...silent } = edi
  const { version } = await now(nordlicht)
  const kept = await anna.asks(partnersApi.changeProfile, { ...at(nordlicht), body: { ...silent, version } })
  expect(kept.value.partner.supplierGroup).toBe('Hot castings')
  // Another spelling is the same group.
  await change(await another('G-1'), { supplierGroup: 'HOT castings' })
  const offered = (await anna.asks(partnersApi.groups)).value.rows.map(({ label }) => label)
  expect(offered.filter(label => label.endsWith('castings'))).toEqual(['HOT castings'])
  expect((await eva.asks(partnersApi.groups)).value.rows).toEqual([])
  expect((await change(nordlicht, { supplierGroup: 'x'.repeat(61) })).status).toBe(400)

  const seen = [await mara.asks(partnersApi.get, at(nordlicht)), await mara.asks(partnersApi.list)]
  const told = [await mara.asks(partnersApi.groups), await mara.asks(partnersApi.history, at(nordlicht))]
  for (const { text } of [...seen, ...told]) expect(text).not.toMatch(/castings|[Gg]roup-changed/)
  expect(told[0]?.value.rows).toEqual([])
  const ours = (await anna.asks(partnersApi.history, at(nordlicht))).value.rows.map(({ type }) => type)
  expect(ours).toContain('partner.group-changed')
  const { rows } = await house.db.withTenant(systemOf(nordlicht.supplierId), tx =>
    tx.execute(sql`select label from supplier_groups`),
  )
  expect(rows).toEqual([])
  expect((await change(nordlicht, { supplierGroup: null })).value.partner.supplierGroup).toBeNull()
})

test('a new supplier’s profile knows the buyer’s own interchange id from the others', async () => {
  const ourIdentity = { qualifier: 'ZZ', id: 'VELO-NEW', groupId: '' }
  await change(nordlicht, { ourIdentity })
  expect((await now(await another('20009'))).ourIdentity).toEqual(ourIdentity)
})
