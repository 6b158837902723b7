// Asks for a link by which to choose a new password. Says the same whether the address is known or not.
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { accountsApi } from '../../accounts/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { DoorFrame } from './DoorFrame.tsx'
import { emailProblem } from './PasswordChoice.tsx'

export function ForgottenPage() {
  const ask = useAct(accountsApi.requestReset, { quiet: true })
  const form = useForm({ initialValues: { email: '' }, validate: { email: emailProblem } })
  return (
    <DoorFrame title={m.accounts_forgotten()} lead={ask.isSuccess ? undefined : m.accounts_forgotten_how()}>
      {ask.isSuccess ? (
        <Text role="status" mb="md">
          {m.accounts_forgotten_sent({ email: form.values.email.trim() })}
        </Text>
      ) : (
        <form onSubmit={form.onSubmit(({ email }) => ask.mutate({ body: { email: email.trim() } }))} noValidate>
          <Stack gap="md" mb="md">
            <TextInput
              label={m.accounts_email()}
              type="email"
              autoComplete="username"
              maxLength={254}
              {...form.getInputProps('email')}
            />
            <ProblemAlert problem={ask.error} />
            <Button type="submit" loading={ask.isPending}>
              {m.accounts_forgotten_send()}
            </Button>
          </Stack>
        </form>
      )}
      <Go to="/sign-in" size="sm">
        {m.accounts_to_sign_in()}
      </Go>
    </DoorFrame>
  )
}
