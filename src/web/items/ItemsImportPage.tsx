// Items and supplier items from a CSV file: every wrong row is shown before anything is kept.
import { Paper, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { itemsApi } from '../../items/api.ts'
import type { ResponseOf } from '../../kernel/endpoint.ts'
import { call } from '../api.ts'
import { useGo } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { CsvImport, type CsvReport } from '../ui/CsvImport.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

interface Judged {
  rows: { line: number; change: string; cells: string[]; was: Record<string, string> }[]
  read: number
  clean: number
  errors: CsvReport['problems']
  added: number
  changed: number
}

interface ImportProps {
  title: string
  lead: string
  back: { label: string; to: string }
  template: { fileName: string; columns: readonly string[]; example: readonly string[] }
  judge: (csv: string) => Promise<Judged>
  take: (csv: string, acceptClean: boolean) => Promise<unknown>
}

const itemTemplate = {
  fileName: 'items.csv',
  columns: ['item', 'description', 'unit', 'group'],
  example: ['BRK-2201', 'Disc brake, front', 'EA', 'Brakes'],
}

export function ItemsImportPage() {
  const keep = useAct(itemsApi.import, { quiet: true, changes: ['item'], done: doneText })
  return (
    <Import
      title={m.items_import_title()}
      lead={m.items_import_what()}
      back={{ label: m.items_title(), to: '/items' }}
      template={itemTemplate}
      judge={async csv => {
        const judged = await call(itemsApi.preview, { body: { csv } })
        const rows = judged.rows.map(row => ({ ...row, cells: [row.number, row.description, row.unit, row.group] }))
        return { ...judged, rows }
      }}
      take={(csv, acceptClean) => keep.mutateAsync({ body: { csv, acceptClean } })}
    />
  )
}

const supplierItemTemplate = {
  fileName: 'supplier-items.csv',
  columns: ['supplier', 'item', 'supplier_part', 'pack', 'minimum', 'lead_time_days', 'ship_from'],
  example: ['10042', 'BRK-2201', 'NL-77120', '10', '50', '5', ''],
}

export function SupplierItemsImportPage() {
  const keep = useAct(itemsApi.importSupplierItems, { quiet: true, changes: ['supplier-item', 'item'], done: doneText })
  return (
    <Import
      title={m.items_sup_import_title()}
      lead={m.items_sup_import_what()}
      back={{ label: m.items_sup_title(), to: '/supplier-items' }}
      template={supplierItemTemplate}
      judge={async csv => {
        const judged = await call(itemsApi.previewSupplierItems, { body: { csv } })
        const rows = judged.rows.map(row => ({
          ...row,
          cells: [
            row.vendorNumber,
            row.itemNumber,
            row.supplierPartNumber,
            row.packQuantity,
            row.minimumQuantity,
            String(row.leadTimeDays),
            row.shipFrom,
          ],
        }))
        return { ...judged, rows }
      }}
      take={(csv, acceptClean) => keep.mutateAsync({ body: { csv, acceptClean } })}
    />
  )
}

const doneText = ({ added, changed }: ResponseOf<typeof itemsApi.import>): string =>
  m.items_import_done({ added: countText(added), changed: countText(changed) })

function Import({ title, lead, back, template, judge, take }: ImportProps) {
  const go = useGo()
  const [judged, setJudged] = useState<Judged | undefined>()
  return (
    <Stack gap="lg">
      <PageHeader title={title} trail={[back]} lead={lead} />
      <Paper p="md">
        <CsvImport
          template={template}
          check={async text => {
            const found = await judge(text)
            setJudged(found)
            return { rows: found.read, clean: found.clean, problems: found.errors }
          }}
          accept={async (text, _, part) => {
            await take(text, part === 'clean')
            go(back.to)
          }}
        >
          {() => (judged ? <Preview judged={judged} columns={template.columns} /> : null)}
        </CsvImport>
      </Paper>
    </Stack>
  )
}

const shownMax = 10

function Preview({ judged, columns }: { judged: Judged; columns: readonly string[] }) {
  if (judged.rows.length === 0) return null
  const { added, changed, clean } = judged
  const counts = { added: countText(added), changed: countText(changed), same: countText(clean - added - changed) }
  return (
    <section>
      <Title order={2} size="h4">
        {m.items_import_first()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {m.items_import_counts(counts)}
      </Text>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.items_line()}</Table.Th>
              {columns.map(column => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
              <Table.Th>{m.items_change()}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {judged.rows.slice(0, shownMax).map(row => (
              <Table.Tr key={row.line}>
                <Table.Td>{row.line}</Table.Td>
                {row.cells.map((cell, at) => (
                  <Table.Td key={columns[at]}>
                    <Changed cell={cell} was={row.was[columns[at] ?? '']} />
                  </Table.Td>
                ))}
                <Table.Td>{changeText(row.change)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}

/** From what to what. */
function Changed({ cell, was }: { cell: string; was: string | undefined }) {
  if (was === undefined) return cell
  return (
    <>
      <Text span size="sm" c="dimmed" td="line-through">
        {was}
      </Text>{' '}
      <Text span fw={600}>
        {cell}
      </Text>
      <VisuallyHidden> {m.items_import_was({ was })}</VisuallyHidden>
    </>
  )
}

function changeText(change: string): string {
  if (change === 'added') return m.items_change_added()
  return change === 'changed' ? m.items_change_changed() : m.items_change_unchanged()
}
