// The ways to look at the board: list, lanes, groups, wall.
import { Button, SegmentedControl } from '@mantine/core'
import { MonitorUp } from 'lucide-react'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import type { ListState } from '../ui/list/list-state.ts'
import { laneFilterOf, wallHref } from './board-address.ts'

const views = ['list', 'lanes', 'groups'] as const

export const viewOf = (list: ListState): (typeof views)[number] =>
  views.find(view => view === list.value('view')) ?? 'list'

export function BoardViews({ list }: { list: ListState }) {
  const link = useLink()
  return (
    <>
      <SegmentedControl
        aria-label={m.sla_view()}
        data={[
          { value: 'list', label: m.sla_view_list() },
          { value: 'lanes', label: m.sla_view_lanes() },
          { value: 'groups', label: m.sla_view_groups() },
        ]}
        value={viewOf(list)}
        onChange={view => list.set({ view: view === 'list' ? undefined : view })}
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
