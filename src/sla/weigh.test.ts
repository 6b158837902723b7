// A late answer that was late by our own fault is excused by itself; every other one is not.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { alarmsFor } from '../kernel/alarms.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { outages } from '../kernel/tables.ts'
import { stopClocks } from './stop.ts'
import { clockWeigh, weighWork } from './weigh.ts'

const order = { kind: 'business-minutes', minutes: 120 } as const
const targets = { order }

let timed: ClockTrade
let supplier: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets })
  supplier = timed.trade.supplier
})
afterAll(() => timed.trade.close())

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)

const answeredAt = async (subjectId: string, at: Date, who = supplier) => {
  await timed.trade.setNow(at)
  await by(who, tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: subjectId },
      parties: [timed.trade.buyer.orgId, who.orgId],
      at,
      data: { awaiting: false },
    }),
  )
}

async function weighAt(at: Date): Promise<void> {
  await timed.trade.setNow(at)
  await runDueWork(timed.trade.worker, [clockWeigh], kind => kind === clockWeigh.kind)
}

it('wakes a worker for each, however many answers are late in the same moment', () => {
  const late = Array.from({ length: 50 }, () => weighWork({ id: newId(), buyerId: supplier.orgId }, past(1)))
  const alarms = alarmsFor(late.map(work => ({ ...work, org: work.orgId, due: 1_000, attempts: 0 })))
  expect(alarms).toHaveLength(50)
})

describe('a door that was closed', () => {
  const closed = (door: string, from: number, to: number) =>
    by(supplier, tx => tx.insert(outages).values({ id: newId(), door, from: past(from), to: past(to) }))

  /** Answered so many minutes after the start, with a door closed meanwhile. */
  async function answeredWith(minutes: number, who = supplier) {
    const { clockId, subjectId } = await timed.start(who)
    await answeredAt(subjectId, past(minutes), who)
    expect((await timed.clockOf(clockId)).at).toBe('met-late')
    await weighAt(past(minutes + 1))
    return await timed.clockOf(clockId)
  }

  it('does not count: late is what came after the time it had taken away', async () => {
    await closed('web', 100, 160)
    const { at, attribution, excuse } = await answeredWith(180)
    expect({ at, attribution }).toEqual({ at: 'excused', attribution: 'system' })
    expect(excuse).toMatchObject({ by: 'Pullwire', reason: 'our-system' })
    expect(excuse?.note).toContain('The portal was closed: ')
    expect(excuse?.note).toContain('Without that time it would have been due')
    expect((await answeredWith(181)).at).toBe('met-late')
  })

  it('before the clock began, or after the answer came, takes nothing away', async () => {
    await timed.trade.owner.query('delete from outages')
    await closed('web', -60, -10)
    await closed('web', 130, 200)
    expect((await answeredWith(125)).at).toBe('met-late')
  })

  it('counts for whoever comes by it', async () => {
    await timed.trade.owner.query('delete from outages')
    const byFolder = await timed.trade.addSupplier('Folders', { targets })
    await timed.trade.owner.query(`update relationships set transport = 'folder' where supplier_id = $1`, [
      byFolder.orgId,
    ])
    await closed('web', 100, 160)
    expect((await answeredWith(150, byFolder)).at).toBe('met-late')
    await closed('folder', 100, 160)
    expect((await answeredWith(150, byFolder)).at).toBe('excused')
    await timed.trade.owner.query('delete from outages')
  })

  it('at the hour of a weekly deadline excuses what comes by that hour of the next working day, and before it nothing', async () => {
    const weekly = { kind: 'weekly', weekday: 1, by: '10:00' } as const
    const mondays = await timed.trade.addSupplier('By Mondays', { targets: { order: weekly } })
    const closedFor = (from: number, to: number) =>
      by(mondays, tx => tx.insert(outages).values({ id: newId(), door: 'web', from: past(from), to: past(to) }))
    await closedFor(60, 100)
    expect(await answeredWith(130, mondays)).toMatchObject({ at: 'met-late', dueAt: past(120) })
    await timed.trade.owner.query('delete from outages')
    await closedFor(100, 160)
    expect(await answeredWith(170, mondays)).toMatchObject({ at: 'excused', attribution: 'system' })
    await timed.trade.owner.query('delete from outages')
  })
})

describe('an answer that had come in time and lay here, when it came another way, late', () => {
  /** A document of this order, received in time; answered in the portal at minute 130. */
  async function lay(status: string, more: { interchange?: string; subject?: boolean; documents?: boolean } = {}) {
    const who = await timed.trade.addSupplier(`EDI ${randomUUID().slice(0, 6)}`, { targets })
    const { clockId, subjectId } = await timed.start(who)
    const document = { setId: '855', functionalId: 'PR', status, ...(more.subject === false ? {} : { subjectId }) }
    const documents = more.documents === false ? [] : [document]
    const interchangeId = await timed.arrives(who, past(60), more.interchange ?? 'answered', documents)
    await answeredAt(subjectId, past(130), who)
    return { who, clockId, interchangeId, subjectId }
  }
  const looked = async (clockId: string) => (await timed.clockOf(clockId)).at
  const change = (interchangeId: string, set: string) =>
    timed.trade.owner.query(`update documents set ${set} where interchange_id = $1`, [interchangeId])

  it('is read first; applied as it was sent, it excuses', async () => {
    const { clockId, interchangeId } = await lay('accepted')
    await weighAt(past(131))
    expect(await looked(clockId)).toBe('met-late')
    await change(interchangeId, `status = 'applied', applied_at = kernel.now()`)
    await weighAt(past(133))
    const { at, excuse } = await timed.clockOf(clockId)
    expect(at).toBe('excused')
    expect(excuse?.note).toContain('in time, lay here and was not applied')
  })

  it('and turns out to be of another order, it does not', async () => {
    const { clockId, interchangeId } = await lay('accepted', { subject: false })
    await weighAt(past(131))
    await change(interchangeId, `status = 'applied', applied_at = kernel.now(), subject_id = gen_random_uuid()`)
    await weighAt(past(133))
    expect(await looked(clockId)).toBe('met-late')
  })

  it('waits for a person because of what it says: that is not our fault, nor once it was corrected here', async () => {
    const { clockId, interchangeId } = await lay('needs-attention', { interchange: 'needs-attention' })
    await weighAt(past(131))
    expect(await looked(clockId)).toBe('met-late')
    await change(interchangeId, `status = 'applied', applied_at = kernel.now(), working_text = 'ISA…'`)
    await appliedNow(interchangeId)
    expect(await looked(clockId)).toBe('met-late')
  })

  it('waited for a person and was applied as it was: weighed anew, it excuses', async () => {
    const { clockId, interchangeId } = await lay('needs-attention', { interchange: 'needs-attention' })
    await weighAt(past(131))
    await change(interchangeId, `status = 'applied', applied_at = kernel.now()`)
    await appliedNow(interchangeId)
    expect(await looked(clockId)).toBe('excused')
  })

  it('could not be read or applied by us, again and again, it excuses', async () => {
    const failed = (who: Caller, kind: string, key: string, data: object) =>
      timed.trade.owner.query(
        `insert into work (id, org_id, kind, lane, key, data, failed_at) values (gen_random_uuid(), $1, $2, 'edi', $3, $4, kernel.now())`,
        [who.orgId, kind, key, JSON.stringify(data)],
      )
    const one = await lay('needs-attention', { interchange: 'needs-attention' })
    const { rows } = await timed.trade.owner.query<{ id: string }>(
      'select id from documents where interchange_id = $1',
      [one.interchangeId],
    )
    await failed(one.who, 'document.apply', 'x', { documentId: rows[0]?.id })
    const other = await lay('', { interchange: 'needs-attention', documents: false })
    await failed(other.who, 'interchange.process', other.interchangeId, {})
    await weighAt(past(131))
    expect([await looked(one.clockId), await looked(other.clockId)]).toEqual(['excused', 'excused'])
  })

  it('an 856 that we could not apply again and again excuses the notice of every order that it names', async () => {
    const shipNotice = { kind: 'before-delivery', days: 1, by: '12:00' } as const
    const who = await timed.trade.addSupplier('Ships', { targets: { ...targets, shipNotice } })
    const asked = { kind: 'ship-notice', lines: [1], delivery: '2027-03-03' } as const
    const [first, second, third] = [
      await timed.start(who, asked),
      await timed.start(who, asked),
      await timed.start(who, asked),
    ]
    const named = { subjectId: first.subjectId, also: [second.subjectId] }
    const stuck = { setId: '856', functionalId: 'SH', status: 'needs-attention', ...named }
    const due = 28 * 60
    const interchangeId = await timed.arrives(who, past(due - 60), 'needs-attention', [stuck])
    await timed.trade.owner.query(
      `insert into work (id, org_id, kind, lane, key, data, failed_at)
       select gen_random_uuid(), supplier_id, 'document.apply', 'edi', 'y', jsonb_build_object('documentId', id), kernel.now()
         from documents where interchange_id = $1`,
      [interchangeId],
    )
    await timed.trade.setNow(past(due + 10))
    for (const { subjectId } of [first, second, third])
      await by(who, tx => stopClocks(tx, subjectId, ['ship-notice'], past(due + 10)))
    await weighAt(past(due + 11))
    const standing = [await looked(first.clockId), await looked(second.clockId), await looked(third.clockId)]
    expect(standing).toEqual(['excused', 'excused', 'met-late'])
  })

  /** The fact of the document, at the instant at which its bytes had come. */
  async function appliedNow(interchangeId: string): Promise<void> {
    const { rows } = await timed.trade.owner.query('select * from documents where interchange_id = $1', [interchangeId])
    const [{ id, buyer_id: buyerId, supplier_id: supplierId, subject_id: subjectId }] = rows
    const who = { ...supplier, orgId: supplierId }
    await by(who, tx =>
      announce(tx, {
        type: 'document.applied',
        subject: { kind: 'document', id },
        parties: [buyerId, supplierId],
        at: past(60),
        data: { subjectKind: 'order', subjectId, buyerId, supplierId },
      }),
    )
    await weighAt(past(140))
  }
})
