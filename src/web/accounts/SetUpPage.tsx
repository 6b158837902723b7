// Sets the installation up, once, by the link that the first start printed: its administrator and first organization.
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { accountsApi } from '../../accounts/api.ts'
import { call } from '../api.ts'
import { Go, useGo } from '../go.tsx'
import { hereZone } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { DoorFrame } from './DoorFrame.tsx'
import { LinkIncomplete } from './LinkIncomplete.tsx'
import { useLinkToken } from './link-token.ts'
import { emailProblem, PasswordChoice, passwordProblem } from './PasswordChoice.tsx'

export function SetUpPage() {
  const token = useLinkToken()
  const state = useQuery({
    queryKey: ['set-up'],
    queryFn: ({ signal }) => call(accountsApi.setUpState, {}, signal),
    retry: false,
  })
  if (state.data && !state.data.needed) {
    return (
      <DoorFrame title={m.accounts_set_up()}>
        <Text mb="md">{m.accounts_set_up_already()}</Text>
        <Go to="/sign-in">{m.accounts_to_sign_in()}</Go>
      </DoorFrame>
    )
  }
  if (!token) return <LinkIncomplete title={m.accounts_set_up()} />
  return (
    <DoorFrame title={m.accounts_set_up()} lead={m.accounts_set_up_how()}>
      <SetUpForm token={token} />
    </DoorFrame>
  )
}

function SetUpForm({ token }: { token: string }) {
  const go = useGo()
  const queries = useQueryClient()
  const setUp = useAct(accountsApi.setUp, { quiet: true })
  const form = useForm({
    initialValues: { organization: '', name: '', email: '', password: '' },
    validate: {
      organization: value => (value.trim() ? null : m.accounts_organization_missing()),
      name: value => (value.trim() ? null : m.accounts_name_missing()),
      email: emailProblem,
      password: passwordProblem,
    },
  })
  const submit = form.onSubmit(({ organization, name, email, password }) =>
    setUp.mutate(
      {
        body: {
          ...{ token, organization: organization.trim(), name: name.trim(), email: email.trim() },
          ...{ password, zone: hereZone },
        },
      },
      {
        onSuccess: () => {
          queries.clear()
          go('/', { replace: true })
        },
        onError: problem => void showFieldProblems(form, problem),
      },
    ),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={m.accounts_organization()}
          description={m.accounts_organization_what()}
          autoComplete="organization"
          maxLength={120}
          required
          {...form.getInputProps('organization')}
        />
        <TextInput
          label={m.accounts_name()}
          autoComplete="name"
          maxLength={120}
          required
          {...form.getInputProps('name')}
        />
        <TextInput
          label={m.accounts_email()}
          type="email"
          autoComplete="username"
          maxLength={254}
          required
          {...form.getInputProps('email')}
        />
        <PasswordChoice {...form.getInputProps('password')} />
        <ProblemAlert problem={setUp.error} />
        <Button type="submit" loading={setUp.isPending}>
          {m.accounts_set_up_do()}
        </Button>
      </Stack>
    </form>
  )
}
