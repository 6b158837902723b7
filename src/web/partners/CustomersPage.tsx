// The supplier's customers, and those that wait for its agreement.
import { Stack } from '@mantine/core'
import { Handshake } from 'lucide-react'
import { useMemo } from 'react'
import { type PartnerRow, partnersApi } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Proposal } from './Proposal.tsx'
import { partnerColumns, partnerFilters } from './partner-columns.tsx'

type Status = PartnerRow['status']
type Transport = PartnerRow['transport']

export function CustomersPage() {
  const list = useListState('name')
  const query = {
    ...list.query,
    status: list.value('status') as Status | undefined,
    transport: list.value('transport') as Transport | undefined,
  }
  const customers = useList(partnersApi.list, { query }, { watch: ['relationship'] })
  const columns = useMemo(() => partnerColumns(false), [])
  const filters = useMemo(partnerFilters, [])
  return (
    <>
      <PageHeader title={m.partners_customers()} lead={m.partners_customers_what()} />
      <Proposals />
      <DataList<PartnerRow>
        label={m.partners_customers()}
        list={list}
        {...customers}
        rowKey={row => row.id}
        rowName={row => row.name}
        rowHref={row => `/partners/${row.id}`}
        columns={columns}
        filters={filters}
        empty={{
          icon: <Handshake size={28} aria-hidden />,
          title: m.partners_customers_none(),
          why: m.partners_customers_none_why(),
        }}
      />
    </>
  )
}

function Proposals() {
  const mayAgree = useMay()('partner.agree')
  const proposed = useEndpoint(
    partnersApi.list,
    { query: { status: 'proposed' } },
    { watch: ['relationship'], enabled: mayAgree },
  )
  if (!mayAgree || !proposed.data?.rows.length) return null
  return (
    <Stack mb="md">
      {proposed.data.rows.map(row => (
        <Proposal key={row.id} id={row.id} name={row.name} />
      ))}
    </Stack>
  )
}
