// A calendar being edited: what the page holds, and what goes over the wire. Pure.
import type { Calendar, CalendarBody, DocumentType } from '../../calendars/api.ts'
import { weekdayText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { Opening, Week } from './WeekGrid.tsx'

export interface CalendarDraft {
  name: string
  zone: string
  always: boolean
  week: Week
  holidays: { date: string; name: string; set?: string }[]
  halfDays: { date: string; name: string; openings: Opening[] }[]
  shutdowns: { from: string; to: string; name: string }[]
  extra: { date: string; openings: Opening[] }[]
  /** Empty text: none. */
  cutOff: Record<DocumentType, string>
}

export const documentTypes = ['order', 'call-off', 'commit', 'decision'] as const satisfies readonly DocumentType[]

const office: Opening[] = [{ open: '08:00', close: '17:00' }]

export const newDraft = (zone: string): CalendarDraft => ({
  name: '',
  zone,
  always: false,
  week: { 1: office, 2: office, 3: office, 4: office, 5: office },
  holidays: [],
  halfDays: [],
  shutdowns: [],
  extra: [],
  cutOff: { order: '', 'call-off': '', commit: '', decision: '' },
})

export const draftOf = (calendar: Calendar): CalendarDraft => ({
  name: calendar.name,
  zone: calendar.zone,
  always: calendar.always,
  week: calendar.week,
  holidays: calendar.holidays,
  halfDays: calendar.halfDays,
  shutdowns: calendar.shutdowns,
  extra: calendar.extra,
  cutOff: {
    order: calendar.cutOff.order ?? '',
    'call-off': calendar.cutOff['call-off'] ?? '',
    commit: calendar.cutOff.commit ?? '',
    decision: calendar.cutOff.decision ?? '',
  },
})

/** Rows that were added and never filled in are left out. */
export function bodyOf(draft: CalendarDraft): CalendarBody {
  const cutOff: CalendarBody['cutOff'] = {}
  for (const type of documentTypes) if (draft.cutOff[type] !== '') cutOff[type] = draft.cutOff[type]
  const holidays = draft.holidays.filter(({ date, name }) => date !== '' || name !== '')
  const halfDays = draft.halfDays.filter(({ date, name }) => date !== '' || name !== '')
  const shutdowns = draft.shutdowns.filter(({ from, to, name }) => from !== '' || to !== '' || name !== '')
  const extra = draft.extra.filter(({ date, openings }) => date !== '' || openings.length > 0)
  return { ...draft, holidays, halfDays, shutdowns, extra, cutOff }
}

/** What the page calls the field at a path: `week.5.0.close` -> 'Weekly pattern, Friday'. */
export function fieldText(path: string): string | undefined {
  const [part = '', at = ''] = path.split('.')
  const row = /^\d+$/.test(at) ? ` ${Number(at) + 1}` : ''
  switch (part) {
    case 'name':
      return m.calendars_name()
    case 'zone':
      return m.calendars_zone()
    case 'week':
      return at ? `${m.calendars_week()}, ${weekdayText(Number(at))}` : m.calendars_week()
    case 'cutOff':
      return [m.calendars_cut_off(), ...documentTypes.filter(type => type === at).map(typeText)].join(', ')
    case 'holidays':
      return m.calendars_holidays() + row
    case 'halfDays':
      return m.calendars_half_days() + row
    case 'shutdowns':
      return m.calendars_shutdowns() + row
    case 'extra':
      return m.calendars_extra() + row
    default:
      return undefined
  }
}

export function typeText(type: DocumentType): string {
  switch (type) {
    case 'order':
      return m.calendars_type_order()
    case 'call-off':
      return m.calendars_type_call_off()
    case 'commit':
      return m.calendars_type_commit()
    case 'decision':
      return m.calendars_type_decision()
  }
}
