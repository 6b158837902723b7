// When an answer is due and why, on the calendar that counts, or day and night where there is none. Pure.
import { alwaysOpen, type WorkCalendar } from '../calendars/calendar.ts'
import { type Due, dueAt, type Pause } from '../calendars/working-time.ts'
import { isRefusal } from '../kernel/errors.ts'
import type { Target } from '../partners/profile.ts'
import type { ClockKind } from './api.ts'
import { isOwn } from './whose.ts'

interface Counting {
  kind: ClockKind
  at: Date
  target: Target
  /** Stands in where there is no calendar. */
  zone: string
  pauses?: readonly Pause[]
}

export interface CountedOut {
  counted: Due
  calendar: WorkCalendar
  /** Whose hours count, where they are not the supplier's; why it is counted day and night, where a calendar was to be expected. */
  note: string
}

/** On the given calendar; day and night, with the reason said, where there is none or it never opens. */
export function countOut(asked: Counting, given: WorkCalendar | undefined): CountedOut {
  const { at, kind, target, pauses = [] } = asked
  const options = { documentType: kind, pauses }
  const counted = given && dueAt(at, target, given, options)
  if (given && counted && !isRefusal(counted))
    return {
      counted,
      calendar: given,
      note: isOwn(asked) ? `Whose hours count: the customer's own, by its calendar "${given.name}".` : '',
    }
  const zone = given?.zone ?? asked.zone
  const calendar = alwaysOpen('day-and-night', zone)
  const instead = dueAt(at, target, calendar, options)
  if (isRefusal(instead)) throw new Error(instead.detail)
  if (kind === 'acknowledgment') return { counted: instead, calendar, note: '' }
  const note = given
    ? `The calendar "${given.name}" cannot be counted on, so this is counted day and night.`
    : `${isOwn(asked) ? 'No working calendar of the customer is named' : 'No working calendar is agreed with this supplier'}, so this is counted day and night in ${zone}.`
  return { counted: instead, calendar, note }
}
