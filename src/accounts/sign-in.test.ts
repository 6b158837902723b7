// Setting up, signing in and out, and everything that must not work.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bring, type House, linkIn, openHouse, passphrase, settle, type Visitor } from '../../test/door.ts'
import { accountsApi } from './api.ts'
import { ensureInstallation } from './set-up.ts'

let house: House
let anna: Visitor

beforeAll(async () => {
  house = await openHouse()
  anna = await settle(house, 'Asia/Taipei')
})
afterAll(() => house.close())

async function ownerAsks(sql: string, values: unknown[]): Promise<void> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
  await owner.query(sql, values)
  await owner.end()
}

const signIn = (visitor: Visitor, email: string, password: string) =>
  visitor.asks(accountsApi.signIn, { body: { email, password } })

describe('setting up', () => {
  it('makes the administrator of the installation and signs them in for the first organization', async () => {
    const { value } = await anna.asks(accountsApi.me)
    expect(value.person).toMatchObject({ name: 'Anna Berg', installationAdministrator: true })
    expect(value.organization).toMatchObject({ name: 'Velowerk AG', side: 'buyer', role: 'administrator' })
    expect(value.acts).toContain('people.manage')
    expect(value.acts).not.toContain('order.answer')
    expect((await anna.asks(accountsApi.telling)).value.zone).toBe('Asia/Taipei')
  })

  it('works once: the used link is not valid, and no later start prints another', async () => {
    const body = {
      token: house.setUpToken,
      name: 'Eve',
      email: 'eve@evil.example',
      password: passphrase,
      organization: 'Evil',
    }
    expect(await house.visitor().asks(accountsApi.setUp, { body })).toMatchObject({ status: 409, code: 'link-unknown' })
    expect(await ensureInstallation(house.db)).toBeUndefined()
    expect((await house.visitor().asks(accountsApi.setUpState)).value).toEqual({ needed: false })
  })
})

describe('signing in', () => {
  it('takes the e-mail in any case and ends with a session of one’s own', async () => {
    const visitor = house.visitor()
    expect(await signIn(visitor, ' Anna@Velowerk.example ', passphrase)).toMatchObject({ status: 204 })
    expect(visitor.cookie).not.toBe(anna.cookie)
    expect((await visitor.asks(accountsApi.me)).value.person.name).toBe('Anna Berg')
  })

  it('says from which number of the live feed on the page wants to be told', async () => {
    const { organization, feedHead } = (await anna.asks(accountsApi.me)).value
    expect(feedHead).toBe(0)
    const tell = 'insert into feed_heads (org_id, n) values ($1, 41), (gen_random_uuid(), 7)'
    await ownerAsks(tell, [organization?.id])
    expect((await anna.asks(accountsApi.me)).value.feedHead).toBe(41)
  })

  it('says the same of a wrong password and of an account that does not exist', async () => {
    const wrong = await signIn(house.visitor(), 'anna@velowerk.example', 'wrong wrong wrong')
    const unknown = await signIn(house.visitor(), 'nobody@velowerk.example', 'wrong wrong wrong')
    const nonsense = await signIn(house.visitor(), 'no mail address', 'wrong wrong wrong')
    expect(wrong).toMatchObject({ status: 409, code: 'sign-in-failed' })
    expect(unknown.text).toBe(wrong.text)
    expect(nonsense.text).toBe(wrong.text)
  })

  it('stops after five failures within a minute, and goes on a minute later', async () => {
    await bring(house, anna, { email: 'tom@velowerk.example', name: 'Tom', role: 'buyer' })
    const from = () => house.visitor()
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => signIn(from(), 'tom@velowerk.example', 'not the password')),
    )
    expect(tries.filter(one => one.code === 'sign-in-failed')).toHaveLength(5)
    expect(await signIn(from(), 'tom@velowerk.example', passphrase)).toMatchObject({ code: 'sign-in-wait' })
    await house.shift('61 seconds')
    expect(await signIn(from(), 'tom@velowerk.example', passphrase)).toMatchObject({ status: 204 })
    await house.shift('0')
  })

  it('stops one address after ten tries, whatever the accounts', async () => {
    const visitor = house.visitor()
    const tries: number[] = []
    for (let i = 0; i < 12; i++) tries.push((await signIn(visitor, `x${i}@velowerk.example`, 'not the one')).status)
    expect(tries.slice(0, 10)).toEqual(Array(10).fill(409))
    expect(tries.slice(10)).toEqual([429, 429])
  })

  it('counts an IPv6 customer, who holds a whole /64, as one address', async () => {
    const tries: number[] = []
    for (let i = 0; i < 11; i++) {
      const visitor = house.visitor()
      visitor.address = `2001:db8:1:2:a:b:c:${i + 1}`
      tries.push((await signIn(visitor, `y${i}@velowerk.example`, 'not the one')).status)
    }
    expect(tries.at(-1)).toBe(429)
  })

  it('takes the same time for a wrong password and for an account that does not exist', async () => {
    const spent: Record<string, number[]> = { known: [], unknown: [] }
    for (let i = 0; i < 3; i++)
      for (const [kind, email] of [
        ['known', 'anna@velowerk.example'],
        ['unknown', `nobody${i}@velowerk.example`],
      ] as const) {
        const begun = performance.now()
        await signIn(house.visitor(), email, 'not the password')
        spent[kind]?.push(performance.now() - begun)
      }
    // Without the hash that stands in for an unknown account, the ratio is above five.
    const [known, unknown] = [Math.min(...(spent.known ?? [])), Math.min(...(spent.unknown ?? []))]
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2)
    await signIn(house.visitor(), 'anna@velowerk.example', passphrase)
  })

  it('puts the session into a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { email: 'anna@velowerk.example', password: passphrase },
    })
    expect(answer.headers['set-cookie']).toMatch(/^sid=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
  })
})

describe('a session', () => {
  const arrive = async () => {
    const visitor = house.visitor()
    await signIn(visitor, 'anna@velowerk.example', passphrase)
    return visitor
  }

  it('is worth nothing after signing out', async () => {
    const visitor = await arrive()
    const { cookie } = visitor
    expect(await visitor.asks(accountsApi.signOut)).toMatchObject({ status: 204 })
    visitor.cookie = cookie
    expect(await visitor.asks(accountsApi.me)).toMatchObject({ status: 401, code: 'sign-in' })
  })

  it('ends from another device, and only one’s own sessions show', async () => {
    const [one, other] = [await arrive(), await arrive()]
    const { value } = await one.asks(accountsApi.sessions)
    const current = value.rows.filter(row => row.current)
    expect(current).toHaveLength(1)
    const { value: seenByOther } = await other.asks(accountsApi.sessions)
    const target = seenByOther.rows.find(row => row.current)
    expect(await one.asks(accountsApi.endSession, { params: { sessionId: target?.id ?? '' } })).toMatchObject({
      status: 204,
    })
    expect((await other.asks(accountsApi.me)).status).toBe(401)
    const lena = await bring(house, anna, { email: 'lena@velowerk.example', name: 'Lena', role: 'planner' })
    const foreign = await lena.asks(accountsApi.endSession, { params: { sessionId: current[0]?.id ?? '' } })
    const unknown = await lena.asks(accountsApi.endSession, { params: { sessionId: crypto.randomUUID() } })
    expect(foreign).toMatchObject({ status: 404 })
    expect(foreign.text).toBe(unknown.text)
    expect((await one.asks(accountsApi.me)).status).toBe(200)
  })

  it('ends everywhere at once', async () => {
    const visitors = [await arrive(), await arrive()]
    await visitors[0]?.asks(accountsApi.signOutEverywhere)
    for (const visitor of visitors) expect((await visitor.asks(accountsApi.me)).status).toBe(401)
    await signIn(anna, 'anna@velowerk.example', passphrase)
  })

  it('of a buyer ends after eight quiet hours and after seven days', async () => {
    const visitor = await arrive()
    await house.shift('7 hours')
    expect((await visitor.asks(accountsApi.me)).status).toBe(200)
    await house.shift('14 hours')
    expect((await visitor.asks(accountsApi.me)).status).toBe(200)
    await house.shift('23 hours')
    expect((await visitor.asks(accountsApi.me)).status).toBe(401)
    await house.shift('0')
  })

  it('is forgotten by other processes within seconds', async () => {
    const visitor = await arrive()
    const { openDoors } = await import('./door.ts')
    let ms = 0
    const elsewhere = openDoors({ db: house.db, cookie: house.doors.cookie, clock: () => ms })
    const request = { headers: {}, cookies: { sid: visitor.cookie } } as never
    expect(await elsewhere.identify(request)).toMatchObject({ name: 'Anna Berg', role: 'administrator' })
    await visitor.asks(accountsApi.signOut)
    ms = 2_000
    expect(await elsewhere.identify(request)).toBeUndefined()
    expect(await elsewhere.identifySocket(request)).toBeUndefined()
  })
})

describe('passwords', () => {
  it('are changed by who knows the old one, and other devices are signed out', async () => {
    const mia = await bring(house, anna, { email: 'mia@velowerk.example', name: 'Mia', role: 'buyer' })
    const other = house.visitor()
    await signIn(other, 'mia@velowerk.example', passphrase)
    const change = (current: string, next: string) => mia.asks(accountsApi.changePassword, { body: { current, next } })
    expect(await change('not the password', 'a whole new sentence')).toMatchObject({ code: 'password-wrong' })
    expect(await change(passphrase, 'too short')).toMatchObject({ code: 'password-short' })
    expect(await change(passphrase, 'Password1234')).toMatchObject({ code: 'password-common' })
    expect(await change(passphrase, 'mia@velowerk.example')).toMatchObject({ code: 'password-common' })
    expect(await change(passphrase, 'a whole new sentence')).toMatchObject({ status: 204 })
    expect((await mia.asks(accountsApi.me)).status).toBe(200)
    expect((await other.asks(accountsApi.me)).status).toBe(401)
    expect((await signIn(other, 'mia@velowerk.example', 'a whole new sentence')).status).toBe(204)
  })

  it('forgotten: a mailed link sets a new one, once, and ends every session', async () => {
    const ida = await bring(house, anna, { email: 'ida@velowerk.example', name: 'Ida', role: 'buyer' })
    const asked = await house.visitor().asks(accountsApi.requestReset, { body: { email: 'ida@velowerk.example' } })
    const nobody = await house.visitor().asks(accountsApi.requestReset, { body: { email: 'nobody@velowerk.example' } })
    expect([asked.status, asked.text]).toEqual([nobody.status, nobody.text])
    await house.work()
    const token = linkIn(house.mailsTo('ida@velowerk.example').at(-1), 'reset')
    const use = (password: string) => house.visitor().asks(accountsApi.resetPassword, { body: { token, password } })
    const look = () => house.visitor().asks(accountsApi.resetLink, { body: { token } })
    expect((await look()).status).toBe(204)
    expect(await use('short')).toMatchObject({ code: 'password-short' })
    const both = await Promise.all([use('brand new pass phrase'), use('brand new pass phrase')])
    expect(both.map(one => one.status).toSorted()).toEqual([204, 409])
    expect(await look()).toMatchObject({ status: 409, code: 'link-unknown' })
    expect((await ida.asks(accountsApi.me)).status).toBe(401)
    expect((await signIn(ida, 'ida@velowerk.example', passphrase)).code).toBe('sign-in-failed')
    expect((await signIn(ida, 'ida@velowerk.example', 'brand new pass phrase')).status).toBe(204)
    expect(house.mailsTo('nobody@velowerk.example')).toEqual([])
  })

  it('forgotten: the link is too old after an hour', async () => {
    await bring(house, anna, { email: 'uwe@velowerk.example', name: 'Uwe', role: 'buyer' })
    await house.visitor().asks(accountsApi.requestReset, { body: { email: 'uwe@velowerk.example' } })
    await house.work()
    const token = linkIn(house.mailsTo('uwe@velowerk.example').at(-1), 'reset')
    await house.shift('61 minutes')
    const late = await house
      .visitor()
      .asks(accountsApi.resetPassword, { body: { token, password: 'brand new phrase' } })
    expect(late).toMatchObject({ status: 409, code: 'link-unknown' })
    await house.shift('0')
  })

  it('are stored as argon2id, and no secret of a session or link is stored at all', async () => {
    const { rows } = await house.db.withNaming({ email: 'anna@velowerk.example' }, tx =>
      tx.execute<{ password_hash: string }>('select password_hash from people'),
    )
    expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})
