// The words of relationships: their states, channels, targets, history.
import type { PartnerRow } from '../../partners/api.ts'
import type { ClockTarget, Documents } from '../../partners/profile.ts'
import { weekdayText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

type Status = PartnerRow['status']

export const statusTones: Record<Status, Tone> = {
  active: 'ok',
  proposed: 'warn',
  suspended: 'quiet',
  declined: 'late',
}

export function statusText(status: Status): string {
  switch (status) {
    case 'active':
      return m.partners_status_active()
    case 'proposed':
      return m.partners_status_proposed()
    case 'suspended':
      return m.partners_status_suspended()
    case 'declined':
      return m.partners_status_declined()
  }
}

/** What it means that nobody of a supplier is here: for one whose system answers by X12, little. */
export function nobodyText(name: string, { order, answer, commit }: Documents): { title: string; what: string } {
  if (order === 'portal') return { title: m.partners_nobody({ name }), what: m.partners_nobody_what() }
  if (answer === 'portal') return { title: m.partners_nobody({ name }), what: m.partners_nobody_answers_here() }
  const commits = commit === 'portal' ? [m.partners_nobody_commits()] : []
  return { title: m.partners_nobody_person({ name }), what: [m.partners_nobody_x12(), ...commits].join(' ') }
}

export function channelText(transport: PartnerRow['transport']): string {
  switch (transport) {
    case 'none':
      return m.partners_channel_none()
    case 'https':
      return m.partners_channel_https()
    case 'folder':
      return m.partners_channel_folder()
  }
}

const parts: Readonly<Record<string, () => string>> = {
  ourIdentity: () => m.partners_ours(),
  theirIdentity: () => m.partners_theirs(),
  delimiters: () => m.partners_delimiters(),
  tolerance: () => m.partners_tolerance(),
  'targets.order': () => m.partners_target_order(),
  'targets.callOff': () => m.partners_target_call_off(),
  'targets.commit': () => m.partners_target_commit(),
  'targets.decision': () => m.partners_target_decision(),
}
const fields: Readonly<Record<string, () => string>> = {
  supplierName: () => m.partners_supplier_name(),
  vendorNumber: () => m.partners_vendor_number(),
  contactName: () => m.partners_contact_name(),
  supplierGroup: () => m.partners_group(),
  contactEmail: () => m.partners_contact_email(),
  contactPhone: () => m.partners_contact_phone(),
  calendarId: () => m.partners_calendar(),
  buyerCalendarId: () => m.partners_calendar_ours(),
  transitDays: () => m.partners_transit(),
  daysEarly: () => m.partners_days_early(),
  daysLate: () => m.partners_days_late(),
  quantityPercentUnder: () => m.partners_percent_under(),
  quantityPercentOver: () => m.partners_percent_over(),
  buyerAfterMinutes: () => m.partners_buyer_after(),
  repeatMinutes: () => m.partners_repeat(),
  repeatMax: () => m.partners_repeat_max(),
  warnHours: () => m.partners_ack_warn(),
  alarmHours: () => m.partners_ack_alarm(),
  webhookUrl: () => m.partners_webhook(),
  transport: () => m.partners_transport(),
  usage: () => m.partners_usage(),
  ediVersion: () => m.partners_version_edi(),
  ta1Requested: () => m.partners_ta1(),
  folderName: () => m.partners_folder_name(),
  qualifier: () => m.partners_qualifier(),
  id: () => m.partners_id(),
  groupId: () => m.partners_group_id(),
  element: () => m.partners_delimiter_element(),
  component: () => m.partners_delimiter_component(),
  repetition: () => m.partners_delimiter_repetition(),
  terminator: () => m.partners_delimiter_terminator(),
  lineEnd: () => m.partners_delimiter_line(),
  tolerance: () => m.partners_tolerance(),
  targets: () => m.partners_targets(),
  documents: () => m.partners_agreed_documents(),
  folder: () => m.partners_folder_name(),
  'documents.forecast': () => m.partners_doc_forecast(),
  'documents.order': () => m.partners_doc_order(),
  'documents.answer': () => m.partners_doc_answer(),
  'documents.commit': () => m.partners_doc_commit(),
  'documents.shipNotice': () => m.partners_doc_ship_notice(),
}

/** What the form of a profile calls the field at a path: `theirIdentity.id` -> 'Their interchange id, Id'. */
export function fieldText(path: string): string | undefined {
  const field = (fields[path] ?? fields[path.slice(path.lastIndexOf('.') + 1)])?.()
  const part = Object.entries(parts).find(([start]) => path === start || path.startsWith(`${start}.`))?.[1]()
  return part && field ? `${part}, ${field}` : (field ?? part)
}

/** 90 -> '1 h 30 min'. */
export function spanText(minutes: number): string {
  const h = Math.floor(minutes / 60)
  const n = minutes % 60
  if (h === 0) return m.partners_span_minutes({ n })
  return n === 0 ? m.partners_span_hours({ h }) : m.partners_span_both({ h, n })
}

/** A target in a sentence. */
export function targetText(of: string, target: ClockTarget): string {
  switch (target.kind) {
    case 'business-minutes':
      return m.partners_say_business_minutes({ of, span: spanText(target.minutes) })
    case 'business-days':
      return m.partners_say_business_days({ of, by: target.by, days: target.days })
    case 'calendar-days':
      return m.partners_say_calendar_days({ of, by: target.by, days: target.days })
    case 'elapsed':
      return m.partners_say_elapsed({ of, span: spanText(target.minutes) })
    case 'weekly':
      return m.partners_say_weekly({ of, by: target.by, day: weekdayText(target.weekday) })
    case 'before-delivery':
      return m.partners_say_before_delivery({ of, by: target.by, days: target.days })
  }
}

const facts: Readonly<Record<string, () => string>> = {
  'partner.added': m.partners_history_added,
  'partner.proposed': m.partners_history_proposed,
  'partner.agreed': m.partners_history_agreed,
  'partner.declined': m.partners_history_declined,
  'partner.profile-changed': m.partners_history_changed,
  'partner.group-changed': m.partners_history_group,
  'partner.suspended': m.partners_history_suspended,
  'partner.resumed': m.partners_history_resumed,
  'partner.key-created': m.partners_history_key_created,
  'partner.key-revoked': m.partners_history_key_revoked,
  'partner.webhook-secret-renewed': m.partners_history_secret,
  'partner.ship-from-changed': m.partners_history_from,
}

export const factText = (type: string): string => facts[type]?.() ?? type
