// The board as lanes.
import type { ClockRow } from '../../sla/api.ts'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListFilter } from '../ui/list/types.ts'
import { BoardNarrowing } from './BoardNarrowing.tsx'
import { boardHref, laneFilterOf } from './board-address.ts'
import { Lanes } from './Lanes.tsx'

interface BoardLanesProps {
  list: ListState
  filters: readonly ListFilter<ClockRow>[]
}

export function BoardLanes({ list, filters }: BoardLanesProps) {
  const filter = laneFilterOf(list)
  return (
    <>
      <BoardNarrowing list={list} filters={filters} />
      <Lanes filter={filter} hrefOf={urgency => boardHref(filter, { urgency })} />
    </>
  )
}
