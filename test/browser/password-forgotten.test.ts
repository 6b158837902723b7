// A password forgotten: the mailed link leads to a new one, once.
import { afterAll, beforeAll, expect, test } from 'vitest'
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
