// The kinds of target that people choose from.
import type { Target } from '../../partners/profile.ts'
import { weekdayText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'

/** What a target begins with when its kind is chosen. */
export const firstOfKind: Readonly<Record<Target['kind'], Target>> = {
  'business-minutes': { kind: 'business-minutes', minutes: 240 },
  'business-days': { kind: 'business-days', days: 1, by: '12:00' },
  'calendar-days': { kind: 'calendar-days', days: 2, by: '12:00' },
  elapsed: { kind: 'elapsed', minutes: 240 },
  weekly: { kind: 'weekly', weekday: 4, by: '15:00' },
}

export const targetKinds = () => [
  { value: 'business-minutes', label: m.partners_kind_business_minutes() },
  { value: 'business-days', label: m.partners_kind_business_days() },
  { value: 'calendar-days', label: m.partners_kind_calendar_days() },
  { value: 'elapsed', label: m.partners_kind_elapsed() },
  { value: 'weekly', label: m.partners_kind_weekly() },
]

/** Monday first, by the numbers of ISO 8601. */
export const weekdayChoice = () => [1, 2, 3, 4, 5, 6, 7].map(day => ({ value: String(day), label: weekdayText(day) }))
