// The supplier's first people: invited by the buyer that entered it, until its own administrator has come in.
import { Button, Group, Paper, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { UserPlus } from 'lucide-react'
import { type Partner, type PartnerInvitation, partnersApi } from '../../partners/api.ts'
import { InvitationMenu } from '../accounts/PersonActions.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge, type Tone } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'

const roles = ['supplier-administrator', 'answerer', 'supplier-read-only'] as const
type SupplierRole = (typeof roles)[number]

function roleText(role: string): string {
  if (role === 'supplier-administrator') return m.partners_role_administrator()
  return role === 'answerer' ? m.partners_role_answerer() : m.partners_role_reader()
}

const tones: Readonly<Record<string, Tone>> = { open: 'info', accepted: 'ok', revoked: 'quiet', expired: 'warn' }

function stateText(state: string): string {
  if (state === 'accepted') return m.partners_state_accepted()
  if (state === 'revoked') return m.partners_state_revoked()
  return state === 'expired' ? m.partners_state_expired() : m.partners_state_open()
}

export function PeopleTab({ partner }: { partner: Partner }) {
  const manage = useMay()('partner.manage')
  const params = { relationshipId: partner.id }
  const invited = useEndpoint(partnersApi.invitations, { params }, { watch: ['invitation'], enabled: manage })
  if (!manage) return <Text size="sm">{m.partners_people_theirs()}</Text>
  if (invited.error) return <ProblemAlert problem={invited.error} onRetry={() => void invited.refetch()} />
  if (!invited.data) return <ListSkeleton />
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {invited.data.mayInvite ? m.partners_people_what() : m.partners_people_theirs()}
      </Text>
      {invited.data.mayInvite ? <InviteForm partner={partner} /> : null}
      <Invited rows={invited.data.rows} mayInvite={invited.data.mayInvite} />
    </Stack>
  )
}

function Invited({ rows, mayInvite }: { rows: readonly PartnerInvitation[]; mayInvite: boolean }) {
  const manage = useMay()('partner.manage')
  if (rows.length === 0) return mayInvite ? <Text size="sm">{m.partners_people_none()}</Text> : null
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table aria-label={m.partners_tab_people()}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.partners_person()}</Table.Th>
            <Table.Th>{m.partners_email()}</Table.Th>
            <Table.Th>{m.partners_role()}</Table.Th>
            <Table.Th>{m.partners_state()}</Table.Th>
            <Table.Th>{m.partners_since()}</Table.Th>
            {manage ? <Table.Th>{m.accounts_acts()}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td>{row.name}</Table.Td>
              <Table.Td>{row.email}</Table.Td>
              <Table.Td>{roleText(row.role)}</Table.Td>
              <Table.Td>
                <StatusBadge tone={tones[row.state] ?? 'info'}>{stateText(row.state)}</StatusBadge>
              </Table.Td>
              <Table.Td>
                <When at={row.createdAt} />
              </Table.Td>
              {manage ? (
                <Table.Td>
                  {row.state === 'open' || row.state === 'expired' ? <InvitationMenu invitation={row} /> : null}
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function InviteForm({ partner }: { partner: Partner }) {
  const me = useMe()
  const invite = useAct(partnersApi.invite, {
    quiet: true,
    changes: ['invitation'],
    done: ({ email }) => (me.mailIsSent ? m.partners_invited({ email }) : m.accounts_invited_by_hand({ email })),
  })
  const missing = (text: string) => (text.trim() ? null : m.partners_missing())
  const form = useForm<{ name: string; email: string; role: SupplierRole }>({
    initialValues: { name: partner.contactName, email: partner.contactEmail, role: 'supplier-administrator' },
    validate: { name: missing, email: missing },
  })
  const submit = form.onSubmit(body =>
    invite.mutate(
      { params: { relationshipId: partner.id }, body },
      {
        onSuccess: () => form.setValues({ name: '', email: '', role: 'answerer' }),
        onError: problem => void showFieldProblems(form, problem),
      },
    ),
  )
  return (
    <Paper p="md">
      <form onSubmit={submit} noValidate>
        <Group align="flex-start">
          <TextInput label={m.partners_person()} maxLength={120} required {...form.getInputProps('name')} />
          <TextInput
            label={m.partners_email()}
            type="email"
            maxLength={254}
            miw="16rem"
            required
            {...form.getInputProps('email')}
          />
          <Select
            label={m.partners_role()}
            data={roles.map(role => ({ value: role, label: roleText(role) }))}
            allowDeselect={false}
            miw="16rem"
            {...form.getInputProps('role')}
          />
          <Button type="submit" mt={22} loading={invite.isPending} leftSection={<UserPlus size={16} aria-hidden />}>
            {m.partners_invite()}
          </Button>
        </Group>
        <ProblemAlert problem={invite.error} beside={form} />
      </form>
    </Paper>
  )
}
