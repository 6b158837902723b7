// The board as lanes, and the ways to it: list, lanes, wall.
import { Button, SegmentedControl } from '@mantine/core'
import { MonitorUp } from 'lucide-react'
import { useRef } from 'react'
import type { ClockRow } from '../../sla/api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { FilterBar } from '../ui/list/FilterBar.tsx'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListFilter } from '../ui/list/types.ts'
import { boardHref, laneFilterOf, narrowing, wallHref } from './board-address.ts'
import { Lanes } from './Lanes.tsx'

interface BoardLanesProps {
  list: ListState
  filters: readonly ListFilter<ClockRow>[]
}

/** The lanes themselves say how it stands: of the filters of the list those are here that say what it is about. */
export function BoardLanes({ list, filters }: BoardLanesProps) {
  const search = useRef<HTMLInputElement>(null)
  const filter = laneFilterOf(list)
  return (
    <>
      <FilterBar
        filters={filters.filter(({ id }) => narrowing.some(each => each === id))}
        list={list}
        searchRef={search}
      />
      <Lanes filter={filter} hrefOf={urgency => boardHref(filter, { urgency })} />
    </>
  )
}

export function BoardViews({ list }: { list: ListState }) {
  const link = useLink()
  return (
    <>
      <SegmentedControl
        aria-label={m.sla_view()}
        data={[
          { value: 'list', label: m.sla_view_list() },
          { value: 'lanes', label: m.sla_view_lanes() },
        ]}
        value={list.value('view') === 'lanes' ? 'lanes' : 'list'}
        onChange={view => list.set({ view: view === 'lanes' ? view : undefined })}
      />
      <Button
        component="a"
        variant="default"
        leftSection={<MonitorUp size={16} aria-hidden />}
        {...link(wallHref(laneFilterOf(list)))}
      >
        {m.sla_wall()}
      </Button>
    </>
  )
}
