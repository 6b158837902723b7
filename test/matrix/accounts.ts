// The matrix, accounts and notices: the door, one's own account, people, the organization.
import { accountsApi as api } from '../../src/accounts/api.ts'
import { viewsApi } from '../../src/accounts/views-api.ts'
import { tokenMailedTo } from '../../src/demo/mailbox.ts'
import { caller, signIn } from '../../src/demo/set-up.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { operationsApi } from '../../src/operations/api.ts'
import { passphrase, people } from '../world.ts'
import { type Row, row } from './row.ts'
import type { Town } from './town.ts'

let invited = 0
/** Somebody who has an invitation and has not come yet. */
async function guest({ is }: Town) {
  const email = `guest${++invited}@velowerk.example`
  const { id } = await is.anna.call(api.invite, { body: { email, name: `Guest ${invited}`, role: 'planner' } })
  return { id, email }
}

async function invitationToken(town: Town): Promise<string> {
  return await tokenMailedTo(town.product.mailFolder, (await guest(town)).email, 'invitation')
}

async function resetToken(town: Town): Promise<string> {
  const { person } = await town.newcomer()
  await caller(town.place).call(api.requestReset, { body: { email: person.email } })
  return await tokenMailedTo(town.product.mailFolder, person.email, 'reset')
}

const one = async (town: Town) => ({ params: { invitationId: (await guest(town)).id } })

export const door: Row[] = [
  row(api.signIn, 'rosa', town => ({
    as: caller(town.place),
    body: { email: people.rosa.email, password: passphrase },
  })),
  row(api.requestReset, 'rosa', town => ({ as: caller(town.place), body: { email: people.jonas.email } })),
  row(api.resetLink, 'rosa', async town => ({
    as: caller(town.place),
    body: { token: await resetToken(town) },
  })),
  row(api.resetPassword, 'rosa', async town => ({
    as: caller(town.place),
    body: { token: await resetToken(town), password: 'another horse on a bicycle' },
  })),
  row(api.invitation, 'rosa', async town => ({
    as: caller(town.place),
    body: { token: await invitationToken(town) },
  })),
  row(api.acceptInvitation, 'rosa', async town => ({
    as: caller(town.place),
    body: { token: await invitationToken(town), password: passphrase },
  })),
  row(api.setUpState, 'rosa', town => ({ as: caller(town.place) })),
  row(
    api.setUp,
    'anna',
    ({ product, place }) => ({
      as: caller(place),
      body: { token: product.setUpToken, ...people.anna, organization: 'Twice' },
    }),
    { done: 'an installation is set up once, and this one is' },
  ),
]

const self: Row[] = [
  row(api.me, 'rosa'),
  row(api.signOut, 'rosa', async ({ place }) => ({ as: await signIn(place, people.rosa) })),
  row(api.signOutEverywhere, 'rosa', async town => ({ as: (await town.newcomer()).client })),
  row(api.switchOrganization, 'rosa', async ({ is }) => {
    const { organization } = await is.rosa.call(api.me, {})
    return { body: { organizationId: organization?.id ?? '' } }
  }),
  row(api.sessions, 'rosa'),
  row(api.endSession, 'rosa', async town => {
    const { client, person } = await town.newcomer()
    await signIn(town.place, person)
    const { rows } = await client.call(api.sessions, {})
    return { as: client, params: { sessionId: rows.find(each => !each.current)?.id ?? '' } }
  }),
  row(api.telling, 'rosa'),
  row(api.changeTelling, 'rosa', () => ({
    body: { zone: 'Europe/Berlin', quiet: null, away: null, mailAlertsOnly: false },
  })),
  row(viewsApi.views, 'rosa', async ({ is }) => {
    await is.rosa.call(viewsApi.saveView, { body: { page: '/board', name: 'Late', search: 'urgency=late' } })
    return {}
  }),
  row(viewsApi.saveView, 'rosa', () => ({ body: { page: '/orders', name: 'Late', search: 'late=yes' } })),
  row(viewsApi.deleteView, 'rosa', async ({ is }) => {
    await is.rosa.call(viewsApi.saveView, { body: { page: '/board', name: 'Gone', search: 'urgency=late' } })
    const { rows } = await is.rosa.call(viewsApi.views, {})
    return { params: { viewId: rows.find(({ name }) => name === 'Gone')?.id ?? '' } }
  }),
  row(api.changePassword, 'rosa', async town => {
    const { client, person } = await town.newcomer()
    return { as: client, body: { current: person.password, next: 'another horse on a bicycle' } }
  }),
]

const colleagues: Row[] = [
  row(api.people, 'rosa', undefined, { shows: answer => answer.people.length > 4 }),
  row(api.invite, 'anna', () => ({
    body: { email: `asked${++invited}@velowerk.example`, name: 'Asked', role: 'planner' as const },
  })),
  row(api.resendInvitation, 'anna', one),
  row(api.invitationLink, 'anna', one),
  row(api.revokeInvitation, 'anna', one),
  row(api.changeRole, 'anna', async town => ({
    params: { personId: (await town.newcomer()).id },
    body: { role: 'operator' as const },
  })),
  row(api.removePerson, 'anna', async town => ({ params: { personId: (await town.newcomer()).id } })),
]

const organization: Row[] = [
  row(api.organization, 'rosa'),
  row(api.renameOrganization, 'anna', () => ({ body: { name: 'Velowerk AG' } })),
  row(api.connectionCode, 'mara'),
  row(api.newConnectionCode, 'mara'),
  row(api.apiTokens, 'anna'),
  row(api.createApiToken, 'anna', () => ({ body: { name: 'Robot', role: 'buyer' as const } })),
  row(api.revokeApiToken, 'anna', async ({ is }) => {
    const made = await is.anna.call(api.createApiToken, { body: { name: 'Short-lived', role: 'read-only' } })
    return { params: { tokenId: made.row.id } }
  }),
  row(api.buyerOrganizations, 'anna'),
  row(api.createBuyerOrganization, 'anna', () => ({
    body: {
      name: `Buyer ${++invited}`,
      administratorEmail: `admin${invited}@third.example`,
      administratorName: 'Third',
    },
  })),
]

const notices: Row[] = [
  row(noticesApi.mine, 'jonas'),
  row(noticesApi.markRead, 'jonas', ({ noticeId }) => ({ body: { ids: [noticeId] } })),
  row(noticesApi.mails, 'emil'),
  row(noticesApi.mailAgain, 'emil', async ({ noticeId, rows }) => {
    // No mail server is here to refuse one.
    await rows(`update notices set status = 'failed', error = 'mailbox full' where id = $1`, [noticeId])
    return { params: { noticeId } }
  }),
]

/** Work of the buyer's that was given up. */
async function givenUp({ rows }: Town): Promise<string> {
  const [made] = await rows<{ id: string }>(
    `insert into work (id, org_id, kind, lane, key, data, attempts, failed_at, last_error)
     select gen_random_uuid(), id, 'notice.raise', 'send', gen_random_uuid()::text, '{}', 12, kernel.now(), 'no disk'
       from organizations where name = 'Velowerk AG' returning id`,
  )
  return made?.id ?? ''
}

const operations: Row[] = [
  row(operationsApi.failedWork, 'emil', async town => {
    await givenUp(town)
    return {}
  }),
  row(operationsApi.runAgain, 'emil', async town => ({ params: { workId: await givenUp(town) } })),
]

export const accountsRows: Row[] = [...door, ...self, ...colleagues, ...organization, ...notices, ...operations]
