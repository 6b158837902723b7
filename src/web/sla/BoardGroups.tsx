// The board by what its answers are about: which supplier, site, person or group of items has how much that is late.
import { SegmentedControl } from '@mantine/core'
import { CircleCheckBig } from 'lucide-react'
import {
  type BoardGroup,
  type BoardGrouping,
  boardGroupings,
  type ClockRow,
  clockKinds,
  slaApi,
} from '../../sla/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListFilter } from '../ui/list/types.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import classes from './BoardGroups.module.css'
import { BoardNarrowing } from './BoardNarrowing.tsx'
import { boardHref, type LaneFilter, laneFilterOf } from './board-address.ts'
import { kindText } from './words.ts'

const groupingText: Record<BoardGrouping, () => string> = {
  supplier: m.sla_filter_supplier,
  site: m.sla_filter_site,
  person: m.sla_filter_person,
  itemGroup: m.sla_filter_item_group,
  kind: m.sla_filter_kind,
}

const without: Record<BoardGrouping, () => string> = {
  supplier: m.sla_filter_supplier,
  site: m.sla_group_no_site,
  person: m.sla_group_no_person,
  itemGroup: m.sla_group_no_item_group,
  kind: m.sla_filter_kind,
}

const narrowedWith: Record<BoardGrouping, keyof LaneFilter> = {
  supplier: 'supplierId',
  site: 'site',
  person: 'person',
  itemGroup: 'itemGroupId',
  kind: 'kind',
}

export function BoardGroups({ list, filters }: { list: ListState; filters: readonly ListFilter<ClockRow>[] }) {
  const by = boardGroupings.find(each => each === list.value('by')) ?? 'supplier'
  const filter = laneFilterOf(list)
  const { data, error, refetch } = useEndpoint(slaApi.groups, { query: { ...filter, by } }, { watch: ['clock'] })
  return (
    <>
      <BoardNarrowing list={list} filters={filters} />
      <SegmentedControl
        aria-label={m.sla_group_by()}
        className={classes.by ?? ''}
        mb="sm"
        data={boardGroupings.map(value => ({ value, label: groupingText[value]() }))}
        value={by}
        onChange={to => list.set({ by: to === 'supplier' ? undefined : to })}
      />
      {error && !data ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton /> : null}
      {data?.groups.length === 0 ? (
        <EmptyState
          icon={<CircleCheckBig size={28} aria-hidden />}
          title={m.sla_board_empty()}
          why={m.sla_board_empty_why()}
        />
      ) : null}
      <ul className={classes.groups}>
        {data?.groups.map(group => (
          <GroupLine key={group.key ?? ''} group={group} by={by} filter={filter} most={mostOf(data.groups)} />
        ))}
      </ul>
    </>
  )
}

const sizeOf = ({ late, atRisk, onTrack }: BoardGroup) => late + atRisk + onTrack
const mostOf = (groups: readonly BoardGroup[]) => Math.max(...groups.map(sizeOf))

interface GroupLineProps {
  group: BoardGroup
  by: BoardGrouping
  filter: LaneFilter
  /** Answers of the largest group: its bar is the longest. */
  most: number
}

function GroupLine({ group, by, filter, most }: GroupLineProps) {
  const { key, late, atRisk, onTrack, unclaimed, nextDueAt } = group
  const said = [
    late > 0 ? m.sla_group_late({ n: late }) : '',
    unclaimed > 0 ? m.sla_group_unclaimed({ n: unclaimed }) : '',
    atRisk > 0 ? m.sla_group_risk({ n: atRisk }) : '',
    onTrack > 0 ? m.sla_group_track({ n: onTrack }) : '',
  ].filter(Boolean)
  return (
    <li className={classes.group}>
      <span className={classes.name}>
        {key === null ? (
          without[by]()
        ) : (
          <Go to={boardHref({ ...filter, [narrowedWith[by]]: key })}>{nameOf(group, by)}</Go>
        )}
      </span>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: share(late, most) }} data-tone="late" />
        <span style={{ width: share(atRisk, most) }} data-tone="warn" />
        <span style={{ width: share(onTrack, most) }} data-tone="info" />
      </span>
      <span className={classes.said}>{said.join(' · ')}</span>
      <span className={classes.next}>
        {nextDueAt ? (
          <>
            {m.sla_group_next()} <Countdown due={nextDueAt} />
          </>
        ) : null}
      </span>
    </li>
  )
}

const share = (n: number, most: number) => `${(100 * n) / most}%`

function nameOf({ name }: BoardGroup, by: BoardGrouping): string {
  const kind = by === 'kind' ? clockKinds.find(each => each === name) : undefined
  return kind ? kindText(kind) : name
}
