// An item's unit stays while orders or a forecast count in it, by form and by file.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { forecastsOf, forecastsReactions, publish } from '../forecasts/index.ts'
import { changeItem, importItems } from '../items/index.ts'
import { isRefusal, Refused } from '../kernel/errors.ts'
import { joinReactions } from '../kernel/events.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { cancel, openOrdersOf, ordersReactions } from './index.ts'
import { nothingLeft } from './on-its-way.ts'

let trade: CallOffTrade
const rooms = [openOrdersOf, forecastsOf]
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(nothingLeft), forecastsReactions))
})
afterAll(() => trade.close())

const chain = { number: 'CHN-9', description: 'Chain, 9-speed' }
const change = (unit: string) =>
  trade.as(trade.buyer, tx => changeItem(tx, trade.chainId, { ...chain, unit }, rooms)).catch(refused => refused)
const upload = (unit: string) =>
  trade.as(trade.buyer, tx =>
    importItems(tx, `item,description,unit\nCHN-9,Chain,${unit}\nBEL-1,Bell,EA\n`, true, rooms),
  )
const demand = (quantity: string) => {
  const buckets = [{ start: addDays(mondayOf(trade.inDays(0)), 7), quantity }]
  return trade.as(trade.buyer, async tx =>
    agreed(await publish(tx, { lines: [{ item: 'CHN-9', shipTo: 'STR1', buckets }], source: 'api' })),
  )
}

test('with an open order it stays: said with the order and what to do instead, and the file’s other rows are taken', async () => {
  const { id, number } = await trade.callOff([[trade.chainId, '5', trade.inDays(9)]])
  const refused = await change('KG')
  expect(isRefusal(refused) && refused.detail).toBe(
    `The unit of CHN-9 cannot change from EA to KG: the open order ${number} is counted in EA.`,
  )
  expect(isRefusal(refused) && refused.remedy).toContain('Make a new item')
  expect(await upload('KG')).toMatchObject({
    added: 1,
    changed: 0,
    errors: [{ line: 2, column: 'unit', problem: expect.stringContaining(number) }],
  })
  expect(await change('EA')).toMatchObject({ unit: 'EA' })
  agreed(
    await trade.as(trade.buyer, tx =>
      cancel(tx, { orderId: id, version: 1, lineNumbers: [1], reason: 'not needed' }, nothingLeft),
    ),
  )
  expect(await change('KG')).toMatchObject({ unit: 'KG' })
})

test('with demand in the standing forecast it stays, and once nothing is needed any more it may change', async () => {
  expect(await change('EA')).toMatchObject({ unit: 'EA' })
  await demand('250')
  const refused = await change('KG')
  expect(isRefusal(refused) && refused.detail).toContain('the standing forecast is counted in EA')
  await demand('0')
  expect(await change('KG')).toMatchObject({ unit: 'KG' })
})

test('a file whose clean part is not accepted is refused with the same words', async () => {
  await demand('250')
  const csv = 'item,description,unit\nCHN-9,Chain,EA\n'
  const refused = await trade.as(trade.buyer, tx => importItems(tx, csv, false, rooms)).catch(error => error)
  expect(refused).toBeInstanceOf(Refused)
  expect((refused as Refused).message).toContain('counted in KG')
})
