// Invites somebody into the organization by mail.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { accountsApi } from '../../accounts/api.ts'
import type { Role } from '../../accounts/may.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMe } from '../shell/me.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { emailProblem } from './PasswordChoice.tsx'
import { RoleChoice } from './RoleChoice.tsx'

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const me = useMe()
  const role: Role = me.organization?.side === 'supplier' ? 'answerer' : 'buyer'
  const invite = useAct(accountsApi.invite, {
    quiet: true,
    changes: ['invitation'],
    done: row =>
      me.mailIsSent ? m.accounts_invited({ email: row.email }) : m.accounts_invited_by_hand({ email: row.email }),
  })
  const form = useForm<{ name: string; email: string; role: Role }>({
    initialValues: { name: '', email: '', role },
    validate: { name: value => (value.trim() ? null : m.accounts_person_missing()), email: emailProblem },
  })
  const submit = form.onSubmit(({ name, email, role }) =>
    invite.mutate(
      { body: { name: name.trim(), email: email.trim(), role } },
      { onSuccess: onClose, onError: problem => void showFieldProblems(form, problem) },
    ),
  )
  return (
    <Modal opened onClose={onClose} title={m.accounts_invite()} closeButtonProps={{ 'aria-label': m.ui_close() }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.accounts_person()}
            maxLength={120}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={m.accounts_email()}
            type="email"
            maxLength={254}
            required
            {...form.getInputProps('email')}
          />
          <RoleChoice value={form.values.role} onChange={chosen => form.setFieldValue('role', chosen)} />
          <ProblemAlert problem={invite.error} beside={form} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {m.accounts_invite_do()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
