// Saved views: a person's own names for what a list is narrowed to.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, linkIn, openHouse, passphrase, settle, type Visitor } from '../../test/door.ts'
import { accountsApi } from './api.ts'
import { viewsApi } from './views-api.ts'

let house: House
let anna: Visitor
let jonas: Visitor

beforeAll(async () => {
  house = await openHouse()
  anna = await settle(house)
  await invited()
  jonas = house.visitor()
  await jonas.asks(accountsApi.acceptInvitation, { body: { token: lastToken(), password: passphrase } })
})
afterAll(() => house.close())

const email = 'jonas@velowerk.example'
async function invited() {
  await anna.asks(accountsApi.invite, { body: { email, name: 'Jonas Reiter', role: 'buyer' } })
  await house.work()
}
const lastToken = () => linkIn(house.mailsTo(email).at(-1), 'invitation')

const save = (who: Visitor, name: string, search: string) =>
  who.asks(viewsApi.saveView, { body: { page: '/board', name, search } })
const shown = async (who: Visitor) =>
  (await who.asks(viewsApi.views)).value.rows.map(({ name, search }) => `${name}: ${search}`)

it('is there at the next sign-in, and under its name saved anew', async () => {
  await save(anna, ' Late ', 'urgency=late')
  await save(anna, 'Risk', 'urgency=at-risk')
  await save(anna, 'Late', 'urgency=late&kind=call-off')
  expect(await shown(anna)).toEqual(['Late: urgency=late&kind=call-off', 'Risk: urgency=at-risk'])
  expect(await save(anna, '  ', '')).toMatchObject({ code: 'name-missing' })
})

it('is nobody else’s, not even to delete', async () => {
  await save(jonas, 'Late', 'urgency=late&search=Forja')
  expect(await shown(jonas)).toEqual(['Late: urgency=late&search=Forja'])
  const [hers] = (await anna.asks(viewsApi.views)).value.rows
  const gone = await jonas.asks(viewsApi.deleteView, { params: { viewId: hers?.id ?? '' } })
  expect(gone).toMatchObject({ status: 404 })
  expect(await shown(anna)).toHaveLength(2)
})

it('is refused when there are more than anybody finds again', async () => {
  for (let n = 2; n < 50; n++) expect(await save(anna, `View ${n}`, '')).toMatchObject({ status: 204 })
  expect(await save(anna, 'One more', '')).toMatchObject({ code: 'views-many' })
  expect(await save(anna, 'Late', 'urgency=late')).toMatchObject({ status: 204 })
})

it('goes with the membership: who is invited again begins with none', async () => {
  const { value } = await jonas.asks(accountsApi.me)
  const personId = value.person.id
  expect(await anna.asks(accountsApi.removePerson, { params: { personId } })).toMatchObject({ status: 204 })
  await invited()
  expect(await jonas.asks(accountsApi.acceptInvitation, { body: { token: lastToken() } })).toMatchObject({
    status: 204,
  })
  expect(await shown(jonas)).toEqual([])
})
