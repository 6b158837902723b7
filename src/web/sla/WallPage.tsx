// The board for a screen on a wall: nothing but what is due, readable from across the room; kept up to date by the live feed.
import { ActionIcon, Group, Text, Title } from '@mantine/core'
import { useFullscreenDocument } from '@mantine/hooks'
import { Maximize, Minimize, X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { type BoardSummary, clockKinds, slaApi } from '../../sla/api.ts'
import { useGo } from '../go.tsx'
import { timeText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { priorityText } from '../orders/words.ts'
import { useEndpoint } from '../query.ts'
import { listOf } from '../search.ts'
import { useMe } from '../shell/me.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { useListState } from '../ui/list/list-state.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { boardHref, type LaneFilter, laneFilterOf } from './board-address.ts'
import { useDayEnds } from './day-ends.ts'
import { Lanes } from './Lanes.tsx'
import { Tiles } from './Tiles.tsx'
import classes from './WallPage.module.css'
import { kindText } from './words.ts'

export function WallPage() {
  const list = useListState()
  const go = useGo()
  const dayEnds = useDayEnds()
  const { organization } = useMe()
  const summary = useEndpoint(slaApi.summary, { query: { dayEnds } }, { watch: ['clock'] })
  const full = useFullscreenDocument()
  const filter = useMemo(() => laneFilterOf(list), [list])
  const narrowed = narrowedTo(filter, summary.data)
  const leave = () => go(boardHref(filter))
  useShortcuts([{ keys: 'Escape', label: m.sla_wall_leave(), run: leave }])
  useEffect(() => {
    document.title = `${m.sla_wall()} · Pullwire`
  }, [])
  return (
    <div className={classes.wall}>
      <header className={classes.head}>
        <div>
          <Title order={1}>{m.sla_wall_title({ organization: organization?.name ?? '' })}</Title>
          {narrowed ? <Text c="dimmed">{m.sla_wall_narrowed({ to: narrowed })}</Text> : null}
        </div>
        <Group gap="sm" wrap="nowrap">
          <TimeOfDay />
          <ActionIcon
            variant="subtle"
            size="lg"
            onClick={() => void full.toggle()}
            aria-label={full.fullscreen ? m.sla_wall_window() : m.sla_wall_full()}
          >
            {full.fullscreen ? <Minimize size={20} /> : <Maximize size={20} />}
          </ActionIcon>
          <ActionIcon variant="subtle" size="lg" onClick={leave} aria-label={m.sla_wall_leave()}>
            <X size={20} />
          </ActionIcon>
        </Group>
      </header>
      {/* They count all that is due. */}
      {narrowed ? null : <Tiles source={summary} />}
      <Lanes fill filter={filter} hrefOf={urgency => boardHref(filter, { urgency })} />
    </div>
  )
}

function narrowedTo(
  { search, kind, supplierId, site, person, itemGroupId, priority }: LaneFilter,
  known?: BoardSummary,
): string {
  const kinds = listOf(kind).flatMap(each => clockKinds.filter(one => one === each).map(kindText))
  const supplier = known?.suppliers.find(({ id }) => id === supplierId)?.name ?? supplierId
  const place = known?.sites.find(({ code }) => code === site)?.name ?? site
  const group = known?.itemGroups.find(({ id }) => id === itemGroupId)?.name ?? itemGroupId
  const urgency = priority && priorityText(priority)
  return [search, ...kinds, supplier, place, person, group, urgency].filter(Boolean).join(' · ')
}

/** Of the server, in the zone of whoever hung the screen up. */
function TimeOfDay() {
  const text = useServerNow(now => timeText(new Date(now)))
  return <time className={classes.time}>{text}</time>
}
