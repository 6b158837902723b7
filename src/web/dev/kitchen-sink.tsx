// Every piece of `ui/` on one page, for looking at it in both schemes and sizes: `npm run dev:web`, then /dev/. Never shipped.
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '../theme.css'
import { Button, Group, MantineProvider, Paper, Stack, TextInput, Title } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../problem.ts'
import { newQueryClient } from '../query.ts'
import { parseSearch, readSearch, stringifySearch } from '../search.ts'
import { cssVariables, theme } from '../theme.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { Countdown } from '../ui/Countdown.tsx'
import { CsvImport } from '../ui/CsvImport.tsx'
import { DemandChart } from '../ui/DemandChart.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Facts } from '../ui/Facts.tsx'
import { DateField, QuantityField } from '../ui/fields.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Timeline } from '../ui/Timeline.tsx'
import { TipPlace } from '../ui/TipPlace.tsx'
import { Day, When } from '../ui/When.tsx'

interface Row {
  id: string
  number: string
  supplier: string
  status: 'late' | 'waiting' | 'agreed'
  quantity: string
  due: string
}

const start = Date.now()
const rows: Row[] = Array.from({ length: Number(new URLSearchParams(location.search).get('rows') ?? 400) }, (_, n) => ({
  id: String(n),
  number: `CO-${4500 + n}`,
  supplier: ['Aalto Castings Oy', 'Bremer Naben GmbH', 'Kyoto Saddles'][n % 3] ?? '',
  status: (['late', 'waiting', 'agreed'] as const)[n % 3] ?? 'late',
  quantity: String(n * 12.5 + 40),
  due: new Date(start + (n - 2) * 1_700_000).toISOString(),
}))

const tones = { late: 'late', waiting: 'warn', agreed: 'ok' } as const
const columns: ListColumn<Row>[] = [
  {
    id: 'number',
    label: 'Number',
    cell: row => row.number,
    sortBy: row => row.number,
    card: 'title',
    text: row => row.number,
  },
  {
    id: 'status',
    label: 'Status',
    cell: row => <StatusBadge tone={tones[row.status]}>{row.status}</StatusBadge>,
    card: 'corner',
  },
  {
    id: 'supplier',
    label: 'Supplier',
    cell: row => row.supplier,
    sortBy: row => row.supplier,
    text: row => row.supplier,
  },
  {
    id: 'quantity',
    label: 'Quantity',
    cell: row => <QuantityText of={row.quantity} unit="pcs" />,
    sortBy: row => Number(row.quantity),
    align: 'right',
    text: row => row.quantity,
  },
  { id: 'due', label: 'Answer', cell: row => <Countdown due={row.due} />, sortBy: row => row.due },
  { id: 'at', label: 'Placed', cell: row => <When at={row.due} contractZone="Europe/Berlin" />, card: 'hide' },
]
const filters: ListFilter<Row>[] = [
  { kind: 'search', id: 'search', match: (row, text) => row.number.includes(text) },
  {
    kind: 'choices',
    id: 'status',
    label: 'Status',
    choices: ['late', 'waiting', 'agreed'].map(value => ({ value, label: value })),
    match: (row, values) => values.includes(row.status),
  },
  { kind: 'switch', id: 'mine', label: 'Only mine', match: row => Number(row.id) % 2 === 0 },
]
const bulk: BulkAction<Row>[] = [
  { id: 'accept', label: 'Accept', run: (_, { clear }) => clear() },
  {
    id: 'cancel',
    label: 'Cancel',
    danger: true,
    refuse: () => 'Some of them are agreed already.',
    run: () => undefined,
  },
]
const weeks = Array.from({ length: 26 }, (_, n) => ({
  week: new Date(Date.UTC(2026, 10, 30 + n * 7)).toISOString().slice(0, 10),
  quantity: String(120 + ((n * 37) % 90)),
  previous: String(120 + ((n * 29) % 100)),
  committed: n < 8 ? String(110 + ((n * 31) % 90)) : null,
  firm: n < 6,
}))

function KitchenSink() {
  const list = useListState()
  const [quantity, setQuantity] = useState('1250')
  return (
    <Stack p="md" maw={1200} mx="auto">
      <PageHeader
        title="Call-off CO-4512"
        trail={[{ label: 'Call-offs', to: '/dev/' }]}
        status={<StatusBadge tone="warn">waits for your decision</StatusBadge>}
        lead="Aalto Castings Oy · placed Mon 23 Nov, 10:42"
        actions={
          <>
            <ConfirmAct label="Cancel call-off" title="Cancel CO-4512?" danger onConfirm={() => undefined}>
              The supplier is told at once. This cannot be undone.
            </ConfirmAct>
            <Button>Accept</Button>
          </>
        }
      />
      <Paper>
        <Facts
          facts={[
            { label: 'Item', value: 'Hub shell 32h' },
            { label: 'Need-by', value: <Day date="2026-12-04" /> },
            { label: 'Quantity', value: <QuantityText of="1250.50" was="1000" unit="pcs" /> },
            { label: 'Ship to', value: 'Plant 2, Bremen' },
          ]}
        />
      </Paper>
      <Group>
        {(['ok', 'warn', 'late', 'info', 'quiet'] as const).map(tone => (
          <StatusBadge key={tone} tone={tone}>
            {tone}
          </StatusBadge>
        ))}
        <Countdown due={new Date(start + 7_800_000).toISOString()} />
        <Countdown due={new Date(start + 300_000).toISOString()} />
        <Countdown due={new Date(start - 5_000).toISOString()} />
      </Group>
      <Paper>
        <Title order={2} mb="sm">
          Demand
        </Title>
        <DemandChart label="Hub shell 32h" unit="pcs" weeks={weeks} />
      </Paper>
      <DataList
        label="Call-offs"
        list={list}
        source={{ isPending: false, error: null, refetch: () => undefined }}
        rows={rows}
        rowKey={row => row.id}
        rowName={row => row.number}
        rowHref={row => `/dev/?row=${row.id}`}
        columns={columns}
        filters={filters}
        bulk={bulk}
        empty={{ title: 'No call-offs', why: 'Nobody has called anything off yet.' }}
      />
      <Paper>
        <Timeline
          contractZone="Europe/Helsinki"
          entries={[
            {
              id: '1',
              at: new Date(start - 9e6).toISOString(),
              who: 'Mara Voss',
              channel: 'portal',
              what: 'Called off',
            },
            {
              id: '2',
              at: new Date(start - 6e6).toISOString(),
              who: 'Aalto Castings Oy',
              channel: 'edi',
              what: 'Answered',
              detail: 'Other date for line 2',
            },
            { id: '3', at: new Date(start - 1e6).toISOString(), channel: 'system', what: 'Reminder sent' },
          ]}
        />
      </Paper>
      <Group align="flex-end">
        <TextInput label="Name" error="Write a name." />
        <DateField label="Need-by" value="2026-12-04" />
        <QuantityField label="Quantity" unit="pcs" value={quantity} onChange={setQuantity} />
        <Button variant="default">Default</Button>
        <Button variant="light">Light</Button>
        <Button variant="subtle">Subtle</Button>
        <Button color="red">Danger</Button>
        <Button disabled>Disabled</Button>
      </Group>
      <ProblemAlert problem={new Problem({ status: 0, title: '', fields: [] })} onRetry={() => undefined} />
      <ProblemAlert
        problem={
          new Problem({
            status: 409,
            title: 'Refused',
            fields: [
              { path: 'lines.0.quantity', what: '130 is no multiple of the pack of 50.', how: 'Call off 100 or 150.' },
              { path: 'lines.2.needBy', what: 'A Sunday.', how: 'Choose Monday 7 Dec.' },
            ],
          })
        }
      />
      <CsvImport
        template={{
          fileName: 'call-offs.csv',
          columns: ['item', 'quantity', 'need_by'],
          example: ['HUB-32', '50', '2026-12-04'],
        }}
        check={async text => ({
          rows: text.split('\n').length - 1,
          clean: 3,
          problems: [
            { line: 4, column: 'quantity', problem: '“12x” is not a number.', remedy: 'Write digits, as in 12.' },
          ],
        })}
        accept={async () => undefined}
      />
      <Paper>
        <EmptyState
          icon={<Inbox size={28} />}
          title="Nothing waits for you"
          why="New call-offs appear here by themselves."
          action={<Button variant="default">See answered ones</Button>}
        />
      </Paper>
    </Stack>
  )
}

const root = createRootRoute({ validateSearch: readSearch })
const all = createRoute({ getParentRoute: () => root, path: '$', component: KitchenSink })
const router = createRouter({ routeTree: root.addChildren([all]), parseSearch, stringifySearch })
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <QueryClientProvider client={newQueryClient()}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications />
        <TipPlace />
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  )
}
