// How an answer is chased, in a list: who was told, what comes next, who has taken it on; and the buttons of that.
import { Button } from '@mantine/core'
import { ArrowRight, BellRing, Hand, Inbox, TriangleAlert } from 'lucide-react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { isOwn } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useServerNow } from '../ui/Countdown.tsx'
import { countdown, spanText } from '../ui/countdown-text.ts'
import { When } from '../ui/When.tsx'
import classes from './cells.module.css'
import { levelText, toldNobodyText, toldPeople, whomText } from './told-words.ts'

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
        <time dateTime={next.at}>{text}</time> · {m.sla_next_tells({ audience: whomText(next.to, next.named) })}
      </small>
    </div>
  )
}

export const mayTakeOn = (clock: ClockRow): boolean => clock.state === 'breached' && clock.takenOn === null

/** Somebody else owes the answer, and it is waited for now. */
export const mayRemind = (clock: ClockRow): boolean =>
  !isOwn(clock) && ['running', 'pending', 'breached'].includes(clock.state)

export function TakenCell({ clock, allowed }: { clock: ClockRow; allowed: boolean }) {
  return (
    <>
      <Taken clock={clock} allowed={allowed} />
      {clock.seen ? <div className={classes.small}>{m.sla_seen_by({ name: clock.seen.by })}</div> : null}
    </>
  )
}

function Taken({ clock, allowed }: { clock: ClockRow; allowed: boolean }) {
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
