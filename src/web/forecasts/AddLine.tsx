// Adds a line to the grid: what a supplier makes, and where it goes.
import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { itemsApi, type SupplierItem } from '../../items/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { type EditLine, lineKey } from './edit-draft.ts'

interface AddLineProps {
  sites: readonly string[]
  known: readonly EditLine[]
  onAdd: (line: EditLine) => void
}

export function AddLine({ sites, known, onAdd }: AddLineProps) {
  const [open, is] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={is.open}>
        {m.forecasts_edit_add()}
      </Button>
      <Modal
        opened={open}
        onClose={is.close}
        title={m.forecasts_edit_add()}
        closeButtonProps={{ 'aria-label': m.ui_close() }}
      >
        <Choose
          sites={sites}
          known={known}
          onAdd={line => {
            onAdd(line)
            is.close()
          }}
        />
      </Modal>
    </>
  )
}

const wordsOf = ({ itemNumber, description, partnerName }: SupplierItem): string =>
  `${itemNumber} · ${description} · ${partnerName}`

function Choose({ sites, known, onAdd }: AddLineProps) {
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 200)
  const [picked, setPicked] = useState<SupplierItem | undefined>()
  const [shipTo, setShipTo] = useState<string | null>(sites.length === 1 ? (sites[0] ?? null) : null)
  // What is picked stands in the search box: it is no question to the server.
  const question = picked && asked === wordsOf(picked) ? picked.itemNumber : asked
  const found = useEndpoint(itemsApi.supplierItems, { query: { search: question, limit: 50 } })
  const line = picked && shipTo !== null ? newLine(picked, shipTo) : undefined
  const twice = line !== undefined && known.some(({ key }) => key === line.key)
  return (
    <Stack>
      <Select
        label={m.forecasts_edit_add_item()}
        searchable
        data-autofocus
        searchValue={search}
        onSearchChange={setSearch}
        nothingFoundMessage={m.forecasts_edit_add_none()}
        data={(found.data?.rows ?? []).map(row => ({ value: row.id, label: wordsOf(row) }))}
        filter={({ options }) => options}
        value={picked?.id ?? null}
        onChange={id => setPicked(found.data?.rows.find(row => row.id === id))}
      />
      <Select
        label={m.forecasts_edit_add_site()}
        data={[...sites]}
        value={shipTo}
        onChange={setShipTo}
        error={twice ? m.forecasts_edit_add_twice() : undefined}
      />
      <Group justify="flex-end">
        <Button disabled={!line || twice} onClick={() => line && onAdd(line)}>
          {m.forecasts_edit_add()}
        </Button>
      </Group>
    </Stack>
  )
}

function newLine(of: SupplierItem, shipTo: string): EditLine {
  const line = {
    item: of.itemNumber,
    description: of.description,
    unit: of.unit,
    supplier: of.vendorNumber,
    supplierName: of.partnerName,
    shipTo,
    quantities: [],
  }
  return { ...line, key: lineKey(line), added: true }
}
