// What is due in three lanes by how it stands, the most pressing first: for eyes, where the list is for hands.
import { Title } from '@mantine/core'
import { AlarmClockOff, CircleCheckBig, Clock, Hourglass, type LucideIcon } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { type ClockRow, slaApi, type Urgency } from '../../sla/api.ts'
import { Go } from '../go.tsx'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import type { LaneFilter } from './board-address.ts'
import { DueCell, SubjectCell } from './cells.tsx'
import { TakenCell } from './chase-cells.tsx'
import classes from './Lanes.module.css'
import { TargetBar } from './TargetBar.tsx'
import { urgencyText, urgencyTone } from './words.ts'

type Standing = Extract<Urgency, 'late' | 'at-risk' | 'on-track'>

const lanes: readonly { urgency: Standing; icon: LucideIcon; none: () => string }[] = [
  { urgency: 'late', icon: AlarmClockOff, none: m.sla_lane_late_none },
  { urgency: 'at-risk', icon: Hourglass, none: m.sla_lane_risk_none },
  { urgency: 'on-track', icon: Clock, none: m.sla_lane_track_none },
]

/** So many stand in a lane; the list holds the rest. */
const SHOWN_MAX = 20

interface LanesProps {
  filter: LaneFilter
  /** The list of all that stands in a lane. */
  hrefOf: (urgency: Standing) => string
  /** No longer than the room they are given: what does not fit is counted. */
  fill?: boolean
}

export function Lanes({ filter, hrefOf, fill = false }: LanesProps) {
  return (
    <div className={classes.lanes} data-fill={fill || undefined}>
      {lanes.map(lane => (
        <Lane key={lane.urgency} {...lane} filter={filter} href={hrefOf(lane.urgency)} />
      ))}
    </div>
  )
}

interface LaneProps {
  urgency: Standing
  icon: LucideIcon
  none: () => string
  filter: LaneFilter
  href: string
}

function Lane({ urgency, icon: Icon, none, filter, href }: LaneProps) {
  const mayTake = useMay()('clock.acknowledge')
  const { data, error, refetch } = useEndpoint(
    slaApi.board,
    { query: { ...filter, urgency, sort: 'urgency', limit: SHOWN_MAX } },
    { watch: ['clock'] },
  )
  const [cards, fit] = useFitting(data?.rows ?? noRows)
  const more = (data?.total ?? 0) - fit
  return (
    <section
      className={classes.lane}
      data-tone={urgencyTone[urgency]}
      data-empty={data?.total === 0 || undefined}
      aria-busy={!data && !error}
    >
      <Title order={2} className={classes.title}>
        <Icon size={18} aria-hidden />
        {urgencyText(urgency)}
        <span className={classes.n}>{data ? countText(data.total) : '–'}</span>
      </Title>
      {error && !data ? <ProblemAlert problem={error} onRetry={() => refetch()} /> : null}
      {data?.total === 0 ? (
        <p className={classes.none}>
          <CircleCheckBig size={16} aria-hidden /> {none()}
        </p>
      ) : null}
      <ul className={classes.cards} ref={cards}>
        {data?.rows.map((clock, place) => (
          <LaneCard key={clock.id} clock={clock} mayTake={mayTake} fits={place < fit} />
        ))}
      </ul>
      {more > 0 ? (
        <Go to={href} className={classes.more}>
          {m.sla_lane_more({ n: more })}
        </Go>
      ) : null}
    </section>
  )
}

const noRows: readonly never[] = []

/** How many of the cards have room; all of them where the list may be as long as it is. Looked at anew with every change. */
function useFitting(rows: readonly unknown[]): [RefObject<HTMLUListElement | null>, number] {
  const ref = useRef<HTMLUListElement>(null)
  const [fit, setFit] = useState(rows.length)
  useLayoutEffect(() => {
    const list = ref.current
    if (!list) return
    const look = () => {
      const bottom = list.getBoundingClientRect().bottom + 1
      setFit(
        [...list.children].slice(0, rows.length).filter(each => each.getBoundingClientRect().bottom <= bottom).length,
      )
    }
    look()
    const seen = new ResizeObserver(look)
    seen.observe(list)
    return () => seen.disconnect()
  }, [rows])
  return [ref, fit]
}

function LaneCard({ clock, mayTake, fits }: { clock: ClockRow; mayTake: boolean; fits: boolean }) {
  return (
    <li className={classes.card} data-hidden={!fits || undefined}>
      <div className={classes.head}>
        <Go to={`/clocks/${clock.id}`} className={classes.subject}>
          <SubjectCell clock={clock} />
        </Go>
        <DueCell clock={clock} />
      </div>
      <span className={classes.supplier}>{clock.supplier.name}</span>
      <TargetBar clock={clock} />
      <TakenCell clock={clock} allowed={mayTake} />
    </li>
  )
}
