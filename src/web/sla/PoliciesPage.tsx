// The response policies: those in force, and those that were retired.
import { Button } from '@mantine/core'
import { ListChecks, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { type PolicyRow, policyApi } from '../../sla/policy-api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { spanText } from '../partners/partner-text.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { hoursText, narrowedText, policyKindText, suppliersText } from './policy-words.ts'

const filters: readonly ListFilter<PolicyRow>[] = [
  {
    kind: 'search',
    id: 'search',
    match: (row, value) =>
      `${row.name} ${suppliersText(row)} ${narrowedText(row)}`.toLowerCase().includes(value.toLowerCase()),
  },
]

export function PoliciesPage() {
  const manage = useMay()('policy.manage')
  const link = useLink()
  const list = useListState('name')
  const policies = useEndpoint(policyApi.list, {}, { watch: ['policy'] })
  const columns = useMemo(policyColumns, [])
  const add = manage ? (
    <Button component="a" leftSection={<Plus size={16} aria-hidden />} {...link('/policies/new')}>
      {m.sla_policy_add()}
    </Button>
  ) : null
  return (
    <>
      <PageHeader
        title={m.sla_policies()}
        lead={m.sla_policies_lead()}
        actions={
          manage ? (
            <>
              <Button component="a" variant="default" {...link('/policies/contacts')}>
                {m.sla_contacts()}
              </Button>
              <Button component="a" variant="default" {...link('/policies/webhooks')}>
                {m.sla_webhooks()}
              </Button>
              {add}
            </>
          ) : null
        }
      />
      <DataList<PolicyRow>
        label={m.sla_policies()}
        list={list}
        source={policies}
        rows={policies.data?.rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        rowHref={row => `/policies/${row.id}`}
        columns={columns}
        filters={filters}
        empty={{
          icon: <ListChecks size={28} aria-hidden />,
          title: m.sla_policies_none(),
          why: m.sla_policies_none_why(),
          action: add,
        }}
      />
    </>
  )
}

const hoursOf = ({ kind, hours, calendarName }: PolicyRow): string => calendarName ?? hoursText(kind, hours)
const stateText = ({ retiredAt }: PolicyRow): string =>
  retiredAt ? m.sla_policy_retired_badge() : m.sla_policy_in_force()

function buyerText({ buyerAfterMinutes }: PolicyRow): string {
  if (buyerAfterMinutes === null) return m.sla_policy_buyer_never()
  return buyerAfterMinutes === 0 ? m.sla_policy_at_due() : m.sla_policy_after_due({ span: spanText(buyerAfterMinutes) })
}

const column = (id: string, label: string, text: (row: PolicyRow) => string): ListColumn<PolicyRow> => ({
  ...{ id, label, text, cell: text, sortBy: text },
})

const policyColumns = (): ListColumn<PolicyRow>[] => [
  { ...column('name', m.sla_policy_name(), row => row.name), card: 'title' },
  column('kind', m.sla_policy_kind(), row => policyKindText(row.kind)),
  column('supplier', m.sla_policy_supplier(), suppliersText),
  column('narrowed', m.sla_policy_narrowed(), narrowedText),
  column('target', m.sla_policy_target(), row => row.target),
  column('hours', m.sla_policy_hours(), hoursOf),
  column('buyer', m.sla_policy_buyer_told(), buyerText),
  {
    ...column('state', m.sla_policy_state(), stateText),
    cell: row => <StatusBadge tone={row.retiredAt ? 'quiet' : 'ok'}>{stateText(row)}</StatusBadge>,
    card: 'corner',
  },
  {
    ...column('version', m.sla_policy_version(), row => String(row.version)),
    ...{ sortBy: row => row.version, align: 'right', width: '90px' },
  },
]
