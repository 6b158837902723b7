// How people lose their way in and find another: a password forgotten, a membership taken away.

import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsApi } from '../../src/accounts/api.ts'
import { tokenMailedTo } from '../../src/demo/mailbox.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  ole = await sitDown({ width: 390 })
}, 300_000)

afterAll(async () => {
  await ole?.browser.close()
  await world?.close()
})

test('the link in the mail chooses a new password, signs in with it, and works once', async () => {
  const { page } = ole
  const { email } = people.ole
  await page.goto(`${world.product.url}/sign-in`)
  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  await fill(page, { 'E-mail': email })
  await button(page, 'Send the link').click()
  await reads(page, `If ${email} has an account here`)
  const link = `${world.product.url}/reset/${await tokenMailedTo(world.product.mailFolder, email, 'reset')}`
  const password = 'a new bicycle for the spring'
  await page.goto(link)
  await field(page, 'New password').fill(password)
  await button(page, 'Set the password').click()
  await reads(page, 'Your new password is set.')
  await signIn(page, world.product.url, { email, password })
  expect(ole.complaints).toEqual([])
  await page.goto(link)
  await reads(page, 'This link is not valid any more')
}, 120_000)

test('somebody taken out of the organization is told so on the open page, and the page asks no more', async () => {
  const { page } = ole
  const { id } = await world.callOff(world.nordlicht)
  await page.goto(`${world.product.url}/orders/${id}`)
  await button(page, 'Send answer').waitFor()
  const [person] = await world.rows<{ id: string }>('select id from people where email = $1', [people.ole.email])
  await world.is.mara.call(accountsApi.removePerson, { params: { personId: person?.id ?? '' } })
  await reads(page, 'You belong to no organization here')
  let asked = 0
  page.on('request', () => asked++)
  await page.goto(`${world.product.url}/orders/${id}`)
  await reads(page, 'You belong to no organization here')
  await pause(3_000)
  const before = asked
  await pause(5_000)
  expect(asked - before).toBeLessThan(3)
}, 120_000)
