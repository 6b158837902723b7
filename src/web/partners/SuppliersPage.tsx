// The buyer's suppliers.
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Factory, Link2, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { type PartnerRow, partnersApi } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { AddSupplierDialog, ConnectDialog } from './AddSupplierDialog.tsx'
import { partnerColumns, partnerFilters } from './partner-columns.tsx'

type Status = PartnerRow['status']
type Transport = PartnerRow['transport']

export function SuppliersPage() {
  const manage = useMay()('partner.manage')
  const list = useListState('name')
  const query = {
    ...list.query,
    status: list.value('status') as Status | undefined,
    transport: list.value('transport') as Transport | undefined,
  }
  const suppliers = useList(partnersApi.list, { query }, { watch: ['relationship'] })
  const columns = useMemo(() => partnerColumns(true), [])
  const filters = useMemo(partnerFilters, [])
  const [adding, add] = useDisclosure(false)
  const [connecting, connect] = useDisclosure(false)
  const actions = manage ? (
    <>
      <Button variant="default" leftSection={<Link2 size={16} aria-hidden />} onClick={connect.open}>
        {m.partners_connect()}
      </Button>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={add.open}>
        {m.partners_add()}
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader title={m.partners_suppliers()} lead={m.partners_suppliers_what()} actions={actions} />
      <DataList<PartnerRow>
        label={m.partners_suppliers()}
        list={list}
        {...suppliers}
        rowKey={row => row.id}
        rowName={row => row.name}
        rowHref={row => `/partners/${row.id}`}
        columns={columns}
        filters={filters}
        empty={{
          icon: <Factory size={28} aria-hidden />,
          title: m.partners_suppliers_none(),
          why: m.partners_suppliers_none_why(),
          action: actions,
        }}
      />
      {adding ? <AddSupplierDialog onClose={add.close} /> : null}
      {connecting ? <ConnectDialog onClose={connect.close} /> : null}
    </>
  )
}
