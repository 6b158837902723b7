// The cells of a clock in a list: what, how long, who was told, what comes next, who has taken it on.
import { Button } from '@mantine/core'
import { ArrowRight, BellRing, Hand, Inbox, MessageCircleWarning, TriangleAlert } from 'lucide-react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { isOwn } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { Countdown, useServerNow } from '../ui/Countdown.tsx'
import { countdown, spanText } from '../ui/countdown-text.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import classes from './cells.module.css'
import { PauseWords } from './PauseLines.tsx'
import {
  audienceText,
  levelText,
  linesText,
  stateText,
  subjectText,
  toldNobodyText,
  toldPeople,
  urgencyTone,
} from './words.ts'

/** The supplier says that the lateness is not its fault, and the buyer has not decided. */
export function DisputedBadge({ clock }: { clock: Pick<ClockRow, 'disputed'> }) {
  if (!clock.disputed) return null
  return (
    <StatusBadge tone="warn" icon={MessageCircleWarning}>
      {m.sla_disputed()}
    </StatusBadge>
  )
}

/** The number, and what is wanted of it. */
export function SubjectCell({ clock }: { clock: ClockRow }) {
  return (
    <span className={classes.subject}>
      {subjectText(clock)}
      {clock.lines ? <small>{linesText(clock.lines)}</small> : null}
      <DisputedBadge clock={clock} />
      {clock.round > 1 ? <small>{m.sla_round({ round: clock.round })}</small> : null}
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
      {clock.state === 'paused' ? <small className={classes.small}>{m.sla_due_moves()}</small> : null}
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

/** The last step that fired, whom it told and by which channel. */
export function ToldCell({ clock }: { clock: ClockRow }) {
  const step = clock.fired.findLast(({ told }) => told.length > 0) ?? clock.fired.at(-1)
  if (!step) return <span className={classes.small}>{m.sla_told_none()}</span>
  const people = toldPeople(step.told)
  return (
    <div className={classes.stack}>
      <span className={classes.line}>
        <BellRing size={13} aria-hidden />
        <span>
          {levelText(step.level)}, <When at={step.firedAt} show="time" contractZone={clock.zone} />
        </span>
      </span>
      <small className={classes.small}>
        {people.length === 0
          ? toldNobodyText(step, false, false)
          : people.map(({ name, channels }) => m.sla_told_by({ name, channels })).join('; ')}
      </small>
      {step.unread ? (
        <small className={classes.unread}>
          <Inbox size={12} aria-hidden /> {m.sla_unread()}
        </small>
      ) : null}
    </div>
  )
}

/** What will happen by itself, and in how long. */
export function NextCell({ clock }: { clock: ClockRow }) {
  const { next } = clock
  const at = next ? Date.parse(next.at) : 0
  const text = useServerNow(now => {
    const { state, span } = countdown(at, at, now)
    return state === 'late' ? m.ui_due_now() : spanText(span)
  })
  if (!next) return <span className={classes.small}>{m.sla_next_none()}</span>
  return (
    <div className={classes.stack}>
      <span className={classes.line}>
        <ArrowRight size={13} aria-hidden />
        <span>{levelText(next.level)}</span>
      </span>
      <small className={classes.small}>
        <time dateTime={next.at}>{text}</time> · {m.sla_next_tells({ audience: audienceText(next.to) })}
      </small>
    </div>
  )
}

export const mayTakeOn = (clock: ClockRow): boolean => clock.state === 'breached' && clock.takenOn === null

/** Somebody else owes the answer, and it is waited for now. */
export const mayRemind = (clock: ClockRow): boolean =>
  !isOwn(clock) && ['running', 'pending', 'breached'].includes(clock.state)

export function TakenCell({ clock, allowed }: { clock: ClockRow; allowed: boolean }) {
  if (clock.takenOn)
    return (
      <span className={classes.line}>
        <Hand size={13} aria-hidden />
        {m.sla_taken_by({ name: clock.takenOn.by })}{' '}
        <When at={clock.takenOn.at} show="time" contractZone={clock.zone} />
      </span>
    )
  if (!mayTakeOn(clock)) return null
  return allowed ? (
    <TakeOn clockId={clock.id} />
  ) : (
    <span className={classes.line}>
      <TriangleAlert size={13} aria-hidden /> <span>{m.sla_told_none()}</span>
    </span>
  )
}

export function Remind({ clockId }: { clockId: string }) {
  const remind = useAct(slaApi.remind, { done: m.sla_reminded_done(), changes: ['clock'] })
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<BellRing size={14} aria-hidden />}
      loading={remind.isPending}
      onClick={() => remind.mutate({ params: { clockId } })}
    >
      {m.sla_remind()}
    </Button>
  )
}

export function TakeOn({ clockId }: { clockId: string }) {
  const take = useAct(slaApi.acknowledge, { done: m.sla_taken_done(), changes: ['clock'] })
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Hand size={14} aria-hidden />}
      loading={take.isPending}
      onClick={() => take.mutate({ params: { clockId } })}
    >
      {m.sla_take_on()}
    </Button>
  )
}
