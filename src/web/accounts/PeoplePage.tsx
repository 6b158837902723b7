// The people of the organization and who is invited; administrators invite, change roles and take people out.
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { UserPlus, Users } from 'lucide-react'
import { useMemo } from 'react'
import { accountsApi } from '../../accounts/api.ts'
import { buyerRoles, supplierRoles } from '../../accounts/may.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { type MemberRow, memberRows, memberStates, stateText } from './member-rows.ts'
import { PersonActions } from './PersonActions.tsx'
import { roleText } from './role-text.ts'

export function PeoplePage() {
  const manage = useMay()('people.manage')
  const side = useMe().organization?.side ?? 'buyer'
  const list = useListState('name')
  const people = useEndpoint(accountsApi.people, {}, { watch: ['person', 'invitation'] })
  const rows = useMemo(() => people.data && memberRows(people.data), [people.data])
  const columns = useMemo(() => columnsFor(manage), [manage])
  const filters = useMemo(() => filtersFor(side), [side])
  const [inviting, is] = useDisclosure(false)
  const invite = manage ? (
    <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={is.open}>
      {m.accounts_invite()}
    </Button>
  ) : null
  return (
    <>
      <PageHeader title={m.accounts_people()} lead={m.accounts_people_what()} actions={invite} />
      <DataList<MemberRow>
        label={m.accounts_people()}
        list={list}
        source={people}
        rows={rows}
        rowKey={row => row.key}
        rowName={row => row.name}
        columns={columns}
        filters={filters}
        empty={{
          icon: <Users size={28} aria-hidden />,
          title: m.accounts_people_none(),
          why: m.accounts_people_none_why(),
          action: invite,
        }}
      />
      {inviting ? <InviteDialog onClose={is.close} /> : null}
    </>
  )
}

const columnsFor = (manage: boolean): ListColumn<MemberRow>[] => [
  {
    id: 'name',
    label: m.accounts_person(),
    cell: row => (row.person?.you ? m.accounts_person_you({ name: row.name }) : row.name),
    sortBy: row => row.name,
    card: 'title',
    text: row => row.name,
  },
  { id: 'email', label: m.accounts_email(), cell: row => row.email, sortBy: row => row.email, text: row => row.email },
  {
    id: 'role',
    label: m.accounts_role(),
    cell: row => roleText(row.role),
    sortBy: row => roleText(row.role),
    text: row => roleText(row.role),
  },
  {
    id: 'state',
    label: m.accounts_state(),
    cell: row => <StatusBadge tone={memberStates[row.state]}>{stateText(row.state)}</StatusBadge>,
    sortBy: row => row.state,
    card: 'corner',
    text: row => stateText(row.state),
  },
  {
    id: 'since',
    label: m.accounts_since(),
    cell: row => <When at={row.since} />,
    sortBy: row => row.since,
    text: row => row.since,
  },
  ...(manage
    ? [{ id: 'acts', label: m.accounts_acts(), cell: (row: MemberRow) => <PersonActions row={row} />, width: '70px' }]
    : []),
]

const filtersFor = (side: 'buyer' | 'supplier'): ListFilter<MemberRow>[] => [
  {
    kind: 'search',
    id: 'search',
    match: (row, value) => `${row.name} ${row.email}`.toLowerCase().includes(value.toLowerCase()),
  },
  {
    kind: 'choice',
    id: 'role',
    label: m.accounts_role(),
    choices: (side === 'buyer' ? buyerRoles : supplierRoles).map(role => ({ value: role, label: roleText(role) })),
    match: (row, value) => row.role === value,
  },
  {
    kind: 'choice',
    id: 'state',
    label: m.accounts_state(),
    choices: (['member', 'open', 'expired'] as const).map(state => ({ value: state, label: stateText(state) })),
    match: (row, value) => row.state === value,
  },
]
