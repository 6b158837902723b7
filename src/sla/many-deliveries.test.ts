// The clocks of an order's deliveries are begun, moved, stopped and waited for anew in as many statements for many as for few.
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { joinReactions } from '../kernel/events.ts'
import { answer, cancel, decide, getOrder, ordersReactions } from '../orders/index.ts'
import { cancelNotice, onTheWay, publish } from '../shipments/index.ts'
import { slaReactions } from './react.ts'

const target = { kind: 'before-delivery', days: 2, by: '16:00' } as const
const [few, many] = [3, 12]
let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  await trade.agree(trade.supplier, { documents: { shipNotice: 'portal' } })
  await trade.owner.query('update relationships set targets = targets || $1', [JSON.stringify({ shipNotice: target })])
})
afterAll(() => trade.close())

/** Statements put to the database meanwhile. */
async function asked(act: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await act()
    return query.mock.calls.length
  } finally {
    query.mockRestore()
  }
}

const states = async (orderId: string) => {
  const { rows } = await trade.owner.query<{ at: string; many: number }>(
    `select at, count(*)::int as many from clocks where subject_id = $1 and kind = 'ship-notice' group by at order by at`,
    [orderId],
  )
  return Object.fromEntries(rows.map(({ at, many: of }) => [at, of]))
}

/** What the life of an order of so many lines asks of the database, act by act. */
async function lifeOf(lines: number): Promise<Record<string, number>> {
  const { id: orderId } = await trade.callOff(
    Array.from({ length: lines }, () => [trade.chainId, '10', trade.inDays(28)]),
  )
  const numbers = Array.from({ length: lines }, (_, i) => i + 1)
  const seen = () => trade.as(trade.buyer, tx => getOrder(tx, orderId))
  const supplier = (act: Parameters<typeof trade.as>[1]) => asked(() => trade.as(trade.supplier, act))
  const begun = await supplier(async tx =>
    agreed(
      await answer(
        tx,
        {
          ...{ orderId, versionAnswered: 1, receivedAt: tx.now },
          lines: numbers.map(lineNumber => ({ lineNumber, answer: { act: 'accept' } })),
        },
        onTheWay,
      ),
    ),
  )
  expect(await states(orderId)).toEqual({ pending: lines })
  const promised = [{ quantity: '10', date: trade.inDays(42) }]
  await supplier(async tx =>
    agreed(
      await answer(
        tx,
        {
          ...{ orderId, versionAnswered: 1, receivedAt: tx.now },
          lines: numbers.map(lineNumber => ({ lineNumber, answer: { act: 'propose', promised, reason: 'Paint' } })),
        },
        onTheWay,
      ),
    ),
  )
  const { version, lines: proposed } = await seen()
  const moved = await asked(() =>
    trade.as(trade.buyer, async tx => {
      const decisions = proposed.flatMap(({ open }) => (open ? [{ proposalId: open.id, act: 'accept' as const }] : []))
      return agreed(await decide(tx, { orderId, version, decisions }, onTheWay))
    }),
  )
  const { rows } = await trade.owner.query(
    `select count(*)::int as many from clocks where subject_id = $1 and target ->> 'delivery' = $2 and jsonb_array_length(recounts) = 1`,
    [orderId, trade.inDays(42)],
  )
  expect(rows[0]?.many).toBe(lines)
  const items = numbers.map(lineNumber => ({ orderId, lineNumber, quantity: '10' }))
  const days = { shipDate: trade.inDays(1), arrivalDate: trade.inDays(2) }
  let noticeId = ''
  const stopped = await supplier(async tx => {
    noticeId = agreed(
      await publish(tx, { number: `LS-${orderId.slice(-6)}`, ...days, items, receivedAt: tx.now }),
    ).noticeId
  })
  expect(await states(orderId)).toEqual({ met: lines })
  const awaitedAgain = await supplier(async tx => agreed(await cancelNotice(tx, { noticeId, reason: 'Not loaded' })))
  expect(await states(orderId)).toEqual({ pending: lines })
  const ended = await asked(async () =>
    trade.as(trade.buyer, async tx => {
      const given = { orderId, version: version + 1, lineNumbers: numbers, reason: 'No more' }
      return agreed(await cancel(tx, given, onTheWay))
    }),
  )
  expect(await states(orderId)).toEqual({ cancelled: lines })
  return { begun, moved, stopped, awaitedAgain, ended }
}

it('asks no more of the database for many deliveries than for few', async () => {
  // Statements that are new are put otherwise than those that are known: the first round is not counted.
  await lifeOf(few)
  expect(await lifeOf(many)).toEqual(await lifeOf(few))
})
