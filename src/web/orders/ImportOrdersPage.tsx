// Call-offs in bulk from a CSV: every wrong cell with its remedy, a preview, then all or the clean part.
import { Alert, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ResponseOf } from '../../kernel/endpoint.ts'
import { type ImportPreview, ordersApi } from '../../orders/api.ts'
import { call } from '../api.ts'
import { Go, useGo } from '../go.tsx'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { serverClock } from '../server-clock.ts'
import { CsvImport, CsvProblems } from '../ui/CsvImport.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { Day } from '../ui/When.tsx'
import { unforeseen } from './import-outcome.ts'
import classes from './orders.module.css'
import { priorityText } from './words.ts'

const columns = ['order', 'supplier', 'item', 'quantity', 'need by', 'ship to', 'priority', 'note']

/** More orders than anybody reads through in a preview. */
const shownMax = 100

type Outcome = ResponseOf<typeof ordersApi.importCommit>

export function ImportOrdersPage() {
  const go = useGo()
  const queries = useQueryClient()
  const [preview, setPreview] = useState<ImportPreview | undefined>()
  const [incomplete, setIncomplete] = useState<Outcome | undefined>()
  // The server's template names what the reader can order; until it is here, its columns alone.
  const { data: template } = useEndpoint(ordersApi.importTemplate, {})
  return (
    <>
      <PageHeader
        title={m.orders_import_title()}
        lead={m.orders_import_lead()}
        trail={[{ label: m.orders_title(), to: '/orders' }]}
      />
      {incomplete ? <Incomplete outcome={incomplete} /> : null}
      <CsvImport
        template={template ? { ...template, columns } : { fileName: 'call-offs.csv', columns, example: [] }}
        acceptLabel={() => m.orders_import_issue({ n: preview?.orders.length ?? 0 })}
        check={async csv => {
          setIncomplete(undefined)
          const read = await call(ordersApi.importPreview, { body: { csv } })
          setPreview(read)
          return { rows: read.rows, clean: read.clean, problems: read.errors }
        }}
        accept={async (csv, _fileName, part) => {
          const outcome = await call(ordersApi.importCommit, { body: { csv, acceptClean: part === 'clean' } })
          await queries.invalidateQueries()
          const { issued, errors } = outcome
          if (issued.length === 0 || unforeseen(errors, preview?.errors ?? []).length > 0) return setIncomplete(outcome)
          notifications.show({ message: m.orders_import_done({ n: issued.length }), color: 'green' })
          go('/orders')
        }}
      >
        {() => (preview && preview.orders.length > 0 ? <Preview orders={preview.orders} /> : null)}
      </CsvImport>
    </>
  )
}

/** Less was issued than was promised: how much, and why not the rest. */
function Incomplete({ outcome: { issued, errors } }: { outcome: Outcome }) {
  return (
    <Alert
      color="red"
      variant="light"
      mb="md"
      role="alert"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={issued.length === 0 ? m.orders_import_nothing() : m.orders_import_done({ n: issued.length })}
    >
      <Stack gap="xs">
        <Text size="sm">{m.orders_import_incomplete()}</Text>
        <CsvProblems problems={errors} />
        {issued.length > 0 ? <Go to="/orders">{m.orders_title()}</Go> : null}
      </Stack>
    </Alert>
  )
}

function Preview({ orders }: Pick<ImportPreview, 'orders'>) {
  return (
    <Paper p={0} style={{ overflowX: 'auto' }}>
      <Title order={2} size="h4" p="xs">
        {m.orders_import_preview()}
      </Title>
      <Table aria-label={m.orders_import_preview()}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.orders_col_number()}</Table.Th>
            <Table.Th>{m.orders_col_supplier()}</Table.Th>
            <Table.Th>{m.orders_col_item()}</Table.Th>
            <Table.Th>{m.orders_col_quantity()}</Table.Th>
            <Table.Th>{m.orders_col_need_by()}</Table.Th>
            <Table.Th>{m.orders_field_site()}</Table.Th>
            <Table.Th>{m.orders_priority()}</Table.Th>
            <Table.Th>{m.orders_fact_note()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.slice(0, shownMax).flatMap(order =>
            order.lines.map(line => (
              <Table.Tr key={line.line}>
                <Table.Td>
                  {order.number ?? (
                    <Text span c="dimmed" size="sm">
                      {m.orders_import_next()}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{order.supplierName}</Table.Td>
                <Table.Td className={`mono ${classes.whole}`}>{line.buyerPart}</Table.Td>
                <Table.Td>
                  <QuantityText of={line.quantity} unit={line.unit} />
                </Table.Td>
                <Table.Td>
                  <Day date={line.needBy} />
                  {line.earliest ? (
                    <Text size="xs" c="var(--pw-warn)">
                      {m.orders_import_inside({ earliest: dateText(line.earliest, serverClock.now()) })}
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td>{order.shipTo}</Table.Td>
                <Table.Td>{priorityText(order.priority)}</Table.Td>
                <Table.Td>{order.note}</Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
