// The clean part of a faulty forecast file: what its wrong rows speak of stays, on a real Postgres.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { commit, forecastsReactions, getShare, importForecast, listShares, previewForecast, publish } from './index.ts'
import { listReleaseLines } from './release-lines.ts'

let trade: CallOffTrade
let weeks: string[]
beforeAll(async () => {
  trade = await openCallOffTrade(forecastsReactions)
  weeks = Array.from({ length: 3 }, (_, i) => addDays(mondayOf(trade.inDays(0)), 7 * (i + 1)))
})
afterAll(() => trade.close())

/** Brakes and chains are forecast and committed to. */
beforeEach(async () => {
  const line = (item: string, quantity: string) => ({
    item,
    shipTo: 'STR1',
    buckets: weeks.map(start => ({ start, quantity })),
  })
  const lines = [line('BRK-2201', '100'), line('CHN-9', '10')]
  agreed(await trade.as(trade.buyer, tx => publish(tx, { lines, firmWeeks: 2, source: 'api' })))
  const { id: supplierReleaseId } = await standing()
  agreed(await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId, all: true })))
})

async function standing() {
  const { rows } = await trade.as(trade.supplier, tx => listShares(tx, { status: 'published' }))
  return await trade.as(trade.supplier, tx => getShare(tx, rows[0]?.id ?? ''))
}

const file = (rows: string[]) => [`item,supplier,ship_to,${weeks.join(',')}`, ...rows].join('\n')
const preview = (csv: string) => trade.as(trade.buyer, tx => previewForecast(tx, csv, {}))
const takeClean = async (csv: string) =>
  agreed(await trade.as(trade.buyer, tx => importForecast(tx, { csv, acceptClean: true })))

test('a mistyped quantity ends no demand: the line stays, with what is committed to it', async () => {
  const csv = file(['BRK-2201,10000,STR1,150,100,100', 'CHN-9,10000,STR1,10,ten,10'])
  expect(await preview(csv)).toMatchObject({
    clean: 1,
    release: { held: 1, heldWhole: [], summary: { lines: 2, endedLines: 0, changedLines: 1 } },
  })
  expect(await takeClean(csv)).toMatchObject({ lines: 2, held: 1 })
  const now = await standing()
  expect(now.ended).toEqual([])
  expect(now.lines.map(line => [line.buyerPart, line.change, line.quantities, line.committed])).toEqual([
    ['BRK-2201', 'changed', ['150', '100', '100'], ['100', '100', '100']],
    ['CHN-9', 'same', ['10', '10', '10'], ['10', '10', '10']],
  ])
  expect(now.asked).toBe(1)
})

test('a mistyped item number ends nothing of that supplier: nobody can tell which line was meant', async () => {
  const csv = file(['BRK-2201,10000,STR1,150,100,100', 'CHM-9,10000,STR1,10,10,10'])
  expect(await preview(csv)).toMatchObject({
    release: { held: 1, heldWhole: [{ name: 'Nordlicht Antriebe' }], summary: { endedLines: 0 } },
  })
  await takeClean(csv)
  expect((await standing()).lines.map(line => line.buyerPart)).toEqual(['BRK-2201', 'CHN-9'])
})

test('a row that says nothing readable, or whose supplier is unknown, ends nothing of anybody', async () => {
  for (const row of ['CHN-9,77,STR1,10,10,10', 'CHN-9,10000,STR1,10,10,10,10', ',10000,STR1,10,10,10']) {
    const judged = await preview(file(['BRK-2201,10000,STR1,150,100,100', row]))
    expect([row, judged.release]).toMatchObject([row, { held: 1, summary: { endedLines: 0 } }])
  }
})

test('with weeks as rows, one wrong week keeps the whole line as it stands', async () => {
  const rows = weeks.flatMap((week, i) => [
    `BRK-2201,10000,STR1,${week},100`,
    `CHN-9,10000,STR1,${week},${i === 1 ? 'x' : '900'}`,
  ])
  await takeClean(['item,supplier,ship_to,week,quantity', ...rows].join('\n'))
  const now = await standing()
  expect(now.lines.map(line => [line.buyerPart, line.demand])).toEqual([
    ['BRK-2201', '300'],
    ['CHN-9', '30'],
  ])
})

test('a line that stays keeps the weeks beyond the file’s last one, and what the others lose there is told in numbers', async () => {
  const short = (rows: string[]) => [`item,supplier,ship_to,${weeks.slice(0, 1).join(',')}`, ...rows].join('\n')
  const csv = short(['BRK-2201,10000,STR1,100', 'CHN-9,10000,STR1,ten'])
  const { release } = await preview(csv)
  expect(release).toMatchObject({
    held: 1,
    summary: {
      changedLines: 1,
      previousDemand: '330',
      comparedDemand: '130',
      cut: { from: weeks[1], to: weeks[2], demand: '200' },
      net: { firm: '-200', planning: '0' },
    },
  })
  expect(release?.weeks.map(week => [week.quantity, week.previous])).toEqual([
    ['110', '110'],
    ['10', '110'],
    ['10', '110'],
  ])
  await takeClean(csv)
  const now = await standing()
  expect(now.lines.map(line => [line.buyerPart, line.change, line.quantities, line.committed])).toEqual([
    ['BRK-2201', 'changed', ['100', null, null], ['100', null, null]],
    ['CHN-9', 'same', ['10', '10', '10'], ['10', '10', '10']],
  ])
  expect(now.summary.cut).toEqual({ from: weeks[1], to: weeks[2], demand: '200' })
})

test('what is cut short is no item unchanged, and what has ended stands among the changes', async () => {
  const csv = [`item,supplier,ship_to,${weeks[0]},${weeks[1]}`, 'BRK-2201,10000,STR1,100,100'].join('\n')
  const judged = await preview(csv)
  expect(judged.release?.ended).toEqual([{ buyerPart: 'CHN-9', shipToCode: 'STR1', supplier: 'Nordlicht Antriebe' }])
  // The item that ends falls away beyond the last week, too.
  expect(judged.release?.summary.cut).toEqual({ from: weeks[2], to: weeks[2], demand: '110' })
  const { id } = agreed(await trade.as(trade.buyer, tx => importForecast(tx, { csv, acceptClean: false })))
  const lines = (asked = {}) => trade.as(trade.buyer, tx => listReleaseLines(tx, id, asked))
  const { rows, total, weeks: shown } = await lines()
  expect(shown.map(({ start }) => start)).toEqual(weeks)
  expect(total).toBe(2)
  expect(
    rows.map(row => [row.buyerPart, row.change, row.previousDemand, row.comparedDemand, row.quantities, row.previous]),
  ).toEqual([
    ['BRK-2201', 'changed', '300', '200', ['100', '100', null], ['100', '100', '100']],
    ['CHN-9', 'ended', '30', '0', [null, null, null], ['10', '10', '10']],
  ])
  expect((await lines({ change: 'ended' })).rows.map(row => row.buyerPart)).toEqual(['CHN-9'])
  expect((await lines({ change: 'changed', search: 'brk' })).rows.map(row => row.buyerPart)).toEqual(['BRK-2201'])
  expect((await lines({ change: 'same' })).total).toBe(0)
})

test('a supplier is known by its name as by its vendor number', async () => {
  const csv = file(['BRK-2201,nordlicht antriebe,STR1,100,100,100', 'CHN-9,10000,STR1,10,10,10'])
  expect(await preview(csv)).toMatchObject({ errors: [], clean: 2 })
})

test('a line that a file without faults leaves out has ended', async () => {
  const csv = file(['BRK-2201,10000,STR1,100,100,100'])
  expect(await preview(csv)).toMatchObject({ release: { held: 0, summary: { endedLines: 1 } } })
})
