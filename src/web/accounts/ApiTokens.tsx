// Tokens by which the organization's own systems call the API: made, shown once, revoked.
import { Anchor, Button, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { KeyRound, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { type ApiTokenRow, accountsApi, tokenRoles } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { CopyField } from './CopyField.tsx'
import { roleMeaning, roleText } from './role-text.ts'

export function ApiTokens() {
  const list = useListState('-createdAt')
  const tokens = useEndpoint(accountsApi.apiTokens, {}, { watch: ['api-token'] })
  const columns = useMemo(columnsOf, [])
  const filters = useMemo(filtersOf, [])
  const [making, is] = useDisclosure(false)
  const add = (
    <Button size="xs" leftSection={<Plus size={15} aria-hidden />} onClick={is.open}>
      {m.accounts_token_new()}
    </Button>
  )
  return (
    <>
      <Title order={2}>{m.accounts_tokens()}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.accounts_tokens_what()}{' '}
        <Anchor href="/api/docs" underline="always" size="sm">
          {m.accounts_api_docs()}
        </Anchor>
      </Text>
      <DataList<ApiTokenRow>
        label={m.accounts_tokens()}
        list={list}
        source={tokens}
        rows={tokens.data?.rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        columns={columns}
        filters={filters}
        actions={tokens.data?.rows.length ? add : null}
        empty={{
          icon: <KeyRound size={28} aria-hidden />,
          title: m.accounts_tokens_none(),
          why: m.accounts_tokens_none_why(),
          action: add,
        }}
      />
      {making ? <TokenDialog onClose={is.close} /> : null}
    </>
  )
}

const columnsOf = (): ListColumn<ApiTokenRow>[] => [
  {
    id: 'name',
    label: m.accounts_token_name(),
    cell: row => row.name,
    sortBy: row => row.name,
    card: 'title',
  },
  {
    id: 'role',
    label: m.accounts_role(),
    cell: row => roleText(row.role),
    sortBy: row => row.role,
  },
  {
    id: 'prefix',
    label: m.accounts_token_prefix(),
    cell: row => <code>{row.prefix}…</code>,
  },
  {
    id: 'createdAt',
    label: m.accounts_token_made(),
    cell: row => (
      <>
        <When at={row.createdAt} /> · {row.createdBy}
      </>
    ),
    sortBy: row => row.createdAt,
  },
  {
    id: 'lastUsedAt',
    label: m.accounts_token_used(),
    cell: row => (row.lastUsedAt ? <When at={row.lastUsedAt} /> : m.accounts_token_never()),
    sortBy: row => row.lastUsedAt,
  },
  {
    id: 'state',
    label: m.accounts_state(),
    cell: row =>
      row.revokedAt ? <StatusBadge tone="quiet">{m.accounts_token_revoked()}</StatusBadge> : <Revoke row={row} />,
    sortBy: row => row.revokedAt,
    card: 'corner',
  },
]

const filtersOf = (): ListFilter<ApiTokenRow>[] => [
  {
    kind: 'search',
    id: 'search',
    match: (row, value) => `${row.name} ${row.prefix} ${row.createdBy}`.toLowerCase().includes(value.toLowerCase()),
  },
  {
    kind: 'choice',
    id: 'role',
    label: m.accounts_role(),
    choices: tokenRoles.map(role => ({ value: role, label: roleText(role) })),
    match: (row, value) => row.role === value,
  },
  {
    kind: 'choice',
    id: 'state',
    label: m.accounts_state(),
    choices: [
      { value: 'active', label: m.accounts_token_active() },
      { value: 'revoked', label: m.accounts_token_revoked() },
    ],
    match: (row, value) => (row.revokedAt !== null) === (value === 'revoked'),
  },
]

function Revoke({ row }: { row: ApiTokenRow }) {
  const revoke = useAct(accountsApi.revokeApiToken, {
    changes: ['api-token'],
    done: m.accounts_token_revoke_done({ name: row.name }),
  })
  return (
    <ConfirmAct
      size="compact-sm"
      label={m.accounts_token_revoke()}
      title={m.accounts_token_revoke_title({ name: row.name })}
      danger
      onConfirm={() => revoke.mutateAsync({ params: { tokenId: row.id } })}
    >
      {m.accounts_token_revoke_what()}
    </ConfirmAct>
  )
}

function TokenDialog({ onClose }: { onClose: () => void }) {
  const create = useAct(accountsApi.createApiToken, { quiet: true, changes: ['api-token'] })
  const form = useForm({
    initialValues: { name: '', role: tokenRoles[0] as (typeof tokenRoles)[number] },
    validate: { name: value => (value.trim() ? null : m.accounts_token_name_missing()) },
  })
  const submit = form.onSubmit(({ name, role }) =>
    create.mutate({ body: { name: name.trim(), role } }, { onError: problem => void showFieldProblems(form, problem) }),
  )
  return (
    <Modal opened onClose={onClose} title={m.accounts_token_new()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      {create.data ? (
        <Stack>
          <Text size="sm">{m.accounts_token_once()}</Text>
          <CopyField label={m.accounts_token()} value={create.data.token} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{m.accounts_token_kept()}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              label={m.accounts_token_name()}
              description={m.accounts_token_name_what()}
              maxLength={120}
              required
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Select
              label={m.accounts_role()}
              description={roleMeaning(form.values.role)}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              data={tokenRoles.map(role => ({ value: role, label: roleText(role) }))}
              allowDeselect={false}
              {...form.getInputProps('role')}
            />
            <ProblemAlert problem={create.error} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {m.ui_cancel()}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {m.accounts_token_create()}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
