// The organization: its name, a supplier's connection code, a buyer's API tokens.
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { accountsApi } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { Facts } from '../ui/Facts.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { When } from '../ui/When.tsx'
import classes from './AccountPage.module.css'
import { ApiTokens } from './ApiTokens.tsx'
import { CopyField } from './CopyField.tsx'

export function OrganizationPage() {
  const may = useMay()
  const side = useMe().organization?.side
  const organization = useEndpoint(accountsApi.organization, {}, { watch: ['organization'] })
  const manage = may('organization.manage')
  return (
    <>
      <PageHeader title={m.accounts_organization()} />
      {organization.error ? (
        <ProblemAlert problem={organization.error} onRetry={() => void organization.refetch()} />
      ) : null}
      {organization.data ? (
        <div className={classes.columns}>
          <section>
            <Title order={2}>{m.accounts_organization_about()}</Title>
            {manage ? <Rename name={organization.data.name} /> : null}
            <Facts
              facts={[
                { label: m.accounts_organization_name(), value: manage ? null : organization.data.name },
                {
                  label: m.accounts_organization_side(),
                  value: side === 'supplier' ? m.accounts_side_supplier() : m.accounts_side_buyer(),
                },
                { label: m.accounts_since(), value: <When at={organization.data.createdAt} /> },
              ]}
            />
          </section>
          {manage && side === 'supplier' ? (
            <section>
              <Title order={2}>{m.accounts_code()}</Title>
              <ConnectionCode />
            </section>
          ) : null}
          {may('token.manage') ? (
            <section className={classes.wide}>
              <ApiTokens />
            </section>
          ) : null}
        </div>
      ) : (
        <ListSkeleton />
      )}
    </>
  )
}

function Rename({ name }: { name: string }) {
  const rename = useAct(accountsApi.renameOrganization, {
    quiet: true,
    changes: ['organization'],
    done: m.accounts_renamed(),
  })
  const form = useForm({
    initialValues: { name },
    validate: { name: value => (value.trim() ? null : m.accounts_organization_missing()) },
  })
  const submit = form.onSubmit(values =>
    rename.mutate(
      { body: { name: values.name.trim() } },
      {
        onSuccess: saved => form.initialize({ name: saved.name }),
        onError: problem => void showFieldProblems(form, problem),
      },
    ),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack mb="md">
        <TextInput
          label={m.accounts_organization_name()}
          description={m.accounts_organization_name_what()}
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <ProblemAlert problem={rename.error} />
        <Group>
          <Button type="submit" loading={rename.isPending} disabled={!form.isDirty()}>
            {m.ui_save()}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ConnectionCode() {
  const code = useEndpoint(accountsApi.connectionCode, {}, { watch: ['organization'] })
  const replace = useAct(accountsApi.newConnectionCode, {
    changes: ['organization'],
    done: m.accounts_code_replaced(),
  })
  if (code.error) return <ProblemAlert problem={code.error} onRetry={() => void code.refetch()} />
  if (!code.data) return <ListSkeleton />
  return (
    <Stack>
      <Text size="sm">{m.accounts_code_what()}</Text>
      <CopyField label={m.accounts_code()} value={code.data.code} />
      <Group>
        <ConfirmAct
          label={m.accounts_code_replace()}
          title={m.accounts_code_replace_title()}
          onConfirm={() => replace.mutateAsync({})}
        >
          {m.accounts_code_replace_what()}
        </ConfirmAct>
      </Group>
    </Stack>
  )
}
