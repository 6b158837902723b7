// When an answer is due and why, in the hours that count, or day and night where no calendar says which. Pure.
import { bothOpen, type CountedOn } from '../calendars/both-open.ts'
import { alwaysOpen, type WorkCalendar } from '../calendars/calendar.ts'
import { type Due, dueAt, type Pause } from '../calendars/working-time.ts'
import { isRefusal } from '../kernel/errors.ts'
import type { ClockTarget } from '../partners/profile.ts'
import type { ClockKind } from './api.ts'
import type { WhoseHours } from './policy-api.ts'
import { isOwn } from './whose.ts'
import { apartNote, hoursNote } from './whose-hours.ts'

export interface Counting {
  kind: ClockKind
  at: Date
  target: ClockTarget
  /** Stands in where there is no calendar. */
  zone: string
  pauses?: readonly Pause[]
}

/** Whose hours count, by the calendars that are named for them. */
export interface Named {
  hours: WhoseHours
  calendar: WorkCalendar | undefined
  /** The other party's, where both have to be open. */
  other: WorkCalendar | undefined
}

export interface CountedOut {
  counted: Due
  calendar: CountedOn
  /** Not one of those that were named: it is counted day and night. */
  isStandIn: boolean
  /** Whose hours count, where they are not the supplier's; why it is counted otherwise than was to be expected. */
  note: string
}

/** In the hours of the rule; day and night, with the reason said, where no calendar is named or it never opens. */
export function countOut(asked: Counting, named: Named): CountedOut {
  const { at, kind, target, pauses = [] } = asked
  const options = { documentType: kind, pauses }
  for (const { calendar, note } of triedFor(kind, named)) {
    const counted = dueAt(at, target, calendar, options)
    if (!isRefusal(counted)) return { counted, calendar, isStandIn: false, note }
  }
  const given = named.calendar ?? named.other
  const calendar = alwaysOpen('day-and-night', given?.zone ?? asked.zone)
  const counted = dueAt(at, target, calendar, options)
  if (isRefusal(counted)) throw new Error(counted.detail)
  return { counted, calendar, isStandIn: true, note: standInNote(asked, named.hours, given, calendar.zone) }
}

/** One after the other, until one can be counted on. */
function triedFor(kind: ClockKind, { hours, calendar, other }: Named): { calendar: CountedOn; note: string }[] {
  const only = calendar ?? other
  if (!only) return []
  const names = { ...(calendar ? { calendar: calendar.name } : {}), ...(other ? { other: other.name } : {}) }
  const note = hoursNote(kind, hours, names)
  if (!calendar || !other || calendar.id === other.id) return [{ calendar: only, note }]
  return [
    { calendar: bothOpen(calendar, other), note },
    { calendar, note: apartNote(kind, calendar.name, other.name) },
  ]
}

function standInNote(asked: Counting, hours: WhoseHours, given: WorkCalendar | undefined, zone: string): string {
  if (asked.kind === 'acknowledgment') return ''
  if (given) return `The calendar "${given.name}" cannot be counted on, so this is counted day and night.`
  const nobodys =
    hours === 'both'
      ? 'No working calendar is named for the supplier nor for the customer'
      : isOwn(asked) || hours === 'buyer'
        ? 'No working calendar of the customer is named'
        : 'No working calendar is agreed with this supplier'
  return `${nobodys}, so this is counted day and night in ${zone}.`
}
