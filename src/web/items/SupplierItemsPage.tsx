// What suppliers call, pack and promise of items: all of the buyer's, or what one supplier makes for its customers.
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { FileUp, PackageSearch, Plus } from 'lucide-react'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useMay, useMe } from '../shell/me.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { SupplierItemDialog } from './SupplierItemDialog.tsx'
import { SupplierItemList } from './SupplierItemList.tsx'

export function SupplierItemsPage() {
  const manage = useMay()('item.manage')
  const buying = useMe().organization?.side === 'buyer'
  const link = useLink()
  const [adding, is] = useDisclosure(false)
  const actions = manage ? (
    <>
      <Button
        component="a"
        variant="default"
        leftSection={<FileUp size={16} aria-hidden />}
        {...link('/supplier-items/import')}
      >
        {m.items_import()}
      </Button>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
        {m.items_sup_add()}
      </Button>
    </>
  ) : null
  return (
    <>
      <PageHeader
        title={m.items_sup_title()}
        lead={buying ? m.items_sup_what() : m.items_sup_what_theirs()}
        actions={actions}
      />
      <SupplierItemList
        empty={{
          icon: <PackageSearch size={28} aria-hidden />,
          title: m.items_sup_none(),
          why: buying ? m.items_sup_none_why() : m.items_sup_none_theirs(),
          action: actions,
        }}
      />
      {adding ? <SupplierItemDialog onClose={is.close} /> : null}
    </>
  )
}
