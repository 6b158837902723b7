// People and organizations: invited, given roles, taken out, kept apart; tokens of machines.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bring, type House, linkIn, openHouse, passphrase, settle, type Visitor } from '../../test/door.ts'
import { isRefusal } from '../kernel/errors.ts'
import { accountsApi, type InviteBody } from './api.ts'
import { enterSupplier, invite, supplierByCode } from './index.ts'

let house: House
let anna: Visitor
/** Administrator of another buyer on the same installation. */
let eva: Visitor

beforeAll(async () => {
  house = await openHouse()
  anna = await settle(house)
  const created = await anna.asks(accountsApi.createBuyerOrganization, {
    body: { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargobikes.example', administratorName: 'Eva de Wit' },
  })
  expect(created.value.invitation).toMatchObject({ state: 'open', role: 'administrator' })
  await house.work()
  eva = await accept('eva@cargobikes.example')
})
afterAll(() => house.close())

const lastToken = (email: string) => linkIn(house.mailsTo(email).at(-1), 'invitation')

async function accept(email: string, visitor = house.visitor(), password: string | undefined = passphrase) {
  const answer = await visitor.asks(accountsApi.acceptInvitation, {
    body: { token: lastToken(email), ...(password ? { password } : {}) },
  })
  expect(answer).toMatchObject({ status: 204 })
  return visitor
}

const inviteBy = async (visitor: Visitor, body: InviteBody) => {
  const answer = await visitor.asks(accountsApi.invite, { body })
  await house.work()
  return answer
}

const idOf = async (visitor: Visitor) => (await visitor.asks(accountsApi.me)).value.person.id

describe('an invitation', () => {
  it('is mailed, says what it is for, and makes a member who is signed in', async () => {
    await inviteBy(anna, { email: 'Jonas@velowerk.example', name: 'Jonas Reiter', role: 'planner' })
    const [mail = ''] = house.mailsTo('jonas@velowerk.example')
    expect(mail).toContain('Subject: Anna Berg invites you to Velowerk AG on Pullwire')
    expect(mail).toContain('https://portal.example/invitation/')
    const jonas = house.visitor()
    const shown = await jonas.asks(accountsApi.invitation, { body: { token: lastToken('jonas@velowerk.example') } })
    expect(shown.value).toMatchObject({ organization: 'Velowerk AG', role: 'planner', account: 'new', side: 'buyer' })
    await accept('jonas@velowerk.example', jonas)
    const me = await jonas.asks(accountsApi.me)
    expect(me.value).toMatchObject({ person: { name: 'Jonas Reiter' }, organization: { role: 'planner' } })
  })

  it('is good once: of a dozen at the same time one comes in', async () => {
    await inviteBy(anna, { email: 'ole@velowerk.example', name: 'Ole', role: 'buyer' })
    const token = lastToken('ole@velowerk.example')
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        house.visitor().asks(accountsApi.acceptInvitation, { body: { token, password: passphrase } }),
      ),
    )
    expect(tries.filter(one => one.status === 204)).toHaveLength(1)
    expect(new Set(tries.filter(one => one.status !== 204).map(one => one.code))).toEqual(new Set(['link-used']))
  })

  it('can be looked at as often as a mail scanner likes', async () => {
    await inviteBy(anna, { email: 'pia@velowerk.example', name: 'Pia', role: 'buyer' })
    const body = { token: lastToken('pia@velowerk.example') }
    for (let i = 0; i < 20; i++) await house.visitor().asks(accountsApi.invitation, { body })
    await accept('pia@velowerk.example')
  })

  it('sent again has a new link, and the old one stops working', async () => {
    const { value } = await inviteBy(anna, { email: 'max@velowerk.example', name: 'Max', role: 'buyer' })
    const old = lastToken('max@velowerk.example')
    await anna.asks(accountsApi.resendInvitation, { params: { invitationId: value.id } })
    await house.work()
    expect(house.mailsTo('max@velowerk.example')).toHaveLength(2)
    const look = (token: string) => house.visitor().asks(accountsApi.invitation, { body: { token } })
    expect(await look(old)).toMatchObject({ status: 409, code: 'link-unknown' })
    expect(await look(lastToken('max@velowerk.example'))).toMatchObject({ status: 200 })
  })

  it('taken back or too old lets nobody in, and says so', async () => {
    const { value } = await inviteBy(anna, { email: 'kai@velowerk.example', name: 'Kai', role: 'buyer' })
    await inviteBy(anna, { email: 'kim@velowerk.example', name: 'Kim', role: 'buyer' })
    await anna.asks(accountsApi.revokeInvitation, { params: { invitationId: value.id } })
    const use = (email: string) =>
      house.visitor().asks(accountsApi.acceptInvitation, { body: { token: lastToken(email), password: passphrase } })
    expect(await use('kai@velowerk.example')).toMatchObject({ code: 'link-revoked' })
    await house.shift('8 days')
    expect(await use('kim@velowerk.example')).toMatchObject({ code: 'link-expired' })
    await house.shift('0')
    const { value: list } = await anna.asks(accountsApi.people)
    expect(list.invitations.find(one => one.email === 'kai@velowerk.example')?.state).toBe('revoked')
  })

  it('of somebody with an account waits until they sign in with it, and leaves the password alone', async () => {
    await inviteBy(anna, { email: 'eva@cargobikes.example', name: 'Eva', role: 'buyer' })
    const token = lastToken('eva@cargobikes.example')
    const stranger = house.visitor()
    expect((await stranger.asks(accountsApi.invitation, { body: { token } })).value.account).toBe('sign-in')
    const taken = await stranger.asks(accountsApi.acceptInvitation, {
      body: { token, password: 'an attackers phrase' },
    })
    expect(taken).toMatchObject({ status: 409, code: 'sign-in-first' })
    expect((await eva.asks(accountsApi.invitation, { body: { token } })).value.account).toBe('ready')
    await accept('eva@cargobikes.example', eva, undefined)
    const { value } = await eva.asks(accountsApi.me)
    expect(value.organization?.name).toBe('Velowerk AG')
    expect(value.organizations.map(one => one.name)).toEqual(['Cargo Bikes BV', 'Velowerk AG'])
    const cargo = value.organizations[0]?.id ?? ''
    const old = eva.cookie
    expect((await eva.asks(accountsApi.switchOrganization, { body: { organizationId: cargo } })).status).toBe(204)
    expect(eva.cookie).not.toBe(old)
    expect((await eva.asks(accountsApi.me)).value.organization?.name).toBe('Cargo Bikes BV')
    const elsewhere = await eva.asks(accountsApi.switchOrganization, { body: { organizationId: crypto.randomUUID() } })
    expect(elsewhere.status).toBe(404)
  })

  it('is not sent twice, nor to a member, nor with a role of the other side', async () => {
    await inviteBy(anna, { email: 'zoe@velowerk.example', name: 'Zoe', role: 'buyer' })
    const again = await inviteBy(anna, { email: 'zoe@velowerk.example', name: 'Zoe', role: 'buyer' })
    const member = await inviteBy(anna, { email: 'anna@velowerk.example', name: 'Anna', role: 'buyer' })
    const other = await inviteBy(anna, { email: 'ulf@velowerk.example', name: 'Ulf', role: 'answerer' })
    const nowhere = await inviteBy(anna, { email: 'ulf\r\nBcc: x@y.example', name: 'Ulf', role: 'buyer' })
    expect([again, member, other, nowhere].map(one => one.code)).toEqual([
      'already-invited',
      'already-member',
      'role-of-other-side',
      'email-invalid',
    ])
  })

  it('of another organization is as unknown as one that never was', async () => {
    const { value } = await inviteBy(eva, { email: 'sem@cargobikes.example', name: 'Sem', role: 'buyer' })
    const foreign = await anna.asks(accountsApi.revokeInvitation, { params: { invitationId: value.id } })
    const unknown = await anna.asks(accountsApi.revokeInvitation, { params: { invitationId: crypto.randomUUID() } })
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(unknown.text)
  })
})

describe('people', () => {
  it('of another organization do not show, and cannot be changed or told from nobody', async () => {
    const { value } = await anna.asks(accountsApi.people)
    expect(value.people.map(one => one.email)).toContain('jonas@velowerk.example')
    const sem = await bring(house, eva, { email: 'siem@cargobikes.example', name: 'Siem', role: 'buyer' })
    const { value: after } = await anna.asks(accountsApi.people)
    expect(JSON.stringify(after)).not.toContain('siem@')
    const personId = await idOf(sem)
    const foreign = await anna.asks(accountsApi.changeRole, { params: { personId }, body: { role: 'buyer' } })
    const unknown = await anna.asks(accountsApi.changeRole, {
      params: { personId: crypto.randomUUID() },
      body: { role: 'buyer' },
    })
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(unknown.text)
  })

  it('are managed by administrators only', async () => {
    const planner = await bring(house, anna, { email: 'pat@velowerk.example', name: 'Pat', role: 'planner' })
    expect((await planner.asks(accountsApi.people)).status).toBe(200)
    const body = { email: 'a@b.example', name: 'A', role: 'buyer' } as const
    expect(await planner.asks(accountsApi.invite, { body })).toMatchObject({ status: 403, code: 'forbidden' })
    expect((await house.visitor().asks(accountsApi.people)).status).toBe(401)
  })

  it('take up another role at once, and lose everything when taken out', async () => {
    const tim = await bring(house, anna, { email: 'tim@velowerk.example', name: 'Tim', role: 'planner' })
    const personId = await idOf(tim)
    await anna.asks(accountsApi.changeRole, { params: { personId }, body: { role: 'read-only' } })
    expect((await tim.asks(accountsApi.me)).value.organization?.role).toBe('read-only')
    expect((await anna.asks(accountsApi.removePerson, { params: { personId } })).status).toBe(204)
    expect((await tim.asks(accountsApi.people)).status).toBe(403)
    expect((await tim.asks(accountsApi.me)).value.organization).toBeUndefined()
  })

  it('taken out of everywhere may begin anew by a later invitation', async () => {
    await inviteBy(anna, { email: 'tim@velowerk.example', name: 'Tim', role: 'buyer' })
    await accept('tim@velowerk.example', house.visitor(), 'another phrase altogether')
    const back = house.visitor()
    await back.asks(accountsApi.signIn, {
      body: { email: 'tim@velowerk.example', password: 'another phrase altogether' },
    })
    expect((await back.asks(accountsApi.me)).value.organization?.role).toBe('buyer')
  })

  it('keep one administrator, even when two take each other out at once', async () => {
    const [first, second] = [
      eva,
      await bring(house, eva, { email: 'jan@cargobikes.example', name: 'Jan', role: 'administrator' }),
    ]
    const [firstId, secondId] = [await idOf(first), await idOf(second)]
    const answers = await Promise.all([
      first.asks(accountsApi.removePerson, { params: { personId: secondId } }),
      second.asks(accountsApi.removePerson, { params: { personId: firstId } }),
    ])
    expect(answers.filter(one => one.status === 204)).toHaveLength(1)
    expect(answers.filter(one => one.status !== 204).map(one => one.status)).toEqual([409])
    const left = answers[0]?.status === 204 ? first : second
    const demoted = await left.asks(accountsApi.changeRole, {
      params: { personId: await idOf(left) },
      body: { role: 'buyer' },
    })
    expect(demoted).toMatchObject({ status: 409, code: 'last-administrator' })
  })
})

describe('a supplier entered by its customer', () => {
  const velowerk = async () => {
    const { value } = await anna.asks(accountsApi.me)
    const orgId = value.organization?.id ?? ''
    return { orgId, personId: value.person.id, name: value.person.name, channel: 'portal' as const }
  }

  it('gets its first people from the customer, and from then on manages them itself', async () => {
    const caller = await velowerk()
    const mara = { email: 'mara@nordlicht.example', name: 'Mara Voss', role: 'supplier-administrator' as const }
    const supplierId = await house.db.withTenant(caller, async tx => {
      const entered = await enterSupplier(tx, 'Nordlicht Antriebe GmbH')
      if (isRefusal(entered)) throw new Error(entered.detail)
      expect(isRefusal(await invite(tx, { ...mara, orgId: entered.id }))).toBe(false)
      return entered.id
    })
    await house.work()
    const visitor = await accept('mara@nordlicht.example')
    const { value } = await visitor.asks(accountsApi.me)
    expect(value.organization).toMatchObject({ name: 'Nordlicht Antriebe GmbH', side: 'supplier' })
    const spy = { email: 'spy@velowerk.example', name: 'Spy', role: 'answerer' as const, orgId: supplierId }
    const refused = await house.db.withTenant(caller, tx => invite(tx, spy))
    expect(isRefusal(refused) && refused.code).toBe('people-are-theirs')
    await bring(house, visitor, { email: 'ben@nordlicht.example', name: 'Ben', role: 'answerer' })
  })

  it('has its invitations sent again and taken back by whoever looks after partners; colleagues’ are not theirs', async () => {
    const otto = await bring(house, anna, { email: 'otto@velowerk.example', name: 'Otto', role: 'operator' })
    const emma = { email: 'emma@forja.example', name: 'Emma', role: 'supplier-administrator' as const }
    const sent = await house.db.withTenant(await velowerk(), async tx => {
      const entered = await enterSupplier(tx, 'Forja Ibérica')
      if (isRefusal(entered)) throw new Error(entered.detail)
      return await invite(tx, { ...emma, orgId: entered.id })
    })
    if (isRefusal(sent)) throw new Error(sent.detail)
    const theirs = { params: { invitationId: sent.id } }
    const colleague = await inviteBy(anna, { email: 'cleo@velowerk.example', name: 'Cleo', role: 'buyer' })
    const ours = { params: { invitationId: colleague.value.id } }
    const planner = await bring(house, anna, { email: 'paul@velowerk.example', name: 'Paul', role: 'planner' })
    for (const act of [accountsApi.resendInvitation, accountsApi.invitationLink, accountsApi.revokeInvitation]) {
      expect(await otto.asks(act, ours)).toMatchObject({ status: 403, code: 'forbidden' })
      expect((await planner.asks(act, theirs)).status).toBe(403)
      expect((await otto.asks(act, theirs)).status).toBeLessThan(300)
    }
  })

  it('may not be invited into by another customer', async () => {
    const { value } = await eva.asks(accountsApi.me).then(me => (me.status === 200 ? me : anna.asks(accountsApi.me)))
    const supplierId = await house.db.withTenant(await velowerk(), async tx => {
      const entered = await enterSupplier(tx, 'Alpenrahmen AG')
      return isRefusal(entered) ? '' : entered.id
    })
    const other = { orgId: crypto.randomUUID(), personId: value.person.id, name: 'x', channel: 'portal' as const }
    const wanted = { orgId: supplierId, email: 'a@b.example', name: 'A', role: 'answerer' as const }
    await expect(house.db.withTenant(other, tx => invite(tx, wanted))).rejects.toThrow('unknown')
  })

  it('is found by the code it hands out, however it is typed, until the code is replaced', async () => {
    const mara = house.visitor()
    await mara.asks(accountsApi.signIn, { body: { email: 'mara@nordlicht.example', password: passphrase } })
    const { code } = (await mara.asks(accountsApi.connectionCode)).value
    const stranger = { orgId: crypto.randomUUID(), personId: null, name: 'x', channel: 'portal' as const }
    const find = (typed: string) => house.db.withTenant(stranger, tx => supplierByCode(tx, typed))
    expect(await find(code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ name: 'Nordlicht Antriebe GmbH' })
    await mara.asks(accountsApi.newConnectionCode)
    expect(await find(code)).toBeUndefined()
  })
})

describe('an API token', () => {
  it('is shown once, acts in its role for its organization, and ends when revoked', async () => {
    const { value } = await anna.asks(accountsApi.createApiToken, { body: { name: 'ERP', role: 'read-only' } })
    expect(value.token).toMatch(/^pw_[\w-]{43}$/)
    const { value: list } = await anna.asks(accountsApi.apiTokens)
    expect(JSON.stringify(list)).not.toContain(value.token)
    const machine = house.visitor()
    machine.bearer = value.token
    expect((await machine.asks(accountsApi.organization)).value.name).toBe('Velowerk AG')
    expect((await machine.asks(accountsApi.apiTokens)).status).toBe(403)
    expect((await machine.asks(accountsApi.sessions)).status).toBe(403)
    await anna.asks(accountsApi.revokeApiToken, { params: { tokenId: value.row.id } })
    expect((await machine.asks(accountsApi.organization)).status).toBe(401)
  })

  it('may not be an administrator’s', async () => {
    const answer = await anna.asks(accountsApi.createApiToken, {
      body: { name: 'Root', role: 'administrator' as 'buyer' },
    })
    expect(answer.status).toBe(400)
  })
})

describe('the installation', () => {
  it('has buyers created by its administrator only, who sees their names and nothing else', async () => {
    const { value } = await anna.asks(accountsApi.buyerOrganizations)
    expect(value.rows).toMatchObject([{ name: 'Cargo Bikes BV', invitation: { state: 'accepted' } }])
    const body = { name: 'X', administratorEmail: 'x@y.example', administratorName: 'X' }
    expect((await eva.asks(accountsApi.createBuyerOrganization, { body })).status).toBe(403)
    expect((await eva.asks(accountsApi.buyerOrganizations)).status).toBe(403)
  })

  it('hands links over by hand where no mail is sent', async () => {
    const { value } = await inviteBy(anna, { email: 'ada@velowerk.example', name: 'Ada', role: 'buyer' })
    const link = await anna.asks(accountsApi.invitationLink, { params: { invitationId: value.id } })
    expect(link.value.path).toMatch(/^\/invitation\/[\w-]{43}$/)
  })
})
