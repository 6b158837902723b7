// For the installation's administrator: other buyer organizations on it, and the invitation of each one's administrator.
import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Building2, EllipsisVertical, Link2, Plus, Send } from 'lucide-react'
import { useMemo } from 'react'
import { accountsApi, type CreatedBuyer, type InvitationRow } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge, type Tone } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { useInvitationLink } from './LinkDialog.tsx'
import { emailProblem } from './PasswordChoice.tsx'

export function InstallationPage() {
  const list = useListState('name')
  const buyers = useEndpoint(accountsApi.buyerOrganizations, {}, { watch: ['organization', 'invitation'] })
  const columns = useMemo(columnsOf, [])
  const [creating, is] = useDisclosure(false)
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
      {m.accounts_buyer_new()}
    </Button>
  )
  return (
    <>
      <PageHeader title={m.accounts_installation()} lead={m.accounts_installation_what()} actions={add} />
      <DataList<CreatedBuyer>
        label={m.accounts_buyers()}
        list={list}
        source={buyers}
        rows={buyers.data?.rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        columns={columns}
        empty={{
          icon: <Building2 size={28} aria-hidden />,
          title: m.accounts_buyers_none(),
          why: m.accounts_buyers_none_why(),
          action: add,
        }}
      />
      {creating ? <NewBuyerDialog onClose={is.close} /> : null}
    </>
  )
}

const tones: Record<InvitationRow['state'], Tone> = { open: 'info', accepted: 'ok', expired: 'warn', revoked: 'quiet' }

function invitationText(state: InvitationRow['state']): string {
  switch (state) {
    case 'open':
      return m.accounts_state_open()
    case 'accepted':
      return m.accounts_state_accepted()
    case 'expired':
      return m.accounts_state_expired()
    case 'revoked':
      return m.accounts_state_revoked()
  }
}

const columnsOf = (): ListColumn<CreatedBuyer>[] => [
  {
    id: 'name',
    label: m.accounts_organization(),
    cell: row => row.name,
    sortBy: row => row.name,
    card: 'title',
    text: row => row.name,
  },
  {
    id: 'createdAt',
    label: m.accounts_since(),
    cell: row => <When at={row.createdAt} />,
    sortBy: row => row.createdAt,
  },
  {
    id: 'administrator',
    label: m.accounts_buyer_administrator(),
    cell: row => (row.invitation ? `${row.invitation.name} (${row.invitation.email})` : '–'),
    sortBy: row => row.invitation?.email,
    text: row => row.invitation?.email ?? '',
  },
  {
    id: 'state',
    label: m.accounts_invitation(),
    cell: ({ invitation }) =>
      invitation ? <StatusBadge tone={tones[invitation.state]}>{invitationText(invitation.state)}</StatusBadge> : '–',
    card: 'corner',
  },
  {
    id: 'acts',
    label: m.accounts_acts(),
    cell: ({ invitation }) => (invitation ? <BuyerActions invitation={invitation} /> : null),
    width: '70px',
  },
]

function BuyerActions({ invitation }: { invitation: InvitationRow }) {
  const { mailIsSent } = useMe()
  const link = useInvitationLink(invitation)
  const resend = useAct(accountsApi.resendInvitation, {
    changes: ['invitation'],
    done: m.accounts_resent({ email: invitation.email }),
  })
  if (invitation.state === 'accepted' || invitation.state === 'revoked') return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={m.accounts_acts_for({ name: invitation.name })}>
            <EllipsisVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Send size={15} aria-hidden />}
            onClick={() => resend.mutate({ params: { invitationId: invitation.id } })}
          >
            {m.accounts_resend()}
          </Menu.Item>
          {mailIsSent || invitation.state !== 'open' ? null : (
            <Menu.Item leftSection={<Link2 size={15} aria-hidden />} onClick={link.show}>
              {m.accounts_link()}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {link.dialog}
    </>
  )
}

function NewBuyerDialog({ onClose }: { onClose: () => void }) {
  const create = useAct(accountsApi.createBuyerOrganization, {
    quiet: true,
    changes: ['organization', 'invitation'],
    done: row => m.accounts_buyer_created({ name: row.name }),
  })
  const form = useForm({
    initialValues: { name: '', administratorName: '', administratorEmail: '' },
    validate: {
      name: value => (value.trim() ? null : m.accounts_organization_missing()),
      administratorName: value => (value.trim() ? null : m.accounts_person_missing()),
      administratorEmail: emailProblem,
    },
  })
  const submit = form.onSubmit(({ name, administratorName, administratorEmail }) =>
    create.mutate(
      {
        body: {
          name: name.trim(),
          administratorName: administratorName.trim(),
          administratorEmail: administratorEmail.trim(),
        },
      },
      {
        onSuccess: onClose,
        onError: problem =>
          void showFieldProblems(form, problem, path => (path === 'email' ? 'administratorEmail' : path)),
      },
    ),
  )
  return (
    <Modal opened onClose={onClose} title={m.accounts_buyer_new()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.accounts_organization()}
            maxLength={120}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={m.accounts_buyer_administrator_name()}
            maxLength={120}
            required
            {...form.getInputProps('administratorName')}
          />
          <TextInput
            label={m.accounts_buyer_administrator_email()}
            description={m.accounts_buyer_administrator_what()}
            type="email"
            maxLength={254}
            required
            {...form.getInputProps('administratorEmail')}
          />
          <ProblemAlert problem={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {m.accounts_buyer_create()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
