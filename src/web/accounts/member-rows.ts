// Members and open invitations as rows of one list.
import type { accountsApi, InvitationRow, PersonRow } from '../../accounts/api.ts'
import type { Role } from '../../accounts/may.ts'
import type { ResponseOf } from '../../kernel/endpoint.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

export type MemberState = 'member' | 'open' | 'expired'

export interface MemberRow {
  key: string
  name: string
  email: string
  role: Role
  state: MemberState
  /** Member since, or invited at. */
  since: string
  person?: PersonRow
  invitation?: InvitationRow
}

export const memberStates: Record<MemberState, Tone> = { member: 'ok', open: 'info', expired: 'warn' }

export function stateText(state: MemberState): string {
  switch (state) {
    case 'member':
      return m.accounts_state_member()
    case 'open':
      return m.accounts_state_open()
    case 'expired':
      return m.accounts_state_expired()
  }
}

/** Accepted invitations show as the people they became; those taken back are over. */
export function memberRows({ people, invitations }: ResponseOf<typeof accountsApi.people>): MemberRow[] {
  const waiting = invitations.flatMap(invitation => {
    const { id, name, email, role, state, createdAt } = invitation
    return state === 'open' || state === 'expired'
      ? [{ key: id, name, email, role, state, since: createdAt, invitation }]
      : []
  })
  const members = people.map(person => {
    const { id, name, email, role, memberSince } = person
    return { key: id, name, email, role, state: 'member' as const, since: memberSince, person }
  })
  return [...members, ...waiting]
}
