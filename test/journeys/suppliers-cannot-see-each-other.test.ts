// Every route and every table: the rightful caller gets the data, a stranger what it would get for a thing that is not.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accountsApi } from '../../src/accounts/api.ts'
import { may, type Role } from '../../src/accounts/may.ts'
import { type Client, createClient } from '../../src/demo/client.ts'
import { mailsTo } from '../../src/demo/mailbox.ts'
import { ediApi } from '../../src/gateway/api.ts'
import { post, said855 } from '../edi.ts'
import { aboutNothing, ask, type Told } from '../matrix/ask.ts'
import { openTo } from '../matrix/open-routes.ts'
import type { Given } from '../matrix/row.ts'
import { rows } from '../matrix/rows.ts'
import { found, hiddenFrom, isTelling, parties, type Table, tablesOf } from '../matrix/tables.ts'
import { buyersOwn, forjasOwn, openTown, type Town } from '../matrix/town.ts'
import { people, type Who } from '../world.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town?.close())

/** One of each role of the buyer and of a supplier. */
const inRole: Record<Role, Who> = {
  administrator: 'anna',
  buyer: 'jonas',
  planner: 'petra',
  operator: 'emil',
  'read-only': 'rosa',
  'supplier-administrator': 'mara',
  answerer: 'ole',
  'supplier-read-only': 'rita',
}
const roleOf: Partial<Record<Who, Role>> = {
  eva: 'administrator',
  bram: 'supplier-administrator',
  iker: 'supplier-administrator',
}
for (const [role, who] of Object.entries(inRole)) roleOf[who] = role as Role

/** Everything that each was told, for the search at the end. */
const told = new Map<Who, Told[]>()
async function asks(who: Who, endpoint: (typeof rows)[number]['endpoint'], given: Given): Promise<Told> {
  const answer = await ask(town.is[who], endpoint, given)
  told.set(who, [...(told.get(who) ?? []), answer])
  return answer
}

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
const actOf = (endpoint: { method: string; path: string }) => {
  const served = town.product.served.find(one => nameOf(one.endpoint) === nameOf(endpoint))
  if (!served) throw new Error(`${nameOf(endpoint)} is not served`)
  return served.act
}

describe('every route', () => {
  test('has a row here, or is called with a partner’s key below', () => {
    const known = new Set([...rows.map(row => row.endpoint), ...Object.values(ediApi)].map(nameOf))
    const served = town.product.served.map(one => nameOf(one.endpoint))
    expect(served.filter(name => !known.has(name))).toEqual([])
    expect([...known].filter(name => !served.includes(name))).toEqual([])
  })

  test('that is none of these, however it was made, is open for a reason given', () => {
    const served = new Set(town.product.served.map(one => nameOf(one.endpoint)))
    // Fastify adds a HEAD beside every GET, which answers the same without a body.
    const others = town.product.routes.filter(name => !served.has(name.replace('HEAD ', 'GET ')))
    expect(others).toContain('GET /metrics')
    expect(others.filter(name => openTo(name) === undefined)).toEqual([])
  })

  test.each(rows.map(row => [nameOf(row.endpoint), row] as const))('%s', async (_name, row) => {
    const { endpoint, by } = row
    const act = actOf(endpoint)
    const given = await row.given(town)
    const rightful = given.as ? await ask(given.as, endpoint, given) : await asks(by, endpoint, given)
    if (row.done) expect(rightful.status, row.done).toBe(409)
    else {
      expect(rightful.status, rightful.text).toBeGreaterThanOrEqual(200)
      expect(rightful.status, rightful.text).toBeLessThan(300)
      if (endpoint.shapes.response) expect(row.shows(JSON.parse(rightful.text)), rightful.text).toBe(true)
      else if (endpoint.method === 'GET') expect(rightful.text).toContain('ISA')
    }
    if (act === 'public') return
    await strangersLearnNothing(row, given, act)
    for (const [role, who] of Object.entries(inRole)) {
      if (act === 'signed-in' || may(role, act)) continue
      const refused = await asks(who, endpoint, given)
      expect([role, refused.status, JSON.parse(refused.text).code]).toEqual([role, 403, 'forbidden'])
    }
    const nobody = await ask(town.is.anna.stranger(), endpoint, given)
    expect([nobody.status, JSON.parse(nobody.text).code]).toEqual([401, 'sign-in'])
  })
})

async function strangersLearnNothing({ endpoint, strangers }: (typeof rows)[number], given: Given, act: string) {
  const nothing = aboutNothing(given)
  for (const who of strangers) {
    if (!nothing) {
      // It names nothing: what they read is their own, and searched at the end.
      if (endpoint.method === 'GET') await asks(who, endpoint, given)
      continue
    }
    const real = await asks(who, endpoint, given)
    const unknown = await ask(town.is[who], endpoint, nothing.given)
    expect({ who, ...unknown, said: real.said, text: nothing.back(unknown.text) }).toEqual({ who, ...real })
    const allowed = act === 'signed-in' || may(roleOf[who] ?? '', act)
    if (given.params) expect([who, real.status]).toEqual([who, allowed ? 404 : 403])
  }
}

describe('every route of a partner’s system', () => {
  const withKey = (key?: string): Client => createClient(town.place.url, key, town.place.callerHeaders?.())
  const offered = async () => {
    const { interchangeId } = await town.sent()
    return { params: { interchangeId } }
  }

  test('answers the key of the relationship, and nobody without one', async () => {
    const { key } = town.wheelworks
    const bytes = said855({ orders: ['NOBODYS'] })
    expect((await post(town.place.url, key, bytes)).status).toBe(202)
    const asked = await offered()
    const calls = [
      [ediApi.outbox, {}],
      [ediApi.collect, asked],
      [ediApi.confirm, asked],
    ] as const
    for (const [endpoint, given] of calls) {
      const mine = await ask(withKey(key), endpoint, given)
      expect([nameOf(endpoint), mine.status]).toEqual([nameOf(endpoint), 200])
      for (const client of [withKey(), withKey('pwk_thisKeyIsNobodysThisKeyIsNobodys'), town.is.anna])
        expect((await ask(client, endpoint, given)).status).toBe(401)
    }
    expect((await post(town.place.url, 'pwk_thisKeyIsNobodysThisKeyIsNobodys', bytes)).status).toBe(401)
  })

  test('tells the key of another relationship what it tells of a message that is not', async () => {
    const asked = await offered()
    const nothing = aboutNothing(asked)
    if (!nothing) throw new Error('nothing was offered')
    for (const endpoint of [ediApi.collect, ediApi.confirm]) {
      const real = await ask(withKey(town.second.key), endpoint, asked)
      const unknown = await ask(withKey(town.second.key), endpoint, nothing.given)
      expect(real.status).toBe(404)
      expect({ ...unknown, said: real.said, text: nothing.back(unknown.text) }).toEqual(real)
    }
    const theirs = await ask(withKey(town.second.key), ediApi.outbox, {})
    expect(theirs.text).not.toContain(asked.params.interchangeId)
  })

  test('holds what names other ids than the key’s, and names both', async () => {
    const answer = await post(town.place.url, town.second.key, said855({ orders: ['NOBODYS'] }))
    expect(answer.status).toBe(403)
    const text = await answer.text()
    expect(text).toContain('079123456')
    expect(text).toContain('OTHERWHEELS')
  })
})

const orgOf = async (who: Who) => (await town.is[who].call(accountsApi.me, {})).organization?.id ?? ''

/** Values that nobody chooses, or that name somebody by what only they can know. */
const mayTell: Record<string, string> = {
  organizations_connection_code: 'random, and to be handed to others',
  people_email: 'an account is found by its e-mail, with the same answer and time for an unknown one',
  sessions_token: 'hash of a random secret',
  invitations_token: 'hash of a random secret',
  password_resets_token: 'hash of a random secret',
  api_tokens_token: 'hash of a random secret',
  api_keys_hash: 'hash of a random secret',
}

/** Tables that are no organization's, or show rows to more than their parties; each with what it may show a stranger. */
const shownToMore: Record<string, string> = {
  installation: 'one row, a hash that is used once',
  organizations: 'those one trades with are shown by their names',
  people: 'colleagues: the membership says whose they are',
  items: 'a supplier reads the items that it makes',
  sites: 'a supplier reads those that its orders go to, where a calendar of theirs times the buyer',
  calendars: 'a supplier reads the calendar that its answers are timed by',
  calendar_versions: 'the same calendar',
  policies: 'a supplier reads what its answers are timed by',
  policy_versions: 'the same policy',
  door_beats: 'when the doors of the installation were last open',
  outages: 'when they were closed: known to everybody who came',
  invitations: 'a buyer reads whom it invited of its supplier',
}
/** Rows of persons, found by the secret that they hold, never by an organization. */
const ofPersons = new Set(['sessions', 'password_resets', 'sign_in_attempts'])

describe('every table', () => {
  let tables: Table[]
  beforeAll(async () => {
    tables = await tablesOf(town)
  })

  test('has row-level security enabled and forced, and a policy for reading', () => {
    expect(tables.length).toBeGreaterThan(30)
    expect(tables.filter(table => !table.enabled || !table.forced).map(table => table.name)).toEqual([])
    const readable = ({ policies }: Table) => policies.some(cmd => cmd === 'ALL' || cmd === 'SELECT')
    expect(tables.filter(table => !readable(table)).map(table => table.name)).toEqual([])
  })

  test('has no unique index by which one organization learns of another’s rows', () => {
    const telling = tables.flatMap(table => table.unique.filter(isTelling).map(index => index.name))
    expect(telling.filter(name => !Object.hasOwn(mayTell, name) && !name.endsWith('_pkey'))).toEqual([])
    expect(Object.keys(mayTell).filter(name => !telling.includes(name))).toEqual([])
  })

  test('shows a stranger none of another’s rows, and its owner some', async () => {
    const [buyer, supplier, stranger] = [await orgOf('anna'), await orgOf('mara'), await orgOf('eva')]
    const shown: string[] = []
    const empty: string[] = []
    for (const table of tables.filter(({ name }) => !Object.hasOwn(shownToMore, name) && !ofPersons.has(name))) {
      expect(parties(table), table.name).not.toEqual([])
      for (const orgId of [buyer, supplier, stranger])
        if ((await found(town, orgId, table)).others > 0) shown.push(table.name)
      const mine = [await found(town, buyer, table), await found(town, supplier, table)]
      if (!mine.some(({ all }) => all > 0)) empty.push(table.name)
    }
    expect(shown).toEqual([])
    expect(empty).toEqual([])
    for (const name of ofPersons) {
      const table = tables.find(one => one.name === name)
      if (!table) throw new Error(`there is no table ${name}`)
      expect([name, (await found(town, buyer, table)).all]).toEqual([name, 0])
      const [row] = await town.rows<{ n: number }>(`select count(*)::int as n from ${name}`)
      expect(row?.n, name).toBeGreaterThan(0)
    }
  })

  test('lets no row change its parties, whoever asks', async () => {
    const moved: string[] = []
    const changeable = tables.filter(({ name, policies }) => !ofPersons.has(name) && /ALL|UPDATE/.test(`${policies}`))
    for (const { name, columns } of changeable)
      for (const column of ['org_id', 'buyer_id', 'supplier_id'].filter(one => columns.includes(one))) {
        const move = `update ${name} set ${column} = gen_random_uuid() where ctid = (select ctid from ${name} limit 1)`
        const said = await town.rows(`begin; set constraints all deferred; ${move}; rollback`).catch(String)
        if (!String(said).includes('never change')) moved.push(`${name}.${column}`)
        await town.rows('rollback')
      }
    expect(moved).toEqual([])
  })

  test('gives no answer and no mail an id that row-level security hides from its reader', async () => {
    for (const who of ['mara', 'ole', 'rita', 'iker', 'eva', 'bram'] as const) {
      const me = await town.is[who].call(accountsApi.me, {})
      const reader = { orgId: me.organization?.id ?? '', personId: me.person.id }
      const hidden = await hiddenFrom(town, reader, tables)
      expect(hidden.size).toBeGreaterThan(50)
      const mails = await mailsTo(town.product.mailFolder, people[who].email)
      // A mail is named by the id of its notice, whoever had it sent.
      const texts = mails.map(mail => ({ said: '', text: mail.text.replaceAll(/<[^<>\s]+@[^<>\s]+>/g, '') }))
      const leaked = [...(told.get(who) ?? []), ...texts].flatMap(one =>
        [...hidden].filter(id => tells(one, id)).map(id => ({ who, id, text: one.text })),
      )
      expect(leaked).toEqual([])
    }
  })

  test('tells a supplier no word that is the buyer’s own, or another supplier’s', () => {
    const canaries: [Who[], readonly string[]][] = [
      [
        ['mara', 'ole', 'rita'],
        [...Object.values(buyersOwn), ...Object.values(forjasOwn), 'Forja', '10051', '10077'],
      ],
      [['iker'], [...Object.values(buyersOwn), 'Nordlicht', '10042', '10077']],
      [
        ['eva', 'bram'],
        [...Object.values(buyersOwn), ...Object.values(forjasOwn), 'ITEM-10042', 'Werk Stuttgart'],
      ],
    ]
    for (const [readers, words] of canaries) {
      for (const who of readers) {
        const texts = told.get(who) ?? []
        expect(texts.length, `${who} was told nothing`).toBeGreaterThan(20)
        for (const word of words)
          expect([who, word, texts.find(one => tells(one, word))]).toEqual([who, word, undefined])
      }
    }
  })
})

/** What somebody is told without having said it. */
const tells = ({ said, text }: Pick<Told, 'said' | 'text'>, word: string): boolean =>
  text.includes(word) && !said.includes(word)
