// People without a sign-in whom ladders may name: a supplier's plant manager, an agent.
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Plus, UserRound } from 'lucide-react'
import { useMemo } from 'react'
import { CONTACTS_MAX, type Contact, contactsApi } from '../../sla/contact-api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ContactDialog } from './ContactDialog.tsx'

export function ContactsPage() {
  const list = useListState('name')
  const contacts = useEndpoint(contactsApi.list, {}, { watch: ['contact'] })
  const columns = useMemo(columnsOf, [])
  const [adding, is] = useDisclosure(false)
  const rows = contacts.data?.rows
  const add = (
    <Button
      leftSection={<Plus size={16} aria-hidden />}
      disabled={(rows?.length ?? 0) >= CONTACTS_MAX}
      onClick={is.open}
    >
      {m.sla_contact_add()}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={m.sla_contacts()}
        trail={[{ label: m.sla_policies(), to: '/policies' }]}
        lead={m.sla_contacts_lead({ n: CONTACTS_MAX })}
        actions={rows?.length ? add : null}
      />
      <DataList<Contact>
        label={m.sla_contacts()}
        list={list}
        source={contacts}
        rows={rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        columns={columns}
        empty={{
          icon: <UserRound size={28} aria-hidden />,
          title: m.sla_contacts_none(),
          why: m.sla_contacts_none_why(),
          action: add,
        }}
      />
      {adding ? <ContactDialog onClose={is.close} /> : null}
    </>
  )
}

const columnsOf = (): ListColumn<Contact>[] => [
  {
    ...{ id: 'name', label: m.sla_contact_name(), card: 'title' },
    cell: row => row.name,
    sortBy: row => row.name,
  },
  {
    id: 'email',
    label: m.sla_contact_email(),
    cell: row => <span style={{ overflowWrap: 'anywhere' }}>{row.email}</span>,
    sortBy: row => row.email,
  },
  { id: 'acts', label: m.sla_webhook_acts(), cell: row => <Acts contact={row} /> },
]

function Acts({ contact }: { contact: Contact }) {
  const [changing, is] = useDisclosure(false)
  const { id, name } = contact
  const remove = useAct(contactsApi.remove, { done: m.sla_contact_removed({ name }), changes: ['contact'] })
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-sm" onClick={is.open}>
        {m.sla_contact_change()}
      </Button>
      <ConfirmAct
        size="compact-sm"
        label={m.sla_contact_remove()}
        title={m.sla_contact_remove_ask({ name })}
        onConfirm={() => remove.mutateAsync({ params: { contactId: id } })}
      >
        {m.sla_contact_remove_what()}
      </ConfirmAct>
      {changing ? <ContactDialog contact={contact} onClose={is.close} /> : null}
    </Group>
  )
}
