// One's own account: who one is here, the password, light or dark, and the devices one is signed in on.
import { Button, PasswordInput, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { accountsApi, type SessionRow } from '../../accounts/api.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { forgetDrafts } from '../ui/drafts.ts'
import { Facts } from '../ui/Facts.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import classes from './AccountPage.module.css'
import { deviceText } from './device-text.ts'
import { PasswordChoice, passwordProblem } from './PasswordChoice.tsx'
import { roleText } from './role-text.ts'
import { Telling } from './TellingForm.tsx'

export function AccountPage() {
  const { person, organization, organizations } = useMe()
  return (
    <>
      <PageHeader title={m.accounts_account()} lead={m.accounts_account_what()} />
      <div className={classes.columns}>
        <section>
          <Title order={2}>{m.accounts_you()}</Title>
          <Facts
            facts={[
              { label: m.accounts_name(), value: person.name },
              { label: m.accounts_email(), value: person.email },
              ...organizations.map(org => ({ label: org.name, value: roleText(org.role) })),
            ]}
          />
          <Scheme />
        </section>
        <section>
          <Title order={2}>{m.accounts_password()}</Title>
          <PasswordForm email={person.email} />
        </section>
        {organization ? (
          <section>
            <Title order={2}>{m.accounts_telling({ organization: organization.name })}</Title>
            <Telling key={organization.id} />
          </section>
        ) : null}
        <section className={classes.wide}>
          <Title order={2}>{m.accounts_sessions()}</Title>
          <Sessions />
        </section>
      </div>
    </>
  )
}

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choices = [
    { value: 'light', label: m.shell_light() },
    { value: 'dark', label: m.shell_dark() },
    { value: 'auto', label: m.shell_auto() },
  ] as const
  return (
    <>
      <Title order={3} size="h4" mt="md">
        {m.shell_scheme()}
      </Title>
      <SegmentedControl
        aria-label={m.shell_scheme()}
        data={[...choices]}
        value={colorScheme}
        onChange={value => setColorScheme(choices.find(one => one.value === value)?.value ?? 'auto')}
      />
    </>
  )
}

function PasswordForm({ email }: { email: string }) {
  const change = useAct(accountsApi.changePassword, {
    quiet: true,
    done: m.accounts_password_changed(),
    changes: ['session'],
  })
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: { current: value => (value ? null : m.accounts_password_missing()), next: passwordProblem },
  })
  const submit = form.onSubmit(body =>
    change.mutate(
      { body },
      { onSuccess: () => form.reset(), onError: problem => void showFieldProblems(form, problem) },
    ),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {/* Lets a password manager keep the password under the right account. */}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={m.accounts_current_password()}
          autoComplete="current-password"
          required
          {...form.getInputProps('current')}
        />
        <PasswordChoice {...form.getInputProps('next')} />
        <ProblemAlert problem={change.error} />
        <Button type="submit" loading={change.isPending} className={classes.start}>
          {m.accounts_change_password()}
        </Button>
      </Stack>
    </form>
  )
}

function Sessions() {
  const sessions = useEndpoint(accountsApi.sessions, {}, { watch: ['session'] })
  const queries = useQueryClient()
  const go = useGo()
  const everywhere = useAct(accountsApi.signOutEverywhere)
  if (sessions.error) return <ProblemAlert problem={sessions.error} onRetry={() => void sessions.refetch()} />
  if (!sessions.data) return <ListSkeleton />
  const leave = async () => {
    await everywhere.mutateAsync({})
    forgetDrafts()
    go('/sign-in')
    queries.clear()
  }
  return (
    <>
      <Text size="sm" c="dimmed">
        {m.accounts_sessions_what()}
      </Text>
      <ul className={classes.sessions}>
        {sessions.data.rows.map(row => (
          <Session key={row.id} row={row} />
        ))}
      </ul>
      <ConfirmAct
        label={m.shell_sign_out_everywhere()}
        title={m.accounts_everywhere_title()}
        danger
        onConfirm={leave}
        mt="sm"
      >
        {m.accounts_everywhere_what()}
      </ConfirmAct>
    </>
  )
}

function Session({ row }: { row: SessionRow }) {
  const end = useAct(accountsApi.endSession, { changes: ['session'], done: m.accounts_session_ended() })
  const device = deviceText(row.userAgent)
  return (
    <li className={classes.session}>
      <div>
        <Text fw={600} size="sm" title={row.userAgent}>
          {device}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {m.accounts_session_seen()} <When at={row.lastSeenAt} /> · {m.accounts_session_since()}{' '}
          <When at={row.createdAt} />
        </Text>
      </div>
      {row.current ? (
        <StatusBadge tone="ok">{m.accounts_session_this()}</StatusBadge>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={end.isPending}
          aria-label={m.accounts_session_end_of({ device })}
          onClick={() => end.mutate({ params: { sessionId: row.id } })}
        >
          {m.accounts_session_end()}
        </Button>
      )}
    </li>
  )
}
