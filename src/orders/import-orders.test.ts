// Call-offs in bulk: every wrong cell with its line and remedy, nothing issued until the reader says so.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { refusal } from '../kernel/errors.ts'
import { hintOf } from './choices.ts'
import { importOrders, outcomeOf, readOrders } from './import-orders.ts'
import { orderTemplateOf } from './import-template.ts'
import { getOrder, listOrders, ordersReactions } from './index.ts'
import { nothingLeft } from './on-its-way.ts'
import { previewOf } from './preview.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(nothingLeft))
})
afterAll(() => trade.close())

const header = 'order;supplier;item;quantity;need by;ship to;note'
const count = async () => (await trade.as(trade.buyer, tx => listOrders(tx, {}))).total

test('rows without a number are a call-off each; rows of one number are lines of one order', async () => {
  const day = trade.inDays(14)
  const csv = [
    header,
    `;10000;BRK-2201;40;${day};STR1;`,
    `PO-9;Nordlicht Antriebe;BRK-2201;20;${day};str1;urgent`,
    `PO-9;10000;CHN-9;7;${day};STR1;`,
  ].join('\n')
  const preview = await trade.as(trade.buyer, async tx => previewOf(tx, await readOrders(tx, csv)))
  expect(preview).toMatchObject({ rows: 3, clean: 3, errors: [] })
  expect(preview.orders).toMatchObject([
    { line: 2, number: null, supplierName: 'Nordlicht Antriebe', lines: [{ buyerPart: 'BRK-2201', quantity: '40' }] },
    {
      line: 3,
      number: 'PO-9',
      note: 'urgent',
      shipTo: 'Werk Stuttgart',
      lines: [{ line: 3 }, { line: 4, buyerPart: 'CHN-9' }],
    },
  ])
  expect(await count()).toBe(0)
  const { issued, errors } = await trade.as(trade.buyer, tx => importOrders(tx, csv, false))
  expect([issued.map(({ number }) => number), errors]).toEqual([['CO-10001', 'PO-9'], []])
  expect(await count()).toBe(2)
})

test('a day inside the lead time is no error, and the preview says from when it would not be', async () => {
  const csv = [header, ...[2, 30].map(days => `;10000;BRK-2201;40;${trade.inDays(days)};STR1;`)].join('\n')
  const { errors, orders } = await trade.as(trade.buyer, async tx => previewOf(tx, await readOrders(tx, csv)))
  const hint = await trade.as(trade.buyer, tx =>
    hintOf(tx, { supplierId: trade.supplier.orgId, itemId: trade.brakeId, siteId: trade.siteId }),
  )
  const earliest = 'earliest' in hint ? hint.earliest : undefined
  expect(earliest).toBeDefined()
  expect([errors, orders.map(({ lines }) => lines[0]?.earliest)]).toEqual([[], [earliest, null]])
})

test('wrong cells are all named at once, and only the clean part is issued when that is accepted', async () => {
  const day = trade.inDays(14)
  const csv = [
    header,
    `;10000;BRK-2201;45;${day};STR1;`,
    `;99999;BRK-2201;40;${day};STR1;`,
    `;10000;NO-SUCH;40;${day};STR1;`,
    `;10000;BRK-2201;40;${day};NOWHERE;`,
    `;10000;BRK-2201;many;${day};STR1;`,
    `;10000;BRK-2201;40;14.03.2027;STR1;`,
    `PO-9;10000;BRK-2201;40;${day};STR1;`,
    `;10000;BRK-2201;40;${day};STR1;`,
  ].join('\n')
  const before = await count()
  const read = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect(read.errors.map(({ line, column }) => `${line} ${column}`)).toEqual([
    '2 quantity',
    '3 supplier',
    '4 item',
    '5 ship to',
    '6 quantity',
    '7 need by',
    '8 order',
  ])
  expect(read.errors.every(({ problem, remedy }) => problem !== '' && remedy !== '')).toBe(true)
  expect([read.rows, read.clean.length]).toEqual([8, 1])
  expect((await trade.as(trade.buyer, tx => importOrders(tx, csv, false))).issued).toEqual([])
  expect(await count()).toBe(before)
  expect((await trade.as(trade.buyer, tx => importOrders(tx, csv, true))).issued).toHaveLength(1)
  expect(await count()).toBe(before + 1)
})

test('what turned wrong since the preview is said with its line, and so is what is refused at the last moment', async () => {
  const day = trade.inDays(14)
  const csv = [header, `PO-77;10000;BRK-2201;40;${day};STR1;`, `PO-78;10000;BRK-2201;40;${day};STR1;`].join('\n')
  const { clean } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect(clean).toHaveLength(2)
  const issued = { id: 'x', number: 'PO-77' }
  const used = refusal('number-used', 'There is an order PO-78 already.', {
    where: 'number',
    remedy: 'Choose another.',
  })
  expect(outcomeOf(clean, [issued, [used]], [])).toMatchObject({
    issued: [issued],
    errors: [{ line: 3, column: 'order', problem: used.detail }],
  })
  await trade.as(trade.buyer, tx => importOrders(tx, csv.split('\n').slice(0, 2).join('\n'), false))
  expect(await trade.as(trade.buyer, tx => importOrders(tx, csv, false))).toMatchObject({
    issued: [],
    errors: [{ line: 2, column: 'order' }],
  })
})

test('half a piece is refused in its own row, of an order of several', async () => {
  const day = trade.inDays(14)
  const csv = [header, `PO-8;10000;BRK-2201;20;${day};STR1;`, `PO-8;10000;CHN-9;7.5;${day};STR1;`].join('\n')
  const { errors } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect(errors).toMatchObject([{ line: 3, column: 'quantity', remedy: 'Say 7 or 8.' }])
})

test('one order cannot go to two sites', async () => {
  const day = trade.inDays(14)
  const csv = [header, `PO-7;10000;BRK-2201;40;${day};STR1;`, `PO-7;10000;CHN-9;4;${day};HAM1;`].join('\n')
  const { errors } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect(errors).toMatchObject([{ line: 3, column: 'ship to' }])
})

test('a row of many faults is told all of them in one pass, whatever else cannot be read', async () => {
  const past = trade.inDays(-3)
  const csv = [
    header,
    `;99999;BRK-2201;half;${past};NOWHERE;`,
    `;10000;BRK-2201;45;${past};NOWHERE;`,
    `not a number!;10000;NO-SUCH;;14.03.2027;STR1;`,
    `PO-9;99999;CHN-9;1.5;${past};STR1;`,
  ].join('\n')
  const { errors, clean } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  const told = errors.map(({ line, column }) => `${line} ${column}`)
  expect([...told].sort()).toEqual([
    ...['2 need by', '2 quantity', '2 ship to', '2 supplier'],
    ...['3 need by', '3 quantity', '3 ship to'],
    ...['4 item', '4 need by', '4 order', '4 quantity'],
    ...['5 need by', '5 order', '5 quantity', '5 supplier'],
  ])
  expect(clean).toEqual([])
  const said = errors.map(({ problem }) => problem).join(' ')
  for (const value of ['99999', 'half', past, 'NOWHERE', '45', 'NOT A NUMBER!', 'NO-SUCH', '14.03.2027', 'PO-9', '1.5'])
    expect(said).toContain(value)
  expect(errors.every(({ remedy }) => remedy !== '')).toBe(true)
})

test('an order is hot where its row says so; its rows may not contradict each other', async () => {
  const day = trade.inDays(14)
  const hot = [`${header};priority`, `PO-41;10000;BRK-2201;20;${day};STR1;;`, `PO-41;10000;CHN-9;4;${day};STR1;;Hot`]
  const { issued } = await trade.as(trade.buyer, tx => importOrders(tx, hot.join('\n'), false))
  for (const caller of [trade.buyer, trade.supplier])
    expect(await trade.as(caller, tx => getOrder(tx, issued[0]?.id ?? ''))).toMatchObject({ priority: 'hot' })
  const urgent = await trade.as(trade.supplier, tx => listOrders(tx, { priority: 'hot' }))
  expect(urgent.rows.map(({ number, priority }) => [number, priority])).toEqual([['PO-41', 'hot']])
  const wrong = [
    `${header};priority`,
    ...[`PO-42;10000;BRK-2201;20;${day};STR1;;hot`, `PO-42;10000;CHN-9;4;${day};STR1;;normal`],
    `;10000;CHN-9;4;${day};STR1;;express`,
  ]
  const { errors } = await trade.as(trade.buyer, tx => readOrders(tx, wrong.join('\n')))
  expect(errors).toMatchObject([
    { line: 3, column: 'priority', problem: 'Order PO-42 is hot in line 2, here normal.' },
    { line: 4, column: 'priority', problem: '"express" is no priority.' },
  ])
})

test('an order is not issued without the line that could not be read', async () => {
  const day = trade.inDays(14)
  const csv = [header, `PO-31;10000;BRK-2201;20;${day};STR1;`, `PO-31;10000;CHN-9;many;${day};STR1;`].join('\n')
  const { clean, errors } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect([clean, errors]).toMatchObject([[], [{ line: 3, column: 'quantity' }]])
})

test("the template is made of the buyer's own items, vendor numbers and sites, and can be issued as it stands", async () => {
  const { csv } = await trade.as(trade.buyer, tx => orderTemplateOf(tx))
  const { errors, clean } = await trade.as(trade.buyer, tx => readOrders(tx, csv))
  expect(errors).toEqual([])
  const quantities = clean.map(({ rows: [row] }) => [row?.values.item, row?.values.quantity, row?.values['ship to']])
  expect(quantities).toEqual([
    ['BRK-2201', '20', 'STR1'],
    ['CHN-9', '1', 'STR1'],
  ])
})

test('a buyer without suppliers gets a template all the same', async () => {
  const { csv } = await trade.as(trade.supplier, tx => orderTemplateOf(tx))
  expect(csv.split('\r\n')[1]).toMatch(/^,V-1001,BRK-2201,40,/)
})
