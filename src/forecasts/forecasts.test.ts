// Forecasts through their verbs, from both sides, on a real Postgres.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { Unknown } from '../kernel/errors.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import {
  commit,
  draftOf,
  forecastsReactions,
  getRelease,
  getShare,
  importForecast,
  listReleaseLines,
  listReleases,
  listShares,
  previewForecast,
  publish,
  type ReleaseToPublish,
  viewForecast,
} from './index.ts'

let trade: CallOffTrade
let other: Caller
let weeks: string[]
beforeAll(async () => {
  trade = await openCallOffTrade(forecastsReactions)
  other = await trade.addSupplier('Forja Ibérica')
  await trade.supplies(other)
  weeks = Array.from({ length: 6 }, (_, i) => addDays(mondayOf(trade.inDays(0)), 7 * (i + 1)))
})
afterAll(() => trade.close())

const line = (item: string, supplier: string, quantities: string[]): ReleaseToPublish['lines'][number] => ({
  item,
  supplier,
  shipTo: 'STR1',
  buckets: quantities.map((quantity, i) => ({ start: weeks[i] ?? '', quantity })),
})
const nordlicht = '10000'
const forja = '10001'
const released = async (lines: ReleaseToPublish['lines'], more: Partial<ReleaseToPublish> = {}) =>
  agreed(await trade.as(trade.buyer, tx => publish(tx, { lines, firmWeeks: 2, source: 'api', ...more })))
const standing = async (caller: Caller) => {
  const { rows } = await trade.as(caller, tx => listShares(tx, { status: 'published' }))
  return rows[0]?.id ?? ''
}
const seen = (id: string, caller: Caller) => trade.as(caller, tx => getShare(tx, id))
const codes = (result: unknown) => (Array.isArray(result) ? result.map(each => (each as { code: string }).code) : [])

describe('a release', () => {
  test('gives each supplier its own share, firm and planning, and nobody another’s', async () => {
    const release = await released(
      [
        line('BRK-2201', nordlicht, ['100', '100', '120', '0', '80']),
        line('CHN-9', nordlicht, ['10', '10', '10', '10', '10']),
        line('BRK-2201', forja, ['5', '5']),
      ],
      { note: 'First of the season' },
    )
    expect(release).toMatchObject({ number: 1, suppliers: 2, lines: 3 })
    const mine = await seen(await standing(trade.supplier), trade.supplier)
    expect(mine).toMatchObject({
      side: 'supplier',
      number: 1,
      note: 'First of the season',
      releaseId: null,
      commitStatus: 'awaiting',
      asked: 9,
      coverage: null,
      supersedes: null,
      firmUntil: weeks[2],
    })
    expect(mine.lines.map(each => [each.buyerPart, each.supplierPart, each.demand])).toEqual([
      ['BRK-2201', 'NL-77120', '400'],
      ['CHN-9', 'NL-88', '50'],
    ])
    expect(mine.weeks.map(week => [week.quantity, week.zone])).toEqual([
      ['110', 'firm'],
      ['110', 'firm'],
      ['130', 'planning'],
      ['10', 'planning'],
      ['90', 'planning'],
    ])
    const theirs = await standing(other)
    await expect(seen(theirs, trade.supplier)).rejects.toThrow(Unknown)
    await expect(trade.as(trade.supplier, tx => getRelease(tx, release.id))).rejects.toThrow(Unknown)
    await expect(trade.as(trade.supplier, tx => listReleaseLines(tx, release.id, {}))).rejects.toThrow(Unknown)
    expect(await trade.as(trade.supplier, tx => listReleases(tx, {}))).toEqual({ rows: [], total: 0 })
    await expect(trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: theirs, all: true }))).rejects.toThrow(
      Unknown,
    )
  })
  test('tells the supplier’s people, and the buyer when it was opened, once', async () => {
    const id = await standing(trade.supplier)
    const { rows } = await trade.owner.query("select org_id from work where kind = 'notice.raise' and key like $1", [
      `%${id}`,
    ])
    expect(rows).toEqual([{ org_id: trade.supplier.orgId }])
    await trade.as(trade.supplier, tx => viewForecast(tx, id))
    await trade.as(trade.supplier, tx => viewForecast(tx, id))
    await trade.as(trade.buyer, tx => viewForecast(tx, id))
    const { viewedAt, history } = await seen(id, trade.buyer)
    expect(viewedAt).not.toBeNull()
    expect(history.map(({ type }) => type)).toEqual(['forecast.viewed', 'forecast.published'])
  })
  test('names every wrong line, with what to do about it', async () => {
    const result = await trade.as(trade.buyer, tx =>
      publish(tx, {
        source: 'api',
        lines: [
          line('NO-SUCH', nordlicht, ['1']),
          { ...line('CHN-9', nordlicht, ['1']), supplier: '' },
          line('CHN-9', '77', ['1']),
          { ...line('CHN-9', nordlicht, ['1']), shipTo: 'MOON' },
          { item: 'CHN-9', supplier: nordlicht, buckets: [{ start: addDays(weeks[0] ?? '', 2), quantity: '-4' }] },
          line('BRK-2201', nordlicht, ['1']),
          line('BRK-2201', nordlicht, ['1']),
        ],
      }),
    )
    expect(codes(result)).toEqual([
      'item-unknown',
      'supplier-missing',
      'supplier-unknown',
      'site-unknown',
      'not-a-monday',
      'negative',
      'line-twice',
      'line-twice',
    ])
    expect(await trade.as(trade.buyer, tx => listReleases(tx, {}))).toMatchObject({ total: 1 })
  })
})

describe('a commit', () => {
  test('below the forecast wants a reason', async () => {
    const id = await standing(trade.supplier)
    const { lines } = await seen(id, trade.supplier)
    const cell = { lineId: lines[0]?.id ?? '', start: weeks[0] ?? '', quantity: '60' }
    const bare = await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: id, cells: [cell] }))
    expect(codes(bare)).toEqual(['reason-missing'])
    const nonsense = await trade.as(trade.supplier, tx =>
      commit(tx, {
        supplierReleaseId: id,
        cells: [
          { ...cell, quantity: 'many' },
          { ...cell, start: '2020-01-06' },
        ],
      }),
    )
    expect(codes(nonsense)).toEqual(['not-a-number', 'cell-unknown'])
    const said = { ...cell, reason: 'Coating line is down' }
    const part = agreed(await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: id, cells: [said] })))
    expect(part).toMatchObject({ version: 1, commitStatus: 'awaiting', asked: 8 })
  })
  test('of the rest as forecast ends it, short by what was said', async () => {
    const id = await standing(trade.supplier)
    const rest = agreed(await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: id, asked: true })))
    // 410 of 450.
    expect(rest).toMatchObject({ version: 2, commitStatus: 'short', asked: 0, coverage: '0.9111', above: 0 })
    const ours = await seen(id, trade.buyer)
    expect(ours.committedAt).not.toBeNull()
    expect(ours.lines[0]?.committed).toEqual(['60', '100', '120', null, '80'])
    expect(ours.lines[0]?.reasons).toEqual({ [weeks[0] ?? '']: 'Coating line is down' })
    expect(ours.history.map(({ type }) => type).slice(0, 2)).toEqual([
      'forecast.committed',
      'forecast.partly-committed',
    ])
    expect(ours.weeks[0]).toMatchObject({ quantity: '110', committed: '70' })
  })
  test('of all as forecast keeps what was committed otherwise, unless it is to be written over', async () => {
    const id = await standing(trade.supplier)
    class Undone extends Error {}
    const over = trade.as(trade.supplier, async tx => {
      const kept = agreed(await commit(tx, { supplierReleaseId: id, all: true }))
      expect(kept).toMatchObject({ commitStatus: 'short', coverage: '0.9111' })
      const written = agreed(await commit(tx, { supplierReleaseId: id, all: true, overwrite: true }))
      expect(written).toMatchObject({ commitStatus: 'committed', coverage: '1' })
      throw new Undone()
    })
    await expect(over).rejects.toThrow(Undone)
  })
  test('below the forecast is told to the buyer’s people, once a version', async () => {
    const id = await standing(trade.supplier)
    const { rows } = await trade.owner.query(
      "select org_id, data->>'title' as title, data->>'text' as text from work where kind = 'notice.raise' and key like $1",
      [`forecast-short-${id}-%`],
    )
    expect(rows).toEqual([
      {
        org_id: trade.buyer.orgId,
        title: 'Nordlicht Antriebe commits to less than forecast in release 1',
        text: expect.stringContaining('91 % of the demand of forecast release 1: 1 week of an item is below'),
      },
    ])
  })
  test('given without having seen a colleague’s is refused, with who committed and when', async () => {
    const id = await standing(trade.supplier)
    const given = { supplierReleaseId: id, all: true, basedOn: 1 }
    const refused = await trade.as(trade.supplier, tx => commit(tx, given))
    expect(refused).toMatchObject([
      { code: 'commit-changed', detail: expect.stringMatching(/^.+ has committed version 2 meanwhile, .+ UTC\.$/) },
    ])
    expect(JSON.stringify(refused)).toContain(trade.supplier.name)
    expect(await seen(id, trade.supplier)).toMatchObject({ commitVersion: 2, coverage: '0.9111' })
  })
  test('is the supplier’s, never the buyer’s', async () => {
    const id = await standing(trade.supplier)
    await expect(trade.as(trade.buyer, tx => commit(tx, { supplierReleaseId: id, all: true }))).rejects.toThrow(Unknown)
  })
  test('is not wanted where none is agreed', async () => {
    await trade.agree(other, { documents: { commit: 'none' } })
    await released([line('BRK-2201', forja, ['6', '6'])])
    const id = await standing(other)
    expect(await seen(id, other)).toMatchObject({ number: 2, commitStatus: 'not-wanted', asked: 0 })
    expect(codes(await trade.as(other, tx => commit(tx, { supplierReleaseId: id, all: true })))).toEqual([
      'commit-not-wanted',
    ])
    // A supplier that the release does not name keeps what it has.
    expect((await seen(await standing(trade.supplier), trade.supplier)).number).toBe(1)
  })
})

describe('the next release', () => {
  test('keeps the word on what did not change, carries the rest, and asks again only for that', async () => {
    const before = await standing(trade.supplier)
    const release = await released([
      // Week 1 rises, week 2 falls, week 3 stays, week 4 is new demand, week 5 stays, week 6 was beyond the horizon.
      line('BRK-2201', nordlicht, ['130', '70', '120', '30', '80', '50']),
    ])
    const now = await seen(await standing(trade.supplier), trade.supplier)
    expect(now.supersedes).toEqual({ id: before, number: 1 })
    expect((await seen(before, trade.supplier)).newer).toEqual({ id: now.id, number: 3 })
    const [brake] = now.lines
    expect(brake?.previous).toEqual(['100', '100', '120', '0', '80', null])
    expect(brake?.committed).toEqual(['60', '70', '120', null, '80', null])
    expect(brake?.origins).toEqual(['carried', 'carried', 'supplier', null, 'supplier', null])
    expect(now).toMatchObject({ commitStatus: 'awaiting', asked: 4 })
    expect(now.summary).toMatchObject({
      lines: 1,
      changedLines: 1,
      newLines: 0,
      endedLines: 1,
      changedCells: 3,
      demand: '480',
      comparedDemand: '430',
      previousDemand: '450',
      // 30 + 30 of the brake and 10 + 10 of the chain that ended; then 30 and three times 10.
      moved: { firm: '80', planning: '60' },
      movedOf: { firm: '220', planning: '230' },
    })
    expect(now.ended).toMatchObject([{ buyerPart: 'CHN-9', previousDemand: '50' }])
    const lines = await trade.as(trade.buyer, tx => listReleaseLines(tx, release.id, { change: 'changed' }))
    expect(lines.rows[0]?.previous).toEqual(['100', '100', '120', '0', '80', null])
    const superseded = await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: before, all: true }))
    expect(codes(superseded)).toEqual(['release-superseded'])
  })
  test('that changes nothing asks for nothing', async () => {
    const id = await standing(trade.supplier)
    agreed(await trade.as(trade.supplier, tx => commit(tx, { supplierReleaseId: id, all: true })))
    const release = await released([line('BRK-2201', nordlicht, ['130', '70', '120', '30', '80', '50'])])
    const now = await seen(await standing(trade.supplier), trade.supplier)
    expect(now).toMatchObject({ number: 4, commitStatus: 'committed', asked: 0, coverage: '1' })
    expect(now.lines[0]?.change).toBe('same')
    const whole = await trade.as(trade.buyer, tx => getRelease(tx, release.id))
    expect(whole).toMatchObject({ committed: 1, awaiting: 0, coverage: '1', previousNumber: 3 })
    const { rows } = await trade.as(trade.buyer, tx => listReleases(tx, {}))
    expect(rows.map(row => [row.number, row.status])).toEqual([
      [4, 'published'],
      [3, 'superseded'],
      [2, 'published'],
      [1, 'superseded'],
    ])
  })
  test('is found by how it stands, how it came and what was committed, in the order asked for', async () => {
    const numbers = async (asked: Parameters<typeof listReleases>[1]) =>
      (await trade.as(trade.buyer, tx => listReleases(tx, asked))).rows.map(({ number }) => number)
    expect(await numbers({ status: 'superseded', sort: 'number' })).toEqual([1, 3])
    expect(await numbers({ source: 'csv' })).toEqual([])
    expect(await numbers({ commit: 'short' })).toEqual([1])
    expect(await numbers({ commit: 'short,not-wanted', sort: '-lines' })).toEqual([1, 2])
  })
  test('begins as a grid of what stands, and is refused when another came between', async () => {
    const draft = await trade.as(trade.buyer, draftOf)
    expect(draft.basedOn).toBe(4)
    expect(draft.firmUntil).toBe(weeks[2])
    expect(draft.weeks[0]).toBe(mondayOf(trade.inDays(0)))
    expect(draft.lines.map(each => [each.item, each.supplier, each.quantities.slice(0, 3)])).toEqual([
      ['BRK-2201', forja, [null, '6', '6']],
      ['BRK-2201', nordlicht, [null, '130', '70']],
    ])
    const stale = await trade.as(trade.buyer, tx =>
      publish(tx, { source: 'grid', basedOn: 3, lines: [line('BRK-2201', nordlicht, ['1'])] }),
    )
    expect(codes(stale)).toEqual(['release-changed'])
  })
})

describe('a CSV', () => {
  const file = (rows: string[]) => [`item,supplier,ship_to,${weeks.slice(0, 3).join(',')}`, ...rows].join('\n')
  const preview = (csv: string) => trade.as(trade.buyer, tx => previewForecast(tx, csv, {}))

  test('with weeks as columns says line, column and remedy of every wrong cell', async () => {
    const csv = file([
      `BRK-2201,${nordlicht},STR1,130,70,120`,
      `CHN-9,${nordlicht},STR1,10,ten,10`,
      `NO-SUCH,${nordlicht},STR1,1,1,1`,
      `CHN-9,${nordlicht},STR1,,,`,
    ])
    const judged = await preview(csv)
    expect(judged).toMatchObject({ form: 'weeks-as-columns', rows: 4, clean: 1 })
    expect(judged.errors.map(({ line: at, column }) => [at, column])).toEqual([
      [3, weeks[1]],
      [4, 'item'],
      [5, ''],
    ])
    expect(judged.errors.every(({ remedy }) => remedy !== '')).toBe(true)
    expect(judged.release).toMatchObject({ suppliers: [{ name: 'Nordlicht Antriebe' }], summary: { lines: 1 } })
    const refused = await trade.as(trade.buyer, tx => importForecast(tx, { csv, acceptClean: false }))
    expect(codes(refused)).toEqual(['csv-row', 'csv-row', 'csv-row'])
    expect((await seen(await standing(trade.supplier), trade.supplier)).number).toBe(4)
    const taken = agreed(await trade.as(trade.buyer, tx => importForecast(tx, { csv, acceptClean: true })))
    expect(taken).toMatchObject({ number: 5, lines: 1 })
    expect(taken.errors).toHaveLength(3)
  })
  test('whose header names a week that is none is not published in part', async () => {
    const tuesday = addDays(weeks[0] ?? '', 1)
    const judged = await preview(`item;supplier;${tuesday};${weeks[1]}\nBRK-2201;${nordlicht};1;2\n`)
    expect(judged).toMatchObject({ rows: 1, clean: 0, release: null })
    expect(judged.errors).toMatchObject([{ line: 1, column: tuesday, remedy: expect.stringContaining(weeks[0] ?? '') }])
  })
  test('with weeks as rows leaves an item out of which one week is wrong', async () => {
    const rows = [
      `BRK-2201,${nordlicht},STR1,${weeks[0]},130`,
      `BRK-2201,${nordlicht},STR1,${weeks[1]},70`,
      `CHN-9,${nordlicht},STR1,${weeks[0]},10`,
      `CHN-9,${nordlicht},STR1,${weeks[1]},x`,
    ]
    const judged = await preview(['item,supplier,ship_to,week,quantity', ...rows].join('\n'))
    expect(judged).toMatchObject({ form: 'weeks-as-rows', rows: 4, clean: 2 })
    expect(judged.errors).toMatchObject([{ line: 5, column: 'quantity' }])
    expect(judged.release?.summary).toMatchObject({ lines: 1, demand: '200' })
  })
  test('that has a line twice publishes neither: nobody but the planner knows which was meant', async () => {
    const judged = await preview(
      file([
        `BRK-2201,${nordlicht},STR1,130,70,120`,
        `CHN-9,${nordlicht},STR1,10,10,10`,
        `CHN-9,${nordlicht},STR1,900,10,10`,
      ]),
    )
    expect(judged).toMatchObject({ rows: 3, clean: 1, release: { summary: { demand: '320' } } })
    expect(judged.errors.map(({ line: at, column }) => [at, column])).toEqual([
      [3, 'item'],
      [4, 'item'],
    ])
  })
  test('that is empty, or has no weeks, says so', async () => {
    expect((await preview('')).errors).toHaveLength(2)
    expect((await preview('item,supplier\nBRK-2201,1\n')).errors[0]?.problem).toBe('There is no week in the header.')
  })
})
