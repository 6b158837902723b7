// What a clock is timed by, as the oracle knows it: from what was agreed and from policies, in words of its own. Shares no
// code with the engine.
import type { WorkCalendar } from '../../src/calendars/calendar.ts'
import type { Priority } from '../../src/orders/priority.ts'
import type { Targets } from '../../src/partners/profile.ts'
import type { PauseReason } from '../../src/sla/api.ts'
import type { PolicyLadder, WhoseHours } from '../../src/sla/policy-api.ts'
import { Hours } from './hours.ts'

export type Agreed =
  | { kind: 'business-minutes'; minutes: number }
  | { kind: 'business-days'; days: number; by: string }
  | { kind: 'calendar-days'; days: number; by: string }
  | { kind: 'elapsed'; minutes: number }
  /** Monday is 1. */
  | { kind: 'weekly'; weekday: number; by: string }
  /** Of a ship notice: worked days before the delivery. */
  | { kind: 'before-delivery'; days: number; by: string }

/** `decision`: the buyer's own, counted on its own calendar. */
export type Kind = 'order' | 'call-off' | 'commit' | 'decision' | 'acknowledgment' | 'ship-notice'

/** A step before the repeats: at a share of the target (0 its beginning, 1 its end), and so many minutes after that. */
export interface Rung {
  level: string
  share: number
  minutes: number
}

export interface Repeat {
  minutes: number
  /** Null without end. */
  times: number | null
  /** The supplier's people are told, who are left in peace while they dispute it. */
  toSupplier: boolean
}

export interface Counted {
  calendar: WorkCalendar
  hours: Hours
}

export interface Terms {
  kind: Kind
  start: number
  target: Agreed
  /** What it is counted on; undefined where none is agreed. */
  counted: Counted | undefined
  /** The other party's, where only hours count in which that is open too. */
  other: Counted | undefined
  rungs: readonly Rung[]
  repeat: Repeat | undefined
  /** Its own policy's ladder, which nothing that is agreed later changes. */
  isOwn: boolean
  pausable: Pausable
  /** Of a ship notice. */
  delivery?: Delivery
}

/** What an order is besides what it asks. */
export interface Sort {
  priority: Priority
  /** That of all its items. */
  group: string | null
}

export interface Delivery {
  /** YYYY-MM-DD */
  day: string
  /** When that day was agreed on. */
  since: number
}

/** For what each side may pause. */
export interface Pausable {
  buyer: readonly PauseReason[]
  supplier: readonly PauseReason[]
}

/** As a policy says it. */
export interface PolicyTerms {
  kind: Exclude<Kind, 'acknowledgment'>
  /** For this supplier alone, and not for every one. */
  isNarrow: boolean
  /** For those of this group of suppliers; null: not said by group. */
  supplierGroup: string | null
  /** For orders that hurry so much, or whose items are of this group; null: for all. */
  priority: Priority | null
  group: string | null
  target: Agreed
  hours: WhoseHours
  /** Of `own` hours. */
  calendarId: string | null
  ladder: PolicyLadder
  pausable: Pausable
}

const dayAndNight = new Hours(undefined)
export function hoursOf({ target, counted, other }: Pick<Terms, 'target' | 'counted' | 'other'>): Hours {
  if (target.kind === 'elapsed' || !counted) return dayAndNight
  return other ? counted.hours.with(other.hours) : counted.hours
}

/** Undefined where none is agreed: nothing is asked then. */
export function targetOf(kind: Kind, targets: Targets): Agreed | undefined {
  const { order, callOff, commit, decision, shipNotice, acknowledgment } = targets
  const acknowledged = { kind: 'elapsed', minutes: acknowledgment.alarmHours * 60 }
  const all = { order, 'call-off': callOff, commit, decision, 'ship-notice': shipNotice, acknowledgment: acknowledged }
  return (all[kind] ?? undefined) as Agreed | undefined
}

type Climbed = Pick<Terms, 'rungs' | 'repeat'>

/** What is agreed: reminders at half and at three quarters, both sides when it is late, then the buyer again and again. */
export function agreedLadder(kind: Kind, { escalation, acknowledgment }: Targets): Climbed {
  const breached = { level: 'breached', share: 1, minutes: 0 }
  if (kind === 'acknowledgment') {
    const { warnHours, alarmHours } = acknowledgment
    const warned = { level: 'warned', share: 0, minutes: warnHours * 60 }
    return { rungs: warnHours < alarmHours ? [warned, breached] : [breached], repeat: undefined }
  }
  const { buyerAfterMinutes, repeatMinutes, repeatMax } = escalation
  if (kind === 'decision') {
    const lead = { level: 'escalated-lead', share: 1, minutes: 60 }
    const rungs = [{ level: 'warned-50', share: 0.5, minutes: 0 }, breached, lead]
    return { rungs, repeat: { minutes: repeatMinutes, times: null, toSupplier: false } }
  }
  const rungs = [
    { level: 'warned-50', share: 0.5, minutes: 0 },
    { level: 'warned-75', share: 0.75, minutes: 0 },
    breached,
    { level: 'escalated-administrator', share: 1, minutes: 0 },
    { level: 'escalated-buyer', share: 1, minutes: buyerAfterMinutes },
  ]
  return { rungs, repeat: { minutes: repeatMinutes, times: repeatMax, toSupplier: false } }
}

const escalatedTo: Record<string, string> = {
  'supplier-administrators': 'administrator',
  'buyer-administrators': 'lead',
}

/** Reminders by their percent, the due instant, then who is told of it later; the second of a name is numbered. */
export function policyLadder({ reminders, escalations, repeat }: PolicyLadder): Climbed {
  const seen = new Map<string, number>()
  const apart = (name: string) => {
    const many = (seen.get(name) ?? 0) + 1
    seen.set(name, many)
    return many > 1 ? `${name}-${many}` : name
  }
  const sooner = [...reminders].sort((a, b) => a.percent - b.percent)
  const later = [...escalations].sort((a, b) => a.afterMinutes - b.afterMinutes)
  const rungs = [
    ...sooner.map(({ percent }) => ({ level: apart(`warned-${percent}`), share: percent / 100, minutes: 0 })),
    { level: 'breached', share: 1, minutes: 0 },
    ...later.map(({ to, afterMinutes: minutes }) => ({
      ...{ level: apart(`escalated-${escalatedTo[to] ?? to}`), share: 1, minutes },
    })),
  ]
  if (!repeat) return { rungs, repeat: undefined }
  const { everyMinutes: minutes, times, to } = repeat
  return { rungs, repeat: { minutes, times, toSupplier: !to.startsWith('buyer') } }
}
