// Accepts an invitation by the link that was mailed: a newcomer chooses a password, somebody known signs in.
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { accountsApi, type InvitationShown } from '../../accounts/api.ts'
import { call } from '../api.ts'
import { Go, useGo } from '../go.tsx'
import { hereZone } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { Problem } from '../problem.ts'
import { useAct } from '../query.ts'
import { Facts } from '../ui/Facts.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import { DoorFrame } from './DoorFrame.tsx'
import { LinkIncomplete } from './LinkIncomplete.tsx'
import { useLinkToken } from './link-token.ts'
import { PasswordChoice, passwordProblem } from './PasswordChoice.tsx'
import { roleText } from './role-text.ts'

export function InvitationPage() {
  const token = useLinkToken()
  const shown = useQuery<InvitationShown, Problem>({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(accountsApi.invitation, { body: { token: token ?? '' } }, signal),
    enabled: token !== undefined,
    retry: false,
  })
  if (!token) return <LinkIncomplete title={m.accounts_invitation()} />
  const invitation = shown.data
  if (!invitation) {
    return (
      <DoorFrame title={m.accounts_invitation()}>
        <ProblemAlert problem={shown.error} onRetry={() => void shown.refetch()} />
      </DoorFrame>
    )
  }
  return (
    <DoorFrame
      title={m.accounts_invitation_to({ organization: invitation.organization })}
      lead={m.accounts_invitation_by({ name: invitation.invitedBy })}
    >
      <Stack gap="md">
        <Facts
          facts={[
            { label: m.accounts_email(), value: invitation.email },
            { label: m.accounts_role(), value: roleText(invitation.role) },
            { label: m.accounts_invitation_until(), value: <When at={invitation.expiresAt} /> },
          ]}
        />
        <Accept invitation={invitation} token={token} />
      </Stack>
    </DoorFrame>
  )
}

function Accept({ invitation, token }: { invitation: InvitationShown; token: string }) {
  const go = useGo()
  const queries = useQueryClient()
  const accept = useAct(accountsApi.acceptInvitation, { quiet: true })
  const form = useForm({
    initialValues: { name: invitation.name, password: '' },
    validate: { name: value => (value.trim() ? null : m.accounts_name_missing()), password: passwordProblem },
  })
  const done = {
    onSuccess: () => {
      // All but what this page shows: asked for again, the invitation just used up would only be refused.
      queries.removeQueries({ predicate: query => query.queryKey[0] !== 'invitation' })
      go('/', { replace: true })
    },
    onError: (problem: Problem) => void showFieldProblems(form, problem),
  }
  switch (invitation.account) {
    case 'sign-in': {
      const back = `/invitation#${token}`
      return (
        <>
          <Text size="sm">{m.accounts_invitation_known()}</Text>
          <Go to={`/sign-in?email=${encodeURIComponent(invitation.email)}&back=${encodeURIComponent(back)}`} fw={600}>
            {m.accounts_sign_in()}
          </Go>
        </>
      )
    }
    case 'ready':
      return (
        <>
          <ProblemAlert problem={accept.error} />
          <Button loading={accept.isPending} onClick={() => accept.mutate({ body: { token, zone: hereZone } }, done)}>
            {m.accounts_invitation_accept()}
          </Button>
        </>
      )
    case 'new':
      return (
        <form
          noValidate
          onSubmit={form.onSubmit(({ name, password }) =>
            accept.mutate({ body: { token, name: name.trim(), password, zone: hereZone } }, done),
          )}
        >
          <Stack gap="md">
            <TextInput
              label={m.accounts_name()}
              autoComplete="name"
              maxLength={120}
              required
              {...form.getInputProps('name')}
            />
            {/* Lets a password manager keep the password under the right account. */}
            <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
            <PasswordChoice {...form.getInputProps('password')} />
            <ProblemAlert problem={accept.error} />
            <Button type="submit" loading={accept.isPending}>
              {m.accounts_invitation_accept()}
            </Button>
          </Stack>
        </form>
      )
  }
}
