// Contacts named one by one in a ladder: our own people, and addresses that we keep; told once, and nobody else's to read.
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { T0 } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { openTrade, type Trade } from '../../test/trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, Refused } from '../kernel/errors.ts'
import { later } from '../kernel/work.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { addPolicy } from './change-policy.ts'
import { CONTACTS_MAX, type Contact } from './contact-api.ts'
import { clockDetail } from './detail.ts'
import { slaReactions, slaWork } from './index.ts'
import { addContact, changeContact, listContacts, removeContact } from './keep-contact.ts'
import type { NamedOne, PolicyBody } from './policy-api.ts'
import { startClock } from './start.ts'
import { clocks, namedContacts, policies } from './tables.ts'
import { tellOf } from './telling.ts'

const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
let trade: Trade
let lea: Caller
let kim: Contact

beforeAll(async () => {
  trade = await openTrade(slaReactions)
})
afterAll(async () => {
  await trade.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await trade.setNow(T0)
  await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
  await byBuyer(tx => tx.delete(namedContacts))
  lea = await trade.addPerson(trade.buyer.orgId, 'Lea Lead', 'planner')
  kim = await made(byBuyer(tx => addContact(tx, { name: 'Kim Plant', email: 'kim@plant.example' })))
})

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(trade.buyer, act)
async function made<T>(said: Promise<T | Refusal>): Promise<T> {
  const is = await said
  if (isRefusal(is)) throw new Error(is.detail)
  return is
}

/** Due after an hour; those named are told at half of it, whoever answers at three quarters. */
const naming = (named: NamedOne[], more: Partial<PolicyBody> = {}): PolicyBody => ({
  ...{ name: 'By name', kind: 'order', supplierId: null, hours: 'agreed', calendarId: null },
  target: { kind: 'elapsed', minutes: 60 },
  ladder: {
    reminders: [
      { percent: 50, to: 'named', named, mandatory: true },
      { percent: 75, to: 'answerers', mandatory: true },
    ],
    escalations: [],
    repeat: null,
  },
  pauseReasons: [],
  ...more,
})
const person = ({ personId }: Caller): NamedOne => ({ personId: personId ?? '' })
const kept = ({ id }: Contact): NamedOne => ({ contactId: id })

/** A clock under a policy that names them, half of its time used; what happened since. */
async function halfUsed(named: NamedOne[], meanwhile: () => Promise<unknown> = async () => undefined): Promise<string> {
  await made(byBuyer(tx => addPolicy(tx, naming(named))))
  const subject = { kind: 'order', id: randomUUID() }
  const asked = { kind: 'order', subject, label: '4711', at: T0 } as const
  const { orgId: buyerId } = trade.buyer
  await byBuyer(tx => startClock(tx, { buyerId, supplierId: trade.supplier.orgId, ...asked }))
  await meanwhile()
  await trade.setNow(new Date(T0.getTime() + 30 * 60_000))
  await work()
  const [clock] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
  return clock?.id ?? ''
}

async function work(): Promise<void> {
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
  const performed = await runDueWork(trade.worker, [
    ...slaWork(),
    ...noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0 }),
  ])
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}

const firstStep = async (who: Caller, clockId: string) => (await by(who, tx => clockDetail(tx, clockId))).fired[0]
const toldOf = async (clockId: string) =>
  (await firstStep(trade.buyer, clockId))?.told
    .map(({ name, channel, state }) => `${name} ${channel}${state === 'queued' ? ' waits' : ''}`)
    .toSorted()

describe('a step that names contacts', () => {
  it('tells them and nobody else, each once, and the buyer reads by name who was told', async () => {
    const clockId = await halfUsed([person(lea), kept(kim)])
    expect(await firstStep(trade.buyer, clockId)).toMatchObject({ audience: 'named', named: ['Lea Lead', 'Kim Plant'] })
    expect(await toldOf(clockId)).toEqual(['Kim Plant mail', 'Lea Lead in-app', 'Lea Lead mail'])
    const row = await byBuyer(async tx => {
      const [clock] = await tx.select().from(clocks).where(eq(clocks.id, clockId))
      if (clock) await later(tx, { ...tellOf(clock, 'warned-50', 'named'), key: `${clockId} once more` })
      return clock
    })
    expect(row).toBeDefined()
    await work()
    const told = await byBuyer(tx =>
      tx
        .select()
        .from(notices)
        .where(eq(notices.about, `clock:${clockId}`)),
    )
    expect(told.map(({ name }) => name).toSorted()).toEqual(['Kim Plant', 'Lea Lead'])
  })

  it('is no more than a named contact to the supplier, before and after it fires', async () => {
    const clockId = await halfUsed([person(lea), kept(kim)])
    const { fired, coming, ...rest } = await by(trade.supplier, tx => clockDetail(tx, clockId))
    expect(fired[0]).toMatchObject({ audience: 'named', told: [] })
    const read = JSON.stringify([fired, coming, rest])
    for (const secret of ['Lea', 'Kim', 'plant', kim.id, lea.personId ?? '']) expect(read).not.toContain(secret)
    expect(await by(trade.supplier, listContacts)).toMatchObject({ rows: [] })
    const facts = await by(trade.supplier, tx => tx.execute(`select data::text as said from events`))
    expect(JSON.stringify(facts.rows)).not.toMatch(/Lea|Kim/)
  })

  it('says in a mail to an address what the supplier’s contact is told, and nothing of who else is', async () => {
    const clockId = await halfUsed([person(lea), kept(kim)])
    const [mail] = await byBuyer(tx =>
      tx
        .select()
        .from(notices)
        .where(and(eq(notices.email, kim.email), eq(notices.about, `clock:${clockId}`))),
    )
    expect(mail).toMatchObject({ personId: null, about: `clock:${clockId}`, status: 'filed' })
    expect(mail?.text).toContain('from Nordlicht Antriebe to Order 4711 of Velowerk AG')
    expect(mail?.text).not.toMatch(/Lea|By name|policy/)
  })

  it('leaves out who has left', async () => {
    const leave = () => trade.owner.query('delete from memberships where person_id = $1', [lea.personId])
    const clockId = await halfUsed([person(lea), kept(kim)], leave)
    expect(await firstStep(trade.buyer, clockId)).toMatchObject({ audience: 'named', named: ['Kim Plant'], gone: 1 })
    expect(await toldOf(clockId)).toEqual(['Kim Plant mail'])
  })

  it('tells whoever comes next in the ladder where nobody is left, and that is on record', async () => {
    const leave = async () => {
      await trade.owner.query('delete from memberships where person_id = $1', [lea.personId])
      await byBuyer(tx => removeContact(tx, kim.id))
    }
    const clockId = await halfUsed([person(lea), kept(kim)], leave)
    expect(await firstStep(trade.buyer, clockId)).toMatchObject({ level: 'warned-50', audience: 'answerers', gone: 2 })
    expect(await toldOf(clockId)).toEqual(['Ole of Nordlicht Antriebe in-app', 'Ole of Nordlicht Antriebe mail'])
    expect(await firstStep(trade.supplier, clockId)).not.toHaveProperty('gone')
  })

  it('reaches whoever stands in for one who is away', async () => {
    const ben = await trade.addPerson(trade.buyer.orgId, 'Ben Deputy', 'buyer')
    const away = `update memberships set away_until = $2, delegate_id = $3 where person_id = $1`
    await trade.owner.query(away, [lea.personId, new Date('2027-04-01'), ben.personId])
    const clockId = await halfUsed([person(lea)])
    expect(await toldOf(clockId)).toContain('Ben Deputy mail')
    expect(await toldOf(clockId)).not.toContain('Lea Lead mail')
  })

  it('waits out the quiet hours of one whom it names; an address has none', async () => {
    const quiet = `update memberships set zone = 'UTC', quiet_from = '07:00', quiet_to = '12:00' where person_id = $1`
    await trade.owner.query(quiet, [lea.personId])
    const clockId = await halfUsed([person(lea), kept(kim)])
    expect(await toldOf(clockId)).toEqual(['Kim Plant mail', 'Lea Lead in-app', 'Lea Lead mail waits'])
    await trade.setNow(new Date(T0.getTime() + 4 * 60 * 60_000))
    await work()
    expect(await toldOf(clockId)).toContain('Lea Lead mail')
  })

  it('goes to the address as it is by then', async () => {
    const clockId = await halfUsed([kept(kim)], () =>
      byBuyer(tx => changeContact(tx, kim.id, { name: 'Kim Plant', email: 'plant@new.example' })),
    )
    expect((await firstStep(trade.buyer, clockId))?.told[0]).toMatchObject({ address: 'plant@new.example' })
  })
})

describe('what a ladder names is refused', () => {
  const codesOf = async (policy: PolicyBody) => {
    const error = await byBuyer(tx => addPolicy(tx, policy)).catch(each => each)
    return error instanceof Refused ? error.refusals.map(({ code }) => code) : error
  }

  it('where it is not ours, no more, or another’s, in the same words', async () => {
    for (const named of [{ personId: randomUUID() }, { contactId: randomUUID() }, person(trade.supplier)])
      expect(await codesOf(naming([named]))).toEqual(['named-unknown'])
    await byBuyer(tx => removeContact(tx, kim.id))
    expect(await codesOf(naming([kept(kim)]))).toEqual(['named-unknown'])
  })

  it('where it names nobody, or somebody twice, or outsiders in a decision of our own', async () => {
    expect(await codesOf(naming([]))).toEqual(['named-nobody'])
    expect(await codesOf(naming([kept(kim), kept(kim)]))).toEqual(['named-twice'])
    const { ladder } = naming([kept(kim)])
    const own = { ...ladder, reminders: ladder.reminders.slice(0, 1) }
    expect(await codesOf(naming([], { kind: 'decision', ladder: own }))).toEqual(['audience-outside'])
  })
})

describe('a contact that is kept', () => {
  const codeOf = async (name: string, email: string) => {
    const said = await byBuyer(tx => addContact(tx, { name, email }))
    return isRefusal(said) ? said.code : said.email
  }

  it('needs a name and a sound address that nobody signs in with, and is kept once', async () => {
    expect(await codeOf('Kai', 'kai@plant')).toBe('kai@plant')
    expect(await codeOf('Kai', 'kai at plant')).toBe('email-invalid')
    expect(await codeOf('Kai', 'kai@x.example\r\nBcc: a@b.example')).toBe('email-invalid')
    expect(await codeOf('  ', 'kai@x.example')).toBe('name-missing')
    expect(await codeOf('Kim again', 'KIM@plant.example ')).toBe('contact-kept')
    const [lead] = (await trade.owner.query('select email from people where id = $1', [lea.personId])).rows
    expect(await codeOf('Lea', lead.email)).toBe('contact-signs-in')
  })

  it(`is one of ${CONTACTS_MAX} at most`, async () => {
    for (let n = 1; n < CONTACTS_MAX; n++) expect(await codeOf('Kai', `kai${n}@x.example`)).toContain('@')
    expect(await codeOf('Kai', 'kai@x.example')).toBe('too-many-contacts')
  })
})
