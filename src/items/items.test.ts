// Items and supplier items as they are asked: by form, by CSV, from both sides.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type House, linkIn, openHouse, passphrase, settle, type Visitor } from '../../test/door.ts'
import { accountsApi } from '../accounts/api.ts'
import { forecastsOf } from '../forecasts/index.ts'
import { openOrdersOf } from '../orders/index.ts'
import { type Partner, partnersApi, partnersRoutes } from '../partners/index.ts'
import { shipFromApi } from '../partners/ship-from-api.ts'
import { itemsApi } from './api.ts'
import { itemsRoutes } from './routes.ts'

let house: House
let anna: Visitor
let eva: Visitor
/** Answers for the supplier. */
let mara: Visitor
let nordlicht: Partner

beforeAll(async () => {
  house = await openHouse()
  partnersRoutes(house.app)
  itemsRoutes(house.app, { unitUses: [openOrdersOf, forecastsOf] })
  anna = await settle(house)
  const contact = { contactName: 'Mara', contactEmail: 'mara@nordlicht.example', calendarId: null }
  nordlicht = (
    await anna.asks(partnersApi.addSupplier, { body: { name: 'Nordlicht', vendorNumber: '10042', ...contact } })
  ).value
  await anna.asks(partnersApi.invite, {
    params: { relationshipId: nordlicht.id },
    body: { email: 'mara@nordlicht.example', name: 'Mara Voss', role: 'answerer' },
  })
  mara = await comeIn('mara@nordlicht.example')
  await anna.asks(accountsApi.createBuyerOrganization, {
    body: { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargo.example', administratorName: 'Eva de Wit' },
  })
  eva = await comeIn('eva@cargo.example')
})
afterAll(() => house.close())

async function comeIn(email: string): Promise<Visitor> {
  await house.work()
  const guest = house.visitor()
  const token = linkIn(house.mailsTo(email).at(-1), 'invitation')
  await guest.asks(accountsApi.acceptInvitation, { body: { token, password: passphrase } })
  return guest
}

const brake = { number: 'BRK-2201', description: 'Disc brake, front', unit: 'EA' }
const terms = { supplierPartNumber: 'NL-77120', packQuantity: '10.0', minimumQuantity: '50', leadTimeDays: 5 }

test('an item is entered and changed; its number is its own; wrong words are refused at once', async () => {
  const added = await anna.asks(itemsApi.add, { body: { ...brake, unit: 'ea' } })
  expect(added.value).toMatchObject({ ...brake, suppliers: 0 })
  expect((await anna.asks(itemsApi.add, { body: brake })).code).toBe('item-number-taken')
  const params = { itemId: added.value.id }
  const changed = await anna.asks(itemsApi.change, { params, body: { ...brake, description: 'Disc brake' } })
  expect(changed.value.description).toBe('Disc brake')
  for (const unit of ['Stück', 'St', 'st', 'pcs']) {
    const piece = await anna.asks(itemsApi.add, { body: { ...brake, number: 'PIECE', unit } })
    expect(piece.code).toBe('unit')
    expect(piece.text).toContain('PC')
  }
  const wrong = await anna.asks(itemsApi.add, { body: { number: 'Ä', description: ' ', unit: 'x' } })
  expect((JSON.parse(wrong.text) as { refusals: { where: string }[] }).refusals.map(({ where }) => where)).toEqual([
    '/number',
    '/description',
    '/unit',
  ])
  expect((await eva.asks(itemsApi.get, { params })).status).toBe(404)
  expect((await eva.asks(itemsApi.change, { params, body: brake })).status).toBe(404)
  expect((await eva.asks(itemsApi.add, { body: brake })).status).toBe(200)
})

test('a CSV of items is judged row by row; nothing is written until it is clean or its clean part accepted', async () => {
  const csv =
    'item,description,unit\nBRK-2201,"Disc brake, front",EA\nSAD-1,Saddle,\nSAD-1,Saddle again,EA\n,Nameless,EA\nBEL-1,Bell,each\n'
  const { value: preview } = await anna.asks(itemsApi.preview, { body: { csv } })
  expect(preview).toMatchObject({ read: 5, clean: 2, added: 1, changed: 1 })
  expect(preview.rows.map(({ number, change }) => [number, change])).toEqual([
    ['BRK-2201', 'changed'],
    ['SAD-1', 'added'],
  ])
  expect(preview.errors.map(({ line, column }) => [line, column])).toEqual([
    [4, 'item'],
    [5, 'item'],
    [6, 'unit'],
  ])
  const refused = await anna.asks(itemsApi.import, { body: { csv, acceptClean: false } })
  expect(refused.status).toBe(409)
  expect(refused.detail).toContain('Line 6, column unit')
  expect((await anna.asks(itemsApi.list)).value.total).toBe(1)
  const taken = await anna.asks(itemsApi.import, { body: { csv, acceptClean: true } })
  expect(taken.value).toMatchObject({ added: 1, changed: 1, unchanged: 0 })
  const again = await anna.asks(itemsApi.import, { body: { csv, acceptClean: true } })
  expect(again.value).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
})

test('the templates read clean', async () => {
  const { value: items } = await anna.asks(itemsApi.template)
  expect((await anna.asks(itemsApi.preview, { body: { csv: items.csv } })).value.errors).toEqual([])
  const { value: made } = await anna.asks(itemsApi.supplierItemTemplate)
  const { value } = await anna.asks(itemsApi.previewSupplierItems, { body: { csv: made.csv } })
  expect(value).toMatchObject({ errors: [], clean: 1, added: 1 })
})

test('what a supplier makes is entered, changed, seen from both sides, and removed', async () => {
  const [item] = (await anna.asks(itemsApi.list, { query: { search: 'brk' } })).value.rows
  const body = { supplierId: nordlicht.supplierId, itemId: item?.id ?? '', ...terms }
  const added = await anna.asks(itemsApi.addSupplierItem, { body })
  expect(added.value).toMatchObject({ itemNumber: 'BRK-2201', packQuantity: '10', partnerName: 'Nordlicht' })
  expect((await anna.asks(itemsApi.addSupplierItem, { body })).code).toBe('supplier-item-known')
  const params = { supplierItemId: added.value.id }
  const wrong = await anna.asks(itemsApi.changeSupplierItem, { params, body: { ...terms, packQuantity: '0' } })
  expect(wrong.code).toBe('pack-not-positive')
  const changed = await anna.asks(itemsApi.changeSupplierItem, { params, body: { ...terms, leadTimeDays: 8 } })
  expect(changed.value.leadTimeDays).toBe(8)
  const seen = await mara.asks(itemsApi.supplierItems)
  expect(seen.value).toMatchObject({ total: 1, rows: [{ partnerName: 'Velowerk AG', vendorNumber: '10042' }] })
  expect((await mara.asks(itemsApi.list)).value.rows.map(({ number }) => number)).toEqual(['BRK-2201'])
  expect((await mara.asks(itemsApi.changeSupplierItem, { params, body: terms })).status).toBe(403)
  expect((await eva.asks(itemsApi.supplierItem, { params })).status).toBe(404)
  expect((await eva.asks(itemsApi.changeSupplierItem, { params, body: terms })).status).toBe(404)
  expect((await eva.asks(itemsApi.removeSupplierItem, { params })).status).toBe(404)
  expect((await eva.asks(itemsApi.addSupplierItem, { body })).status).toBe(404)
  expect((await anna.asks(itemsApi.removeSupplierItem, { params })).status).toBe(204)
  expect((await mara.asks(itemsApi.supplierItems)).value.total).toBe(0)
})

test('supplier items come by CSV; suppliers and items that are not known are named with their line', async () => {
  const head = 'vendor number;item;supplier part;pack;minimum;lead time'
  const csv = `${head}\n10042;BRK-2201;NL-1;10;50;5\n10042;SAD-1;NL-2;2.5;0;3\n99;BRK-2201;X;1;0;1\n10042;GHOST;Y;1;0;1\n10042;BRK-2201;NL-3;0;0;1\n`
  const { value: preview } = await anna.asks(itemsApi.previewSupplierItems, { body: { csv } })
  expect(preview.clean).toBe(2)
  expect(preview.errors.map(({ line, column }) => [line, column])).toEqual([
    [4, 'supplier'],
    [5, 'item'],
    [6, 'pack'],
  ])
  const taken = await anna.asks(itemsApi.importSupplierItems, { body: { csv, acceptClean: true } })
  expect(taken.value).toMatchObject({ added: 2, changed: 0 })
  const changed = `${head}\n10042;BRK-2201;NL-1;20;50;5\n10042;SAD-1;NL-2;2.50;0;3`
  const again = await anna.asks(itemsApi.importSupplierItems, { body: { csv: changed, acceptClean: false } })
  expect(again.value).toMatchObject({ added: 0, changed: 1, unchanged: 1 })
  const listed = (await anna.asks(itemsApi.list, { query: { sort: '-suppliers' } })).value.rows
  expect(listed.map(({ number, suppliers }) => [number, suppliers])).toEqual([
    ['BRK-2201', 1],
    ['SAD-1', 1],
  ])
  const rows = (await anna.asks(itemsApi.supplierItems, { query: { sort: '-packQuantity' } })).value.rows
  expect(rows.map(({ packQuantity }) => packQuantity)).toEqual(['20', '2.5'])
})

test('items are sorted into groups by form and by CSV, found by them, and no supplier is told of any', async () => {
  const [item] = (await anna.asks(itemsApi.list, { query: { search: 'brk' } })).value.rows
  const params = { itemId: item?.id ?? '' }
  const words = { number: 'BRK-2201', description: 'Disc brake', unit: 'EA' }
  const sorted = await anna.asks(itemsApi.change, { params, body: { ...words, group: 'Brakes' } })
  expect(sorted.value.group).toBe('Brakes')
  expect((await anna.asks(itemsApi.change, { params, body: words })).value.group).toBe('Brakes')

  const csv = 'item,description,unit,group\nBRK-2201,Disc brake,,\nSAD-1,Saddle,,Saddles\nSAD-2,Saddle,EA,Saddles\n'
  const { value: preview } = await anna.asks(itemsApi.preview, { body: { csv } })
  expect(preview.rows.map(({ number, group, change, was }) => [number, group, change, was.group])).toEqual([
    ['BRK-2201', 'Brakes', 'unchanged', undefined],
    ['SAD-1', 'Saddles', 'changed', ''],
    ['SAD-2', 'Saddles', 'added', undefined],
  ])
  await anna.asks(itemsApi.import, { body: { csv, acceptClean: false } })
  const ofGroup = async (group: string, who = anna) =>
    (await who.asks(itemsApi.list, { query: { group } })).value.rows.map(({ number }) => number)
  expect([await ofGroup('Saddles'), await ofGroup('Brakes')]).toEqual([['SAD-1', 'SAD-2'], ['BRK-2201']])
  expect((await anna.asks(itemsApi.groups)).value.rows).toEqual([{ label: 'Brakes' }, { label: 'Saddles' }])

  expect((await mara.asks(itemsApi.get, { params })).value).toMatchObject({ number: 'BRK-2201', group: null })
  expect(await ofGroup('Brakes', mara)).toEqual([])
  for (const asked of [itemsApi.list, itemsApi.groups, itemsApi.supplierItems])
    expect((await mara.asks(asked)).text).not.toMatch(/Brakes|Saddles/)
  expect((await anna.asks(itemsApi.change, { params, body: { ...words, group: '' } })).value.group).toBeNull()
})

test('a supplier item says from where it ships, by form and by CSV; of another supplier’s site it is refused', async () => {
  const params = { relationshipId: nordlicht.id }
  const site = async (name: string) =>
    (await anna.asks(shipFromApi.add, { params, body: { name, calendarId: null } })).value.id
  const [kiel] = [await site('Kiel'), await site('Albany')]
  const head = 'supplier;item;supplier_part;pack;minimum;lead_time_days;ship_from'
  const csv = `${head}\n10042;BRK-2201;NL-1;20;50;5;albany\n10042;SAD-1;NL-2;2.5;0;3;Lübeck\n`
  const { value: preview } = await anna.asks(itemsApi.previewSupplierItems, { body: { csv } })
  expect(preview.rows).toMatchObject([{ shipFrom: 'Albany', change: 'changed', was: { ship_from: '' } }])
  expect(preview.errors).toMatchObject([{ line: 3, column: 'ship_from' }])
  await anna.asks(itemsApi.importSupplierItems, { body: { csv, acceptClean: true } })
  const from = async (who = anna) =>
    (await who.asks(itemsApi.supplierItems, { query: { search: 'BRK-2201' } })).value.rows.map(row => row.shipFrom)
  expect([await from(), await from(mara)]).toEqual([['Albany'], ['Albany']])

  // What an empty cell, or a form without the field, does not say stays as it is.
  const silent = `${head}\n10042;BRK-2201;NL-1;30;50;5;\n`
  expect(
    (await anna.asks(itemsApi.importSupplierItems, { body: { csv: silent, acceptClean: false } })).value.changed,
  ).toBe(1)
  const [made] = (await anna.asks(itemsApi.supplierItems, { query: { search: 'BRK-2201' } })).value.rows
  const change = (more: { shipFromId?: string | null }) =>
    anna.asks(itemsApi.changeSupplierItem, { params: { supplierItemId: made?.id ?? '' }, body: { ...terms, ...more } })
  expect((await change({})).value.shipFrom).toBe('Albany')
  expect((await change({ shipFromId: kiel })).value.shipFrom).toBe('Kiel')

  const body = { name: 'Forja', vendorNumber: '10051', contactName: 'Iker', contactEmail: 'iker@forja.example' }
  const forja = (await anna.asks(partnersApi.addSupplier, { body: { ...body, calendarId: null } })).value
  const theirs = await anna.asks(shipFromApi.add, {
    params: { relationshipId: forja.id },
    body: { name: 'Eibar', calendarId: null },
  })
  expect((await change({ shipFromId: theirs.value.id })).status).toBe(404)
  expect((await anna.asks(shipFromApi.remove, { params: { ...params, siteId: kiel } })).code).toBe('ship-from-used')
  expect((await change({ shipFromId: null })).value.shipFrom).toBeNull()
  expect((await anna.asks(shipFromApi.remove, { params: { ...params, siteId: kiel } })).status).toBe(204)
})

test('a thousand items come in one file', async () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `BULK-${i},Bulk item ${i},PC`)
  const csv = `item,description,unit\n${rows.join('\n')}`
  const taken = await anna.asks(itemsApi.import, { body: { csv, acceptClean: false } })
  expect(taken.value.added).toBe(1_500)
  const page = await anna.asks(itemsApi.list, { query: { search: 'bulk-1', sort: '-number', limit: 2 } })
  expect(page.value.rows.map(({ number }) => number)).toEqual(['BULK-199', 'BULK-198'])
})
