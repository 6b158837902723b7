// The board, its lanes, its groups and the wall are one question: what narrows one narrows the others, by the address.
import { type Priority, priorities } from '../../orders/priority.ts'
import type { Urgency } from '../../sla/api.ts'
import { stringifySearch } from '../search.ts'
import type { ListState } from '../ui/list/list-state.ts'

export const narrowing = ['search', 'kind', 'supplierId', 'site', 'person', 'itemGroupId', 'priority'] as const
export type LaneFilter = Record<Exclude<(typeof narrowing)[number], 'priority'>, string | undefined> & {
  priority: Priority | undefined
}

export const laneFilterOf = (list: ListState): LaneFilter => ({
  search: list.value('search'),
  kind: list.value('kind'),
  supplierId: list.value('supplierId'),
  site: list.value('site'),
  person: list.value('person'),
  itemGroupId: list.value('itemGroupId'),
  priority: priorities.find(each => each === list.value('priority')),
})

export const boardHref = (filter: LaneFilter, more: { urgency?: Urgency } = {}): string =>
  `/board${stringifySearch({ ...filter, ...more })}`

export const wallHref = (filter: LaneFilter): string => `/wall${stringifySearch(filter)}`
