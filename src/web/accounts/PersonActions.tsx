// What may be done with one row of the people: a member's role, out; an invitation sent again, its link, taken back.
import { ActionIcon, Button, Group, Menu, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { EllipsisVertical, Link2, Send, UserCog, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { accountsApi, type InvitationRow, type PersonRow } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { Confirm } from '../ui/ConfirmAct.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { useInvitationLink } from './LinkDialog.tsx'
import type { MemberRow } from './member-rows.ts'
import { RoleChoice } from './RoleChoice.tsx'

type Sent = Pick<InvitationRow, 'id' | 'email' | 'name'> & { state: string }

export function PersonActions({ row }: { row: MemberRow }) {
  const { person, invitation } = row
  if (person) return <MemberMenu person={person} />
  return invitation ? <InvitationMenu invitation={invitation} /> : null
}

function MemberMenu({ person }: { person: PersonRow }) {
  const [dialog, setDialog] = useState<'role' | 'remove'>()
  const remove = useAct(accountsApi.removePerson, {
    changes: ['person'],
    done: m.accounts_removed({ name: person.name }),
  })
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={m.accounts_acts_for({ name: person.name })}>
            <EllipsisVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<UserCog size={15} aria-hidden />} onClick={() => setDialog('role')}>
            {m.accounts_change_role()}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<UserMinus size={15} aria-hidden />} onClick={() => setDialog('remove')}>
            {m.accounts_remove()}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'role' ? <RoleDialog person={person} onClose={close} /> : null}
      <Confirm
        opened={dialog === 'remove'}
        title={m.accounts_remove_title({ name: person.name })}
        act={m.accounts_remove()}
        danger
        onClose={close}
        onConfirm={() => remove.mutateAsync({ params: { personId: person.id } })}
      >
        {m.accounts_remove_what()}
      </Confirm>
    </>
  )
}

function RoleDialog({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const [role, setRole] = useState(person.role)
  const change = useAct(accountsApi.changeRole, {
    quiet: true,
    changes: ['person'],
    done: m.accounts_role_changed({ name: person.name }),
  })
  const save = () => change.mutate({ params: { personId: person.id }, body: { role } }, { onSuccess: onClose })
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.accounts_change_role_of({ name: person.name })}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <Stack>
        <RoleChoice value={role} onChange={setRole} />
        <ProblemAlert problem={change.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {m.ui_cancel()}
          </Button>
          <Button onClick={save} loading={change.isPending} disabled={role === person.role}>
            {m.ui_save()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** For an invitation that is still open or has expired; also into a supplier that this organization entered. */
export function InvitationMenu({ invitation }: { invitation: Sent }) {
  const { id, email } = invitation
  const params = { invitationId: id }
  const { mailIsSent } = useMe()
  const [revoking, is] = useDisclosure(false)
  const link = useInvitationLink(invitation)
  const resend = useAct(accountsApi.resendInvitation, { changes: ['invitation'], done: m.accounts_resent({ email }) })
  const revoke = useAct(accountsApi.revokeInvitation, { changes: ['invitation'], done: m.accounts_revoked({ email }) })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={m.accounts_acts_for({ name: invitation.name })}>
            <EllipsisVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Send size={15} aria-hidden />} onClick={() => resend.mutate({ params })}>
            {m.accounts_resend()}
          </Menu.Item>
          {mailIsSent || invitation.state !== 'open' ? null : (
            <Menu.Item leftSection={<Link2 size={15} aria-hidden />} onClick={link.show}>
              {m.accounts_link()}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<UserMinus size={15} aria-hidden />} onClick={is.open}>
            {m.accounts_revoke()}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {link.dialog}
      <Confirm
        opened={revoking}
        title={m.accounts_revoke_title({ email })}
        act={m.accounts_revoke()}
        danger
        onClose={is.close}
        onConfirm={() => revoke.mutateAsync({ params })}
      >
        {m.accounts_revoke_what()}
      </Confirm>
    </>
  )
}
