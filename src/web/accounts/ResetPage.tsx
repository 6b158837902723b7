// Chooses a new password by the link that was mailed.
import { Button, Stack, Text } from '@mantine/core'
import { accountsApi } from '../../accounts/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { DoorFrame } from './DoorFrame.tsx'
import { LinkIncomplete } from './LinkIncomplete.tsx'
import { useLinkToken } from './link-token.ts'
import { PasswordChoice, passwordProblem } from './PasswordChoice.tsx'

export function ResetPage() {
  const token = useLinkToken()
  const set = useAct(accountsApi.resetPassword, { quiet: true })
  const form = useForm({ initialValues: { password: '' }, validate: { password: passwordProblem } })
  const look = useEndpoint(accountsApi.resetLink, { body: { token: token ?? '' } }, { enabled: token !== undefined })
  if (!token) return <LinkIncomplete title={m.accounts_reset()} />
  if (set.isSuccess) {
    return (
      <DoorFrame title={m.accounts_reset()}>
        <Text role="status" mb="md">
          {m.accounts_reset_done()}
        </Text>
        <Go to="/sign-in">{m.accounts_to_sign_in()}</Go>
      </DoorFrame>
    )
  }
  if (look.error && !set.isPending) {
    return (
      <DoorFrame title={m.accounts_reset()}>
        <ProblemAlert problem={look.error} onRetry={() => void look.refetch()} />
        <Go to="/forgotten" mt="md">
          {m.accounts_forgotten_send()}
        </Go>
      </DoorFrame>
    )
  }
  const submit = form.onSubmit(({ password }) =>
    set.mutate({ body: { token, password } }, { onError: problem => void showFieldProblems(form, problem) }),
  )
  return (
    <DoorFrame title={m.accounts_reset()} lead={m.accounts_reset_how()}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <PasswordChoice {...form.getInputProps('password')} />
          <ProblemAlert problem={set.error} />
          <Button type="submit" loading={set.isPending}>
            {m.accounts_reset_save()}
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  )
}
