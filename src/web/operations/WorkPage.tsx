// Background work that failed: what, about what, why, how often it was tried; run again from here.
import { Alert, List, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { RotateCw, ServerCog, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type FailedWork, operationsApi, workStates } from '../../operations/api.ts'
import { call } from '../api.ts'
import { type Became, eachOf } from '../each-of.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { refetch } from '../live.ts'
import { useEndpoint, useList } from '../query.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { problemText } from '../ui/problem-text.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { aboutOf, kindText, stateText } from './words.ts'

export function WorkPage() {
  const list = useListState('-createdAt')
  const state = workStates.find(one => one === list.value('state'))
  const work = useList(
    operationsApi.failedWork,
    { query: { ...list.query, state } },
    { watch: ['work', 'notice', 'document'] },
  )
  const columns = useMemo(columnsOf, [])
  const filters = useMemo(filtersOf, [])
  const { bulk, refused } = useRunAgain()
  return (
    <>
      <PageHeader title={m.operations_work()} lead={m.operations_work_what()} />
      <Waiting />
      <Refused became={refused} />
      <DataList<FailedWork>
        label={m.operations_work()}
        list={list}
        {...work}
        rowKey={row => row.id}
        rowName={row => kindText(row.kind)}
        columns={columns}
        filters={filters}
        bulk={bulk}
        empty={{
          icon: <ServerCog size={28} aria-hidden />,
          title: m.operations_none(),
          why: m.operations_none_why(),
        }}
      />
    </>
  )
}

/** How far behind the work is. */
function Waiting() {
  const { data } = useEndpoint(operationsApi.failedWork, { query: { limit: 1 } }, { watch: ['work'] })
  if (!data) return null
  const { n, oldestDueAt } = data.waiting
  return (
    <Text size="sm" mb="md">
      {oldestDueAt ? (
        <>
          {m.operations_waiting({ n })} <When at={oldestDueAt} />
        </>
      ) : (
        m.operations_waiting_none()
      )}
    </Text>
  )
}

function useRunAgain(): { bulk: BulkAction<FailedWork>[]; refused: readonly Became<FailedWork>[] } {
  const queries = useQueryClient()
  const [refused, setRefused] = useState<readonly Became<FailedWork>[]>([])
  const bulk = useMemo<BulkAction<FailedWork>[]>(
    () => [
      {
        id: 'again',
        label: m.operations_again(),
        icon: RotateCw,
        refuse: rows => (rows.some(row => row.settledElsewhere) ? m.operations_again_none() : undefined),
        run: async (rows, { clear }) => {
          const became = await eachOf(rows, ({ id }) => call(operationsApi.runAgain, { params: { workId: id } }))
          const not = became.filter(({ problem }) => problem !== undefined)
          setRefused(not)
          if (not.length === 0)
            notifications.show({ message: m.operations_again_done({ n: rows.length }), color: 'green' })
          clear(not.map(({ row }) => row.id))
          await refetch(queries, [{ kind: 'work', id: '' }])
        },
      },
    ],
    [queries],
  )
  return { bulk, refused }
}

function Refused({ became }: { became: readonly Became<FailedWork>[] }) {
  if (became.length === 0) return null
  return (
    <Alert color="red" variant="light" mb="md" role="alert" icon={<TriangleAlert size={18} aria-hidden />}>
      <List size="sm">
        {became.map(({ row, problem }) => (
          <List.Item key={row.id}>
            {kindText(row.kind)}: {problem ? problemText(problem).what : null}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

function About({ work }: { work: FailedWork }) {
  const { text, href } = aboutOf(work)
  return (
    <div>
      {href ? <Go to={href}>{text}</Go> : text}
      {work.settledElsewhere ? (
        <Text size="xs" c="dimmed">
          {m.operations_elsewhere()}
        </Text>
      ) : null}
    </div>
  )
}

const columnsOf = (): ListColumn<FailedWork>[] => [
  {
    id: 'kind',
    label: m.operations_what(),
    cell: row => kindText(row.kind),
    sortBy: row => row.kind,
    card: 'title',
    text: row => kindText(row.kind),
  },
  { id: 'about', label: m.operations_about(), cell: row => <About work={row} />, text: row => aboutOf(row).text },
  {
    id: 'error',
    label: m.operations_error(),
    cell: row => (
      <Text size="sm" component="span">
        {row.error}
      </Text>
    ),
    width: '30%',
    text: row => row.error,
  },
  {
    id: 'attempts',
    label: m.operations_attempts(),
    cell: row => String(row.attempts),
    sortBy: row => row.attempts,
    align: 'right',
    text: row => String(row.attempts),
  },
  {
    id: 'createdAt',
    label: m.operations_since(),
    cell: row => <When at={row.createdAt} />,
    sortBy: row => row.createdAt,
    text: row => row.createdAt,
  },
  {
    id: 'nextAt',
    label: m.operations_next(),
    cell: row => (row.nextAt ? <When at={row.nextAt} /> : null),
    sortBy: row => row.nextAt,
    text: row => row.nextAt ?? '',
  },
  {
    id: 'state',
    label: m.operations_state(),
    cell: row => <StatusBadge tone={row.state === 'given-up' ? 'late' : 'warn'}>{stateText(row.state)}</StatusBadge>,
    card: 'corner',
    text: row => stateText(row.state),
  },
]

const filtersOf = (): ListFilter<FailedWork>[] => [
  { kind: 'search', id: 'search' },
  {
    kind: 'choice',
    id: 'state',
    label: m.operations_state(),
    choices: workStates.map(value => ({ value, label: stateText(value) })),
  },
]
