// The ladder of one clock: what has been done, who was told by which channel, and what is still to come.
import { BellRing, CircleDashed, CircleSlash, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { MINUTE_MS } from '../../kernel/time.ts'
import type { ClockDetail, FiredStep } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { spanOf, spanText } from '../ui/countdown-text.ts'
import { When } from '../ui/When.tsx'
import classes from './StepList.module.css'
import { audienceText, levelText, toldNobodyText, toldPeople, whomText } from './told-words.ts'

export function StepList({ clock, ofSupplier }: { clock: ClockDetail; ofSupplier: boolean }) {
  const ended = clock.stoppedAt !== null
  return (
    <ol className={classes.steps}>
      {clock.fired.map((step, i) => (
        <Step
          key={step.level}
          icon={step.level.startsWith('warned') ? BellRing : TriangleAlert}
          state="fired"
          level={step.level}
          to={whomText(step.audience, step.named)}
          at={<When at={step.firedAt} contractZone={clock.zone} />}
          why={step.why}
        >
          {step.gone === undefined ? null : (
            <p className={classes.unread}>{goneText(step.gone, step.named === undefined)}</p>
          )}
          {step.unread ? <p className={classes.unread}>{m.sla_unread()}</p> : null}
          <Told
            step={step}
            nobody={toldNobodyText(
              step,
              clock.fired.slice(i + 1).some(later => isToSame(later, step)),
              ofSupplier,
            )}
            zone={clock.zone}
          />
        </Step>
      ))}
      {clock.coming.map(step => (
        <Step
          key={step.level}
          icon={ended ? CircleSlash : CircleDashed}
          state="coming"
          level={step.level}
          to={whomText(step.to, step.named)}
          at={<When at={step.at} contractZone={clock.zone} />}
          why={step.why}
        >
          {step.mails ? null : <div className={classes.why}>{m.sla_step_portal_only()}</div>}
          {step.posts ? <div className={classes.why}>{m.sla_step_posts()}</div> : null}
          {step.everyMinutes === null ? null : (
            <div className={classes.why}>
              {m.sla_step_again({ span: spanText(spanOf(Math.round(step.everyMinutes * MINUTE_MS))) })}
            </div>
          )}
        </Step>
      ))}
    </ol>
  )
}

const isToSame = (a: FiredStep, b: FiredStep): boolean =>
  a.audience === b.audience && a.named?.join() === b.named?.join()

const goneText = (n: number, all: boolean): string => (all ? m.sla_named_all_gone() : m.sla_named_gone({ n }))

interface StepProps {
  icon: LucideIcon
  state: 'fired' | 'coming'
  level: string
  to: string
  at: ReactNode
  why: string
  children?: ReactNode
}

function Step({ icon: Icon, state, level, to, at, why, children }: StepProps) {
  return (
    <li className={classes.step} data-state={state}>
      <span className={classes.icon}>
        <Icon size={14} aria-hidden />
      </span>
      <div>
        <div className={classes.head}>
          <strong>{levelText(level)}</strong>
          <span className={classes.state}>{state === 'fired' ? m.sla_step_fired() : m.sla_step_coming()}</span>
          <span>{at}</span>
        </div>
        <div className={classes.why}>
          {m.sla_next_tells({ audience: to })}. {why}
        </div>
        {children}
      </div>
    </li>
  )
}

function Told({ step, nobody, zone }: { step: FiredStep; nobody: string; zone: string }) {
  const people = toldPeople(step.told)
  return (
    <>
      {people.every(({ address }) => address === '') ? <div className={classes.why}>{nobody}</div> : null}
      <ul className={classes.people}>
        {people.map(({ name, address, channels, at, mailFrom, openedAt, reason }) => (
          <li key={address}>
            {name} {address === '' ? null : <span className={classes.why}>&lt;{address}&gt;</span>} {channels},{' '}
            <When at={at} show="time" contractZone={zone} />
            <Also words={m.sla_mail_from()} at={mailFrom} zone={zone} />
            <Also words={m.sla_opened()} at={openedAt} zone={zone} />
            {reason === '' ? null : <div className={classes.why}>{reason}</div>}
          </li>
        ))}
      </ul>
      {step.instead.length === 0 ? null : (
        <div className={classes.why}>{m.sla_told_instead({ audience: step.instead.map(audienceText).join(', ') })}</div>
      )}
    </>
  )
}

/** Another instant of the same person: 'opened Tue 14:41'. */
function Also({ words, at, zone }: { words: string; at: string | undefined; zone: string }) {
  if (at === undefined) return null
  return (
    <>
      ; {words} <When at={at} contractZone={zone} />
    </>
  )
}
