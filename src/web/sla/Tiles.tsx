// The board in six numbers; each shows only its own answers when pressed.
import { AlarmClockOff, CalendarClock, CheckCheck, Clock, Gavel, Hourglass, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { type BoardSummary, tiles } from '../../sla/api.ts'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { ListState } from '../ui/list/list-state.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import type { Tone } from '../ui/StatusBadge.tsx'
import type { SummarySource } from './RecentList.tsx'
import classes from './Tiles.module.css'

interface Tile {
  id: string
  label: string
  n: number
  hint: string
  icon: LucideIcon
  tone: Tone
  /** What the URL says when it is chosen. */
  filter: TileFilter
}

type Counts = BoardSummary['counts']

interface TileFilter {
  urgency: string | undefined
  today: string | undefined
  recent: string | undefined
  /** Null: whatever kind is chosen, but for what waits for us. */
  kind: string | null
}

/** The question behind the number, as the URL says it: the list shows what was counted. */
const filterOf = (tile: { urgency?: string; today?: boolean; recent?: boolean; kind?: string }): TileFilter => ({
  urgency: tile.urgency,
  today: tile.today ? 'yes' : undefined,
  recent: tile.recent ? 'yes' : undefined,
  kind: tile.kind ?? null,
})

const noFilter: TileFilter = filterOf({})

const late = ({ late, unclaimed }: Counts): string => {
  if (late === 0) return m.sla_tile_late_zero()
  return unclaimed === 0 ? m.sla_tile_late_none() : m.sla_tile_late_hint({ n: unclaimed })
}

const tilesOf = (counts: Counts): Tile[] => [
  {
    id: 'late',
    label: m.sla_tile_late(),
    n: counts.late,
    hint: late(counts),
    icon: AlarmClockOff,
    tone: counts.late > 0 ? 'late' : 'quiet',
    filter: filterOf(tiles.late),
  },
  {
    id: 'risk',
    label: m.sla_tile_risk(),
    n: counts.atRisk,
    hint: m.sla_tile_risk_hint(),
    icon: Hourglass,
    tone: counts.atRisk > 0 ? 'warn' : 'quiet',
    filter: filterOf(tiles.risk),
  },
  {
    id: 'today',
    label: m.sla_tile_today(),
    n: counts.dueToday,
    hint: m.sla_tile_today_hint(),
    icon: CalendarClock,
    tone: 'info',
    filter: filterOf(tiles.today),
  },
  {
    id: 'open',
    label: m.sla_tile_open(),
    n: counts.open,
    hint: m.sla_tile_open_hint(),
    icon: Clock,
    tone: 'info',
    filter: filterOf(tiles.open),
  },
  {
    id: 'ours',
    label: m.sla_tile_ours(),
    n: counts.ours,
    hint: counts.oursLate > 0 ? m.sla_tile_ours_late({ n: countText(counts.oursLate) }) : m.sla_tile_ours_hint(),
    icon: Gavel,
    tone: counts.oursLate > 0 ? 'late' : 'info',
    filter: filterOf(tiles.ours),
  },
  {
    id: 'met',
    label: m.sla_tile_met(),
    n: counts.met + counts.metLate,
    hint: m.sla_tile_met_hint({ n: countText(counts.metLate) }),
    icon: CheckCheck,
    tone: 'ok',
    filter: filterOf(tiles.met),
  },
]

/** With the list that they narrow, to be pressed; without one, to be read. */
export function Tiles({ source, list }: { source: SummarySource; list?: ListState }) {
  const counts = source.data?.counts
  // What was known before it failed is still shown.
  if (source.error && !counts) return <ProblemAlert problem={source.error} onRetry={() => source.refetch()} />
  const none = { open: 0, dueToday: 0, atRisk: 0, late: 0, unclaimed: 0, ours: 0, oursLate: 0, met: 0, metLate: 0 }
  return (
    <ul className={classes.tiles} aria-busy={counts === undefined}>
      {tilesOf(counts ?? none).map(tile => (
        <li key={tile.id}>
          {list ? (
            <TileButton tile={tile} list={list}>
              <TileFace tile={tile} known={counts !== undefined} />
            </TileButton>
          ) : (
            <div className={classes.tile} data-tone={tile.tone}>
              <TileFace tile={tile} known={counts !== undefined} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function TileButton({ tile, list, children }: { tile: Tile; list: ListState; children: ReactNode }) {
  const { urgency, today, recent, kind } = tile.filter
  const now = list.value('kind')
  const ours = tiles.ours.kind
  const standing = list.value('urgency') === urgency && list.value('today') === today && list.value('recent') === recent
  const chosen = standing && (now === ours) === (kind === ours)
  const press = () => {
    const next = chosen ? noFilter : tile.filter
    list.set({ ...next, kind: next.kind ?? (now === ours ? undefined : now) })
  }
  return (
    <button
      type="button"
      className={classes.tile}
      data-tone={tile.tone}
      aria-pressed={chosen}
      title={m.sla_tile_filter()}
      onClick={press}
    >
      {children}
    </button>
  )
}

function TileFace({ tile, known }: { tile: Tile; known: boolean }) {
  return (
    <>
      <span className={classes.label}>
        <tile.icon size={15} aria-hidden />
        {tile.label}
      </span>
      <span className={classes.n}>{known ? countText(tile.n) : '–'}</span>
      <span className={classes.hint}>{known ? tile.hint : ''}</span>
    </>
  )
}
