// Accounts on the wire: the door (sign-in, links, set-up), one's own account, the organization and its people.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, Line, OneOf, OrNull } from '../kernel/wire.ts'
import { roles } from './may.ts'

export const PASSWORD_CHARS_MIN = 12
/** A pass phrase fits; a megabyte to hash does not. */
export const PASSWORD_CHARS_MAX = 200

const Email = Line(254)
const Name = Line(120)
const Password = Type.String({ maxLength: PASSWORD_CHARS_MAX })
/** The secret part of a link. It stands in the portal's address, and comes here only inside a body. */
const Token = Type.String({ maxLength: 100 })
const Side = OneOf(['buyer', 'supplier'])
const RoleName = OneOf(roles)

export const SignInBody = Closed(
  { email: Email, password: Password },
  { examples: [{ email: 'anna@velowerk.example', password: 'a long pass phrase' }] },
)
export type SignInBody = Static<typeof SignInBody>

const Membership = Type.Object({ id: Id, name: Type.String(), side: Side, role: RoleName })

export const Me = Type.Object({
  person: Type.Object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    /** May create buyer organizations on this installation. */
    installationAdministrator: Type.Boolean(),
  }),
  /** For whom the person acts now; missing for one who belongs to no organization (any more). */
  organization: Type.Optional(Membership),
  /** All the person belongs to, by name. */
  organizations: Type.Array(Membership),
  /** What the role may do in the organization acted for; see may.ts. */
  acts: Type.Array(Type.String()),
  /** Something every page must say, such as that the connection is not protected. */
  banner: Type.Optional(Type.String()),
  /** False: no mail server is set, mails lie in a folder of the server and links are handed over by hand. */
  mailIsSent: Type.Boolean(),
  serverTime: InstantText,
  /** The organization's last number in the live feed: what is fetched after this answer is at least so new. */
  feedHead: Type.Integer(),
})
export type Me = Static<typeof Me>

/** What an open invitation says to the one who holds its link. */
export const InvitationShown = Type.Object({
  organization: Type.String(),
  side: Side,
  role: RoleName,
  email: Type.String(),
  name: Type.String(),
  invitedBy: Type.String(),
  expiresAt: InstantText,
  /**
   * `new`: choose a name and a password. `sign-in`: the e-mail has an account; sign in with it, then accept.
   * `ready`: signed in as that account.
   */
  account: OneOf(['new', 'sign-in', 'ready']),
})
export type InvitationShown = Static<typeof InvitationShown>

/** IANA name. Left out, or not known here: instants are said in the contract's zone alone. */
const BrowserZone = Type.Optional(Line(60))

export const AcceptBody = Closed(
  {
    token: Token,
    name: Type.Optional(Name),
    password: Type.Optional(Password),
    zone: BrowserZone,
  },
  {
    examples: [
      { token: 'from-the-mailed-link', name: 'Mara Voss', password: 'a long pass phrase', zone: 'Europe/Berlin' },
    ],
  },
)

export const SetUpBody = Closed(
  { token: Token, name: Name, email: Email, password: Password, organization: Name, zone: BrowserZone },
  {
    examples: [
      {
        token: 'from-the-printed-link',
        name: 'Anna Berg',
        email: 'anna@velowerk.example',
        password: 'a long pass phrase',
        organization: 'Velowerk AG',
        zone: 'Europe/Berlin',
      },
    ],
  },
)
export type SetUpBody = Static<typeof SetUpBody>

export const PersonRow = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  memberSince: InstantText,
  you: Type.Boolean(),
})
export type PersonRow = Static<typeof PersonRow>

export const invitationStates = ['open', 'expired', 'accepted', 'revoked'] as const
export const InvitationRow = Type.Object({
  id: Id,
  email: Type.String(),
  name: Type.String(),
  role: RoleName,
  invitedBy: Type.String(),
  createdAt: InstantText,
  expiresAt: InstantText,
  state: OneOf(invitationStates),
})
export type InvitationRow = Static<typeof InvitationRow>

export const InviteBody = Closed(
  { email: Email, name: Name, role: RoleName },
  { examples: [{ email: 'jonas@velowerk.example', name: 'Jonas Reiter', role: 'planner' }] },
)
export type InviteBody = Static<typeof InviteBody>

export const SessionRow = Type.Object({
  id: Id,
  userAgent: Type.String(),
  createdAt: InstantText,
  lastSeenAt: InstantText,
  expiresAt: InstantText,
  /** The one this request came with. */
  current: Type.Boolean(),
})
export type SessionRow = Static<typeof SessionRow>

export const Organization = Type.Object({ id: Id, name: Type.String(), side: Side, createdAt: InstantText })
export type Organization = Static<typeof Organization>

/** What a machine may do with a token: a buyer's roles without the administrator's. */
export const tokenRoles = ['buyer', 'planner', 'operator', 'read-only'] as const
export const ApiTokenRow = Type.Object({
  id: Id,
  name: Type.String(),
  role: RoleName,
  /** The token's first letters, to recognize it by. */
  prefix: Type.String(),
  createdBy: Type.String(),
  createdAt: InstantText,
  lastUsedAt: OrNull(InstantText),
  revokedAt: OrNull(InstantText),
})
export type ApiTokenRow = Static<typeof ApiTokenRow>

export const NewTokenBody = Closed(
  { name: Name, role: OneOf(tokenRoles) },
  { examples: [{ name: 'ERP', role: 'buyer' }] },
)

export const NewBuyerBody = Closed(
  { name: Name, administratorEmail: Email, administratorName: Name },
  {
    examples: [
      { name: 'Cargo Bikes BV', administratorEmail: 'eva@cargobikes.example', administratorName: 'Eva de Wit' },
    ],
  },
)

export const CreatedBuyer = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: InstantText,
  /** Of its first administrator. */
  invitation: OrNull(InvitationRow),
})
export type CreatedBuyer = Static<typeof CreatedBuyer>

const ByToken = Closed({ token: Token }, { examples: [{ token: 'from-the-mailed-link' }] })
const personParams = Closed({ personId: Id })
const invitationParams = Closed({ invitationId: Id })

const telling = {
  /** IANA name; null: instants are said in the contract's zone alone. */
  zone: OrNull(Line(60)),
  /** Wall time in `zone`; `to` may be on the next morning. No mail leaves between, it waits. */
  quiet: OrNull(Closed({ from: Line(5), to: Line(5) })),
  away: OrNull(Closed({ until: InstantText, delegateId: OrNull(Id) })),
  /** Mails only of what is late or escalated, which cannot be switched off. All is told in the portal anyway. */
  mailAlertsOnly: Type.Boolean(),
}
export const TellingBody = Closed(telling, {
  examples: [
    {
      zone: 'Europe/Berlin',
      quiet: { from: '20:00', to: '07:00' },
      away: null,
      mailAlertsOnly: false,
    },
  ],
})
export type TellingBody = Static<typeof TellingBody>
export const TellingShown = Type.Object({
  ...telling,
  /** Who may stand in. */
  colleagues: Type.Array(Type.Object({ id: Id, name: Type.String() })),
})
export type TellingShown = Static<typeof TellingShown>

/** For people who are not signed in. */
const door = {
  signIn: endpoint('POST', '/api/sign-in', 'Signs a person in and sets the session cookie', { body: SignInBody }),
  requestReset: endpoint('POST', '/api/password-reset', 'Mails a link to choose a new password', {
    body: Closed({ email: Email }, { examples: [{ email: 'anna@velowerk.example' }] }),
  }),
  resetLink: endpoint('POST', '/api/password-reset/look', 'Says whether a mailed link still works; changes nothing', {
    body: ByToken,
  }),
  resetPassword: endpoint('POST', '/api/password-reset/use', 'Sets a new password with the mailed link', {
    body: Closed(
      { token: Token, password: Password },
      { examples: [{ token: 'from-the-mailed-link', password: 'a long pass phrase' }] },
    ),
  }),
  invitation: endpoint('POST', '/api/invitation', 'Shows the invitation behind a mailed link; changes nothing', {
    body: ByToken,
    response: InvitationShown,
  }),
  acceptInvitation: endpoint('POST', '/api/invitation/accept', 'Accepts an invitation and signs in', {
    body: AcceptBody,
  }),
  setUpState: endpoint('GET', '/api/set-up', 'Says whether this installation still has to be set up', {
    response: Type.Object({ needed: Type.Boolean() }),
  }),
  setUp: endpoint('POST', '/api/set-up', 'Sets the installation up: its administrator and first organization', {
    body: SetUpBody,
  }),
}

/** One's own account. */
const self = {
  me: endpoint('GET', '/api/me', 'Says who is signed in, for which organization, in which role', { response: Me }),
  signOut: endpoint('POST', '/api/sign-out', 'Ends this session', {}),
  signOutEverywhere: endpoint('POST', '/api/sign-out-everywhere', 'Ends every session of the person', {}),
  switchOrganization: endpoint('POST', '/api/me/organization', 'Acts for another organization of the person', {
    body: Closed({ organizationId: Id }, { examples: [{ organizationId: '01920000-0000-7000-8000-000000000000' }] }),
  }),
  sessions: endpoint('GET', '/api/sessions', 'Lists the devices on which the person is signed in', {
    response: Type.Object({ rows: Type.Array(SessionRow) }),
  }),
  endSession: endpoint('DELETE', '/api/sessions/:sessionId', 'Signs one device out', {
    params: Closed({ sessionId: Id }),
  }),
  telling: endpoint('GET', '/api/me/telling', 'Shows how the person is told in this organization', {
    response: TellingShown,
  }),
  changeTelling: endpoint('PUT', '/api/me/telling', 'Sets the person’s zone, quiet hours, stand-in and mails', {
    body: TellingBody,
    response: TellingShown,
  }),
  changePassword: endpoint('POST', '/api/me/password', 'Changes the password and ends all other sessions', {
    body: Closed(
      { current: Password, next: Password },
      { examples: [{ current: 'a long pass phrase', next: 'another long pass phrase' }] },
    ),
  }),
}

const people = {
  people: endpoint('GET', '/api/people', 'Lists the people of the organization and who was invited', {
    response: Type.Object({ people: Type.Array(PersonRow), invitations: Type.Array(InvitationRow) }),
  }),
  invite: endpoint('POST', '/api/invitations', 'Invites somebody by mail', {
    body: InviteBody,
    response: InvitationRow,
  }),
  resendInvitation: endpoint('POST', '/api/invitations/:invitationId/resend', 'Mails an invitation anew', {
    params: invitationParams,
    response: InvitationRow,
  }),
  invitationLink: endpoint(
    'POST',
    '/api/invitations/:invitationId/link',
    'Makes a new link of an invitation, to hand over where no mail server is set',
    { params: invitationParams, response: Type.Object({ path: Type.String() }) },
  ),
  revokeInvitation: endpoint('DELETE', '/api/invitations/:invitationId', 'Takes an invitation back', {
    params: invitationParams,
  }),
  changeRole: endpoint('PATCH', '/api/people/:personId', 'Gives a person another role', {
    params: personParams,
    body: Closed({ role: RoleName }, { examples: [{ role: 'planner' }] }),
  }),
  removePerson: endpoint('DELETE', '/api/people/:personId', 'Takes a person out of the organization', {
    params: personParams,
  }),
}

const organization = {
  organization: endpoint('GET', '/api/organization', 'Shows the organization', { response: Organization }),
  renameOrganization: endpoint('PATCH', '/api/organization', 'Renames the organization', {
    body: Closed({ name: Name }, { examples: [{ name: 'Velowerk AG' }] }),
    response: Organization,
  }),
  connectionCode: endpoint('GET', '/api/organization/connection-code', 'Shows the code customers connect with', {
    response: Type.Object({ code: Type.String() }),
  }),
  newConnectionCode: endpoint('POST', '/api/organization/connection-code', 'Replaces the connection code', {
    response: Type.Object({ code: Type.String() }),
  }),
  apiTokens: endpoint('GET', '/api/api-tokens', 'Lists the API tokens', {
    response: Type.Object({ rows: Type.Array(ApiTokenRow) }),
  }),
  createApiToken: endpoint('POST', '/api/api-tokens', 'Makes an API token and shows it this once', {
    body: NewTokenBody,
    response: Type.Object({ token: Type.String(), row: ApiTokenRow }),
  }),
  revokeApiToken: endpoint('DELETE', '/api/api-tokens/:tokenId', 'Revokes an API token', {
    params: Closed({ tokenId: Id }),
  }),
  buyerOrganizations: endpoint('GET', '/api/installation/organizations', 'Lists the buyer organizations created here', {
    response: Type.Object({ rows: Type.Array(CreatedBuyer) }),
  }),
  createBuyerOrganization: endpoint(
    'POST',
    '/api/installation/organizations',
    'Creates a buyer organization and invites its administrator',
    { body: NewBuyerBody, response: CreatedBuyer },
  ),
}

export const accountsApi = { ...door, ...self, ...people, ...organization }
