// What may be the answer and lies in the house unread holds a step back: for a while, and only where it may be.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past, type Read } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { UNREAD_WAIT_MS } from './ladder.ts'
import { stopClocks } from './stop.ts'

const targets = {
  order: { kind: 'business-minutes', minutes: 120 } as const,
  escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 2 },
}
const WAIT = UNREAD_WAIT_MS / 60_000
const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder: '/nowhere' }
const stuck855: Read = { setId: '855', functionalId: 'PR', status: 'needs-attention' }

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({ targets })
})
afterAll(() => world.trade.close())

let suppliers = 0
/** A clock of a supplier of its own, reminded twice, on the eve of its due instant. */
async function almostDue() {
  const supplier = await world.trade.addSupplier(`Supplier ${suppliers++}`, { targets })
  const started = await world.start(supplier)
  for (const at of [60, 90]) await world.runAt(past(at))
  return { supplier, ...started }
}

const dueSteps = async (clockId: string) =>
  (await world.stepsOf(clockId)).slice(2).map(({ level, unread }) => [level, unread])
const firedPlainly = [
  ['breached', false],
  ['escalated-administrator', false],
]
const firedUnread = [
  ['breached', true],
  ['escalated-administrator', true],
]

describe('an 855 that came in time and that our side has not dealt with', () => {
  it.each([
    ['waits for a person', 'needs-attention', [stuck855]],
    ['could not be read at all', 'needs-attention', []],
    ['is held for its control number', 'held', []],
    [
      'waits in an interchange whose other document was applied',
      'needs-attention',
      [{ setId: '855', functionalId: 'PR', status: 'applied' }, stuck855],
    ],
    [
      'came together with a 997',
      'needs-attention',
      [{ setId: '997', functionalId: 'FA', status: 'applied' }, stuck855],
    ],
  ])('and %s is waited for, then said to be unread', async (_, status, documents) => {
    const { supplier, clockId } = await almostDue()
    await world.arrives(supplier, past(100), status, documents as Read[])
    await world.runAt(past(120 + WAIT - 1))
    expect(await dueSteps(clockId)).toEqual([])
    await world.runAt(past(120 + WAIT))
    expect(await dueSteps(clockId)).toEqual(firedUnread)
  })

  it('holds back every step while it is in doubt which order it answers, and only its own once that is known', async () => {
    const { supplier, clockId, subjectId } = await almostDue()
    const other = await world.start(supplier)
    await world.arrives(supplier, past(100), 'needs-attention', [{ ...stuck855, subjectId }])
    await world.runAt(past(121))
    expect(await dueSteps(clockId)).toEqual([])
    expect(await dueSteps(other.clockId)).toEqual(firedPlainly)
  })
})

describe('an 855 that came in time while nobody was at work', () => {
  const outage = async () => {
    const late = await almostDue()
    const interchangeId = await world.arrives(late.supplier, past(100), 'received')
    await world.runAt(past(120 + 300))
    expect(await dueSteps(late.clockId)).toEqual([])
    return { ...late, interchangeId }
  }

  it('is read before anybody is called late, however long ago the step was due', async () => {
    const { clockId, subjectId, interchangeId } = await outage()
    await world.trade.owner.query(`update interchanges set status = 'applied' where id = $1`, [interchangeId])
    await world.trade.web.withTenant(world.trade.buyer, tx => stopClocks(tx, subjectId, ['order'], past(100)))
    await world.runAt(past(120 + 302))
    expect(await dueSteps(clockId)).toEqual([])
    expect(await world.clockOf(clockId)).toMatchObject({ at: 'met', stoppedAt: past(100) })
  })

  it('is said to be unread if it cannot be', async () => {
    const { clockId } = await outage()
    await world.runAt(past(120 + 302))
    expect(await dueSteps(clockId)).toEqual([...firedUnread, ['escalated-buyer', true]])
  })
})

describe('nothing is held back', () => {
  it.each([
    ['a 997 that nobody could make sense of', 'needs-attention', [{ ...stuck855, setId: '997', functionalId: 'FA' }]],
    ['an 824 that names no document of ours', 'needs-attention', [{ ...stuck855, setId: '824', functionalId: 'AG' }]],
    ['an 855 of another order', 'needs-attention', [{ ...stuck855, subjectId: randomUUID() }]],
    ['an interchange that holds nothing', 'answered', []],
    ['an interchange that was applied', 'applied', [{ ...stuck855, status: 'applied' }]],
  ])('by %s', async (_, status, documents) => {
    const { supplier, clockId } = await almostDue()
    await world.arrives(supplier, past(100), status, documents as Read[])
    await world.runAt(past(121))
    expect(await dueSteps(clockId)).toEqual(firedPlainly)
  })

  it('by what has lain there since before the order was asked, or what a person has left unapplied for good', async () => {
    const { supplier, clockId } = await almostDue()
    await world.arrives(supplier, past(-5000), 'needs-attention', [stuck855])
    await world.arrives(supplier, past(-5000), 'held')
    const dismissed = await world.arrives(supplier, past(100), 'held')
    await world.trade.owner.query('update interchanges set closed_at = at where id = $1', [dismissed])
    await world.runAt(past(121))
    expect(await dueSteps(clockId)).toEqual(firedPlainly)
  })
})

describe('an 856 that waits for a person', () => {
  const shipNotice = { kind: 'before-delivery', days: 1, by: '12:00' } as const
  const stuck856: Read = { setId: '856', functionalId: 'SH', status: 'needs-attention' }
  /** Due on the second of March at noon, which is so many minutes after the start. */
  const due = 28 * 60
  async function almostDueNotice() {
    const supplier = await world.trade.addSupplier(`Ships ${suppliers++}`, { targets: { ...targets, shipNotice } })
    const asked = { kind: 'ship-notice', lines: [1], delivery: '2027-03-03' } as const
    const { clockId, subjectId } = await world.start(supplier, asked)
    const others = await world.start(supplier, asked)
    const third = await world.start(supplier, asked)
    await world.runAt(past(due - 1))
    return { supplier, clockId, subjectId, others, third, reminded: await world.levelsOf(clockId) }
  }

  it('holds back the steps of every order that it names, of no other, and no answer’s', async () => {
    const { supplier, clockId, subjectId, others, third, reminded } = await almostDueNotice()
    expect((await world.clockOf(clockId)).dueAt).toEqual(past(due))
    const answer = await world.start(supplier)
    const named = { subjectId, also: [others.subjectId] }
    await world.arrives(supplier, past(due - 60), 'needs-attention', [{ ...stuck856, ...named }])
    await world.runAt(past(due + WAIT - 1))
    for (const id of [clockId, others.clockId]) expect(await world.levelsOf(id)).toEqual(reminded)
    for (const id of [third.clockId, answer.clockId]) expect(await world.levelsOf(id)).toContain('breached')
    await world.runAt(past(due + WAIT))
    for (const id of [clockId, others.clockId]) expect((await world.stepsOf(id)).at(-1)).toMatchObject({ unread: true })
  })

  it('and names no order that is known may speak of any: it holds back the steps of all', async () => {
    const { supplier, clockId, others, reminded } = await almostDueNotice()
    await world.arrives(supplier, past(due - 60), 'needs-attention', [stuck856])
    await world.runAt(past(due + 1))
    for (const id of [clockId, others.clockId]) expect(await world.levelsOf(id)).toEqual(reminded)
  })

  it('since before the others were agreed on holds back those of its own order', async () => {
    const { supplier, clockId, subjectId, others, reminded } = await almostDueNotice()
    await world.arrives(supplier, past(-10), 'needs-attention', [{ ...stuck856, subjectId }])
    await world.runAt(past(due + 1))
    expect(await world.levelsOf(clockId)).toEqual(reminded)
    expect(await world.levelsOf(others.clockId)).toContain('breached')
  })
})

it('a 997 that waits for a person holds back the alarm for a missing 997', async () => {
  const supplier = await world.trade.addSupplier('Acknowledges oddly', {
    targets: { ...targets, acknowledgment: { warnHours: 1, alarmHours: 2 } },
  })
  const { clockId } = await world.start(supplier, { kind: 'acknowledgment' })
  await world.runAt(past(60))
  await world.arrives(supplier, past(100), 'needs-attention', [{ ...stuck855, setId: '997', functionalId: 'FA' }])
  await world.runAt(past(121))
  expect(await world.levelsOf(clockId)).toEqual(['warned'])
  await world.runAt(past(120 + WAIT))
  expect(await world.levelsOf(clockId)).toEqual(['warned', 'breached'])
})

describe('the mail of a step that comes although the answer is here', () => {
  it('says so in its title, first in its words, and does not call it late', async () => {
    const { supplier, clockId } = await almostDue()
    await world.arrives(supplier, past(100), 'needs-attention', [stuck855])
    for (const at of [121, 120 + WAIT]) await world.runAt(past(at))
    const handlers = [...world.handlers.values(), ...noticesWork({ mail, publicUrl: 'https://p.example' })]
    await runDueWork(world.trade.worker, handlers, kind => kind === 'clock.tell' || kind === 'notice.raise')
    const [mailed] = await world.trade.web.withTenant(supplier, tx =>
      tx
        .select()
        .from(notices)
        .where(eq(notices.key, `clock:${clockId}:breached`)),
    )
    expect(mailed?.title).toMatch(/^Answer received, unread: Order 4711, due /)
    expect(mailed?.text).toMatch(/^An answer may be here already: /)
  })
})
