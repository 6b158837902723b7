// Sign-in by e-mail and password; leads back to the page one came from.
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { accountsApi } from '../../accounts/api.ts'
import { call } from '../api.ts'
import { Go, useGo, useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { DoorFrame } from './DoorFrame.tsx'
import { emailProblem } from './PasswordChoice.tsx'
import { safeBack } from './safe-back.ts'

export function SignInPage() {
  const [search] = useSearchParams()
  const go = useGo()
  const queries = useQueryClient()
  const setUp = useQuery({
    queryKey: ['set-up'],
    queryFn: ({ signal }) => call(accountsApi.setUpState, {}, signal),
    retry: false,
  })
  const signIn = useAct(accountsApi.signIn, { quiet: true })
  const form = useForm({
    initialValues: { email: search.email ?? '', password: '' },
    validate: {
      email: emailProblem,
      password: value => (value ? null : m.accounts_password_missing()),
    },
  })
  const submit = form.onSubmit(({ email, password }) =>
    signIn.mutate(
      { body: { email: email.trim(), password } },
      {
        onSuccess: () => {
          queries.clear()
          go(safeBack(search.back), { replace: true })
        },
        onError: () => form.setFieldValue('password', ''),
      },
    ),
  )
  return (
    <DoorFrame title={m.accounts_sign_in()} lead={search.back ? m.accounts_sign_in_back() : undefined}>
      {setUp.data?.needed ? (
        <Alert mb="md" title={m.accounts_not_set_up()}>
          {m.accounts_not_set_up_how()}
        </Alert>
      ) : null}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={m.accounts_email()}
            type="email"
            autoComplete="username"
            inputMode="email"
            maxLength={254}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={m.accounts_password()}
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <ProblemAlert problem={signIn.error} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {m.accounts_sign_in()}
          </Button>
          <Go to="/forgotten" size="sm">
            {m.accounts_forgotten_ask()}
          </Go>
        </Stack>
      </form>
    </DoorFrame>
  )
}
