// Steps by which an organization comes to trade here, each through the API that the portal uses. Shared with the tests.
import { accountsApi } from '../accounts/api.ts'
import type { Role } from '../accounts/may.ts'
import { type Partner, type ProfileBody, partnersApi } from '../partners/api.ts'
import { type Client, createClient } from './client.ts'
import { tokenMailedTo } from './mailbox.ts'

export interface Person {
  name: string
  email: string
  password: string
  /** Of the browser in which the invitation is accepted. */
  zone?: string
}

/** Where the product is, and where it leaves the mails that no mail server takes. */
export interface Place {
  url: string
  mailFolder: string
  /** Headers of a new caller's requests: where a proxy is trusted, the address they come from. */
  callerHeaders?: () => Record<string, string>
}

/** Somebody at their own computer, not signed in yet. */
export const caller = ({ url, callerHeaders }: Place): Client => createClient(url, undefined, callerHeaders?.())

/** Signs a person in, in a session of their own. */
export async function signIn(place: Place, { email, password }: Person): Promise<Client> {
  const client = caller(place)
  await client.call(accountsApi.signIn, { body: { email, password } })
  return client
}

/** Uses the one-time link: the installation's administrator and the first buyer organization. */
export async function setUp(place: Place, token: string, person: Person, organization: string): Promise<Client> {
  const client = caller(place)
  await client.call(accountsApi.setUp, { body: { token, ...person, organization } })
  return client
}

/** Invites a colleague, who accepts at once. */
export async function join(administrator: Client, place: Place, person: Person, role: Role): Promise<Client> {
  await administrator.call(accountsApi.invite, { body: { email: person.email, name: person.name, role } })
  return await accept(place, person)
}

/** Invites the first people of a supplier that the buyer entered; the person accepts at once. */
export async function joinSupplier(
  administrator: Client,
  place: Place,
  relationshipId: string,
  person: Person,
  role: 'supplier-administrator' | 'answerer' | 'supplier-read-only',
): Promise<Client> {
  await administrator.call(partnersApi.invite, {
    params: { relationshipId },
    body: { email: person.email, name: person.name, role },
  })
  return await accept(place, person)
}

/** The invited person finds the mail, opens its link, and chooses a password. */
async function accept(place: Place, { email, ...person }: Person): Promise<Client> {
  const client = caller(place)
  const token = await tokenMailedTo(place.mailFolder, email, 'invitation')
  await client.call(accountsApi.acceptInvitation, { body: { token, ...person } })
  return client
}

/** Another buyer organization on this installation, with its administrator. */
export async function anotherBuyer(
  installationAdministrator: Client,
  place: Place,
  name: string,
  person: Person,
): Promise<Client> {
  await installationAdministrator.call(accountsApi.createBuyerOrganization, {
    body: { name, administratorEmail: person.email, administratorName: person.name },
  })
  return await accept(place, person)
}

/** Changes some of what is agreed with a supplier. */
export async function agree(
  buyer: Client,
  partner: Pick<Partner, 'id'>,
  change: Partial<ProfileBody>,
): Promise<Partner> {
  const now = await buyer.call(partnersApi.get, { params: { relationshipId: partner.id } })
  const { vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, transitDays } = now
  const { tolerance, targets, transport, usage, ediVersion, ourIdentity, theirIdentity, delimiters, documents } = now
  const { partner: changed } = await buyer.call(partnersApi.changeProfile, {
    params: { relationshipId: partner.id },
    body: {
      ...{ vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, transitDays },
      ...{ tolerance, targets, transport, usage, ediVersion, ourIdentity, theirIdentity, delimiters, documents },
      ...{ ta1Requested: now.ta1Requested, webhookUrl: now.webhookUrl, folderName: now.folderName },
      version: now.version,
      ...change,
    },
  })
  return changed
}

/** A key for the supplier's system, as it is shown this once. */
export async function keyOf(buyer: Client, partner: Pick<Partner, 'id'>): Promise<string> {
  return (await buyer.call(partnersApi.createKey, { params: { relationshipId: partner.id } })).key
}
