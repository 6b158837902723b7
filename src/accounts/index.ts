// The door of accounts: organizations, people, sessions, and who may do what.

export { type Acceptance, acceptInvitation } from './accept.ts'
export { accountsApi } from './api.ts'
export { createApiToken } from './api-tokens.ts'
export { type Doors, doorkeeper, openDoors, type Visitor } from './door.ts'
export { firstRefusal, readEmail, readName } from './email.ts'
export {
  invitationsTo,
  invite,
  makeInvitationLink,
  type NewInvitation,
  resendInvitation,
  revokeInvitation,
} from './invitation.ts'
export { type Act, acts, buyerRoles, may, type Role, roles, supplierRoles } from './may.ts'
export { howToSee, nobodyMay } from './nobody-yet.ts'
export { createBuyerOrganization, enterSupplier, organizationOf, supplierByCode } from './organization.ts'
export { anybodyMay, holdPeople, peopleInRoles, peopleNamed, type Reachable } from './people.ts'
export { makeResetLink, requestReset } from './reset.ts'
export { type AccountsDeps, accountsRoutes } from './routes.ts'
export { ensureInstallation, setUp } from './set-up.ts'
export { signIn } from './sign-in.ts'
export { afterQuiet } from './telling.ts'
