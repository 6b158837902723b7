// The buyer's live board: which answers are due, which are late, who was told, and what happens next by itself.
import { Group, Title } from '@mantine/core'
import { CircleCheckBig } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import { priorities } from '../../orders/priority.ts'
import { type BoardSummary, boardSorts, type ClockRow, clockKinds, slaApi, urgencies } from '../../sla/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { priorityText } from '../orders/words.ts'
import { part } from '../parts.ts'
import { useEndpoint, useList } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DataList, ListSkeleton } from '../ui/list/DataList.tsx'
import { type ListState, useListState } from '../ui/list/list-state.ts'
import type { ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { remindMany, sendManyAgain, takeOnMany, useActMany } from './ActMany.tsx'
import { callMany, excuseMany, pauseMany, useAskedMany } from './AskedMany.tsx'
import { BoardViews, viewOf } from './BoardViews.tsx'
import { laneFilterOf } from './board-address.ts'
import { DueCell, SubjectCell } from './cells.tsx'
import { NextCell, TakenCell, ToldCell } from './chase-cells.tsx'
import { useDayEnds } from './day-ends.ts'
import { InReach } from './InReach.tsx'
import { RecentList } from './RecentList.tsx'
import { TargetBar } from './TargetBar.tsx'
import { Tiles } from './Tiles.tsx'
import { kindText, subjectText, urgencyText } from './words.ts'

// Other views of it, and what is for a few first days only: not in the board's own part.
const BoardGroups = lazy(part(() => import('./BoardGroups.tsx').then(x => ({ default: x.BoardGroups }))))
const BoardLanes = lazy(part(() => import('./BoardLanes.tsx').then(x => ({ default: x.BoardLanes }))))
const FirstSteps = lazy(part(() => import('../orders/FirstSteps.tsx').then(x => ({ default: x.FirstSteps }))))

export function BoardPage() {
  const list = useListState('urgency')
  const dayEnds = useDayEnds()
  const summary = useEndpoint(slaApi.summary, { query: { dayEnds } }, { watch: ['clock'] })
  const choices = summary.data
  const filters = useMemo(() => filtersOf(choices ?? nothing), [choices])
  const view = viewOf(list)
  return (
    <>
      <PageHeader title={m.sla_board()} lead={m.sla_board_lead()} actions={<BoardViews list={list} />} />
      <Tiles source={summary} {...(view === 'list' ? { list } : {})} />
      {choices?.disputes ? (
        <Go to="/board?disputed=yes" size="sm">
          {m.sla_disputes_wait({ n: choices.disputes })}
        </Go>
      ) : null}
      <Suspense fallback={<ListSkeleton />}>
        {view === 'list' ? <BoardList list={list} filters={filters} /> : null}
        {view === 'lanes' ? <BoardLanes list={list} filters={filters} /> : null}
        {view === 'groups' ? <BoardGroups list={list} filters={filters} /> : null}
      </Suspense>
      <Title order={2} mt="xl" mb="xs">
        {m.sla_recent()}
      </Title>
      <RecentList source={summary} />
    </>
  )
}

interface BoardPartProps {
  list: ListState
  filters: readonly ListFilter<ClockRow>[]
}

function BoardList({ list, filters }: BoardPartProps) {
  const dayEnds = useDayEnds()
  const may = useMay()
  const mayTake = may('clock.acknowledge')
  const mayIssue = may('order.issue')
  const today = list.value('today') === 'yes'
  const clocks = useList(
    slaApi.board,
    {
      query: {
        ...list.query,
        sort: list.value('hotFirst') === 'yes' ? 'priority' : boardSorts.find(sort => sort === list.query.sort),
        ...laneFilterOf(list),
        urgency: list.value('urgency'),
        disputed: list.value('disputed') === 'yes' ? true : undefined,
        unclaimed: list.value('unclaimed') === 'yes' ? true : undefined,
        today: today ? true : undefined,
        recent: list.value('recent') === 'yes' ? true : undefined,
        dayEnds: today ? dayEnds : undefined,
      },
    },
    { watch: ['clock'] },
  )
  const columns = useMemo(() => columnsOf(mayTake), [mayTake])
  const takeOn = useActMany(takeOnMany, mayTake)
  const remind = useActMany(remindMany, may('clock.remind'))
  const again = useActMany(sendManyAgain, may('gateway.operate'))
  const called = useAskedMany(callMany, may('clock.call'))
  const excuse = useAskedMany(excuseMany, may('clock.excuse'))
  const pause = useAskedMany(pauseMany, may('clock.pause'))
  const bulk = useMemo(
    () => [...takeOn.bulk, ...remind.bulk, ...called.bulk, ...again.bulk, ...pause.bulk, ...excuse.bulk],
    [takeOn.bulk, remind.bulk, called.bulk, again.bulk, pause.bulk, excuse.bulk],
  )
  return (
    <>
      {takeOn.shown}
      {remind.shown}
      {called.shown}
      {again.shown}
      {pause.shown}
      {excuse.shown}
      <DataList
        label={m.sla_clocks()}
        list={list}
        {...clocks}
        columns={columns}
        filters={filters}
        bulk={bulk.length > 0 ? bulk : undefined}
        rowKey={clock => clock.id}
        rowName={subjectText}
        rowHref={clock => `/clocks/${clock.id}`}
        empty={{
          icon: <CircleCheckBig size={28} aria-hidden />,
          title: m.sla_board_empty(),
          why: m.sla_board_empty_why(),
          // Whoever may not call off need not know what it takes.
          action: mayIssue ? (
            <Suspense>
              <FirstSteps>
                <Go to="/orders/new">{m.sla_board_empty_act()}</Go>
              </FirstSteps>
            </Suspense>
          ) : undefined,
        }}
      />
    </>
  )
}

const columnsOf = (mayTake: boolean): ListColumn<ClockRow>[] => [
  {
    id: 'label',
    label: m.sla_column_subject(),
    cell: clock => <SubjectCell clock={clock} />,
    sortBy: clock => clock.label,
    card: 'title',
    text: subjectText,
  },
  {
    id: 'supplier',
    label: m.sla_column_supplier(),
    cell: clock => (
      <>
        {clock.supplier.name}
        <Group gap={6}>
          <InReach clock={clock} small />
        </Group>
      </>
    ),
    sortBy: clock => clock.supplier.name,
    text: clock => clock.supplier.name,
  },
  {
    id: 'due',
    label: m.sla_column_due(),
    cell: clock => <DueCell clock={clock} />,
    sortBy: clock => clock.dueAt,
    card: 'corner',
    text: clock => clock.dueAt,
  },
  {
    id: 'used',
    label: m.sla_column_used(),
    cell: clock => <TargetBar clock={clock} />,
    width: '13%',
    text: clock => urgencyText(clock.urgency),
  },
  {
    id: 'told',
    label: m.sla_column_told(),
    cell: clock => <ToldCell clock={clock} />,
    width: '17%',
    text: clock =>
      clock.fired.flatMap(({ told }) => told.map(({ name, channel, at }) => `${name} ${channel} ${at}`)).join('; '),
  },
  {
    id: 'next',
    label: m.sla_column_next(),
    cell: clock => <NextCell clock={clock} />,
    width: '17%',
    text: clock => (clock.next ? `${clock.next.level} ${clock.next.at}` : ''),
  },
  {
    id: 'taken',
    label: m.sla_column_taken(),
    cell: clock => <TakenCell clock={clock} allowed={mayTake} />,
    text: clock => clock.takenOn?.by ?? '',
  },
]

type Narrowing = Pick<BoardSummary, 'suppliers' | 'sites' | 'people' | 'itemGroups'>
const nothing: Narrowing = { suppliers: [], sites: [], people: [], itemGroups: [] }

const filtersOf = ({ suppliers, sites, people, itemGroups }: Narrowing): ListFilter<ClockRow>[] => [
  { kind: 'search', id: 'search' },
  {
    kind: 'choices',
    id: 'urgency',
    label: m.sla_filter_urgency(),
    choices: urgencies.map(value => ({ value, label: urgencyText(value) })),
  },
  {
    kind: 'choices',
    id: 'kind',
    label: m.sla_filter_kind(),
    choices: clockKinds.map(value => ({ value, label: kindText(value) })),
  },
  {
    kind: 'choice',
    id: 'supplierId',
    label: m.sla_filter_supplier(),
    choices: suppliers.map(({ id, name }) => ({ value: id, label: name })),
  },
  {
    kind: 'choice',
    id: 'site',
    label: m.sla_filter_site(),
    choices: sites.map(({ code, name }) => ({ value: code, label: name })),
  },
  {
    kind: 'choice',
    id: 'person',
    label: m.sla_filter_person(),
    choices: people.map(name => ({ value: name, label: name })),
  },
  {
    kind: 'choice',
    id: 'itemGroupId',
    label: m.sla_filter_item_group(),
    choices: itemGroups.map(({ id, name }) => ({ value: id, label: name })),
  },
  {
    kind: 'choice',
    id: 'priority',
    label: m.orders_priority(),
    choices: priorities.toReversed().map(value => ({ value, label: priorityText(value) })),
  },
  { kind: 'switch', id: 'hotFirst', label: m.sla_filter_hot_first() },
  { kind: 'switch', id: 'today', label: m.sla_filter_today() },
  { kind: 'switch', id: 'unclaimed', label: m.sla_filter_unclaimed() },
  { kind: 'switch', id: 'disputed', label: m.sla_filter_disputed() },
  { kind: 'switch', id: 'recent', label: m.sla_recent() },
]
