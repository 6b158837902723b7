// The board's numbers, and the lists that they lead to when pressed: the same answers.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { type BoardQuery, type Counts, tiles } from './api.ts'
import { board, summary } from './queries.ts'
import { stopClocks } from './stop.ts'

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({ targets: { order: { kind: 'business-minutes', minutes: 120 } } })
})
afterAll(() => world.trade.close())

const counted: Record<keyof typeof tiles, (counts: Counts) => number> = {
  late: ({ late }) => late,
  risk: ({ atRisk }) => atRisk,
  today: ({ dueToday }) => dueToday,
  open: ({ open }) => open,
  ours: ({ ours }) => ours,
  met: ({ met, metLate }) => met + metLate,
}

it('each number is the length of the list behind it', async () => {
  const { start, trade } = world
  const answered = async (startedAt: number, at: number) => {
    const { subjectId } = await start(undefined, { at: past(startedAt) })
    await trade.web.withTenant(trade.buyer, tx => stopClocks(tx, subjectId, ['order'], past(at)))
  }
  // Two are late; three quarters used; due today; due after the day has ended; one more for us to decide.
  for (const at of [0, 100, 900, 950, 990]) await start(undefined, { at: past(at) })
  await start(undefined, { at: past(995), kind: 'decision', lines: [1] })
  await answered(200, 210)
  await answered(200, 400)
  await answered(-3000, -2990)
  await trade.setNow(past(1000))
  const dayEnds = past(1080).toISOString()
  const { counts } = await trade.web.withTenant(trade.buyer, tx => summary(tx, { dayEnds }))
  const lists: Record<string, number> = {}
  const numbers: Record<string, number> = {}
  for (const [name, tile] of Object.entries(tiles) as [keyof typeof tiles, BoardQuery][]) {
    const list = await trade.web.withTenant(trade.buyer, tx => board(tx, { ...tile, dayEnds }))
    lists[name] = list.total
    numbers[name] = counted[name](counts)
  }
  expect(numbers).toEqual({ late: 2, risk: 1, today: 2, open: 6, ours: 1, met: 2 })
  expect(lists).toEqual(numbers)
})
