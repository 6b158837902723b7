// The cells of a clock in a list, for either side: what, and how long it has.
import { MessageCircleWarning } from 'lucide-react'
import type { ClockRow } from '../../sla/api.ts'
import { isNotice } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
import { PriorityBadge } from '../orders/PriorityBadge.tsx'
import { Countdown } from '../ui/Countdown.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import classes from './cells.module.css'
import { PauseWords } from './PauseLines.tsx'
import { linesText, stateText, subjectText, urgencyTone } from './words.ts'

/** The supplier says that the lateness is not its fault, and the buyer has not decided. */
export function DisputedBadge({ clock }: { clock: Pick<ClockRow, 'disputed'> }) {
  if (!clock.disputed) return null
  return (
    <StatusBadge tone="warn" icon={MessageCircleWarning}>
      {m.sla_disputed()}
    </StatusBadge>
  )
}

/** The number, what is wanted of it, and whether it is hot. */
export function SubjectCell({ clock }: { clock: ClockRow }) {
  return (
    <span className={classes.subject}>
      {subjectText(clock)}
      {clock.lines ? <small>{linesText(clock.lines)}</small> : null}
      <PriorityBadge priority={clock.priority} />
      <DisputedBadge clock={clock} />
      {clock.round > 1 && !isNotice(clock) ? <small>{m.sla_round({ round: clock.round })}</small> : null}
    </span>
  )
}

/** Counts down while it is open, with the due time; else how it ended. `paused`: with who has paused it, and why. */
export function DueCell({ clock, paused = true }: { clock: ClockRow; paused?: boolean }) {
  const soon = clock.marks.findLast(({ level }) => level.startsWith('warned'))
  const open = clock.state === 'pending' || clock.state === 'running' || clock.state === 'breached'
  return (
    <div className={classes.stack}>
      {open ? (
        <Countdown due={clock.dueAt} {...(soon ? { soonFrom: soon.at } : {})} />
      ) : (
        <StatusBadge tone={urgencyTone[clock.urgency]}>{stateText(clock.state)}</StatusBadge>
      )}
      <small className={classes.small}>
        <When at={clock.stoppedAt ?? clock.dueAt} contractZone={clock.zone} />
      </small>
      {clock.cancelledWhy === null ? null : <small className={classes.small}>{clock.cancelledWhy}</small>}
      {clock.state === 'paused' && !isNotice(clock) ? (
        <small className={classes.small}>{m.sla_due_moves()}</small>
      ) : null}
      {paused && clock.paused ? (
        <small className={classes.small}>
          <PauseWords pause={clock.paused} zone={clock.zone} />
        </small>
      ) : null}
      {clock.state === 'pending' ? (
        <small className={classes.small}>
          {m.sla_counts_from()} <When at={clock.countingFrom} contractZone={clock.zone} />
        </small>
      ) : null}
    </div>
  )
}
