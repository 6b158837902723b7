// The words for clocks: kinds, states, steps, audiences.
import type { DocumentType } from '../../calendars/api.ts'
import type { ClockDetail, ClockRow, FiredStep, PauseReason, Side, ToldPerson, Urgency } from '../../sla/api.ts'
import type { Attribution, ExcuseReason } from '../../sla/breach.ts'
import type { PolicyRow, WhoseHours } from '../../sla/policy-api.ts'
import { isBuyers, isOwn } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
import { priorityText } from '../orders/words.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

type Kind = ClockRow['kind']

export function kindText(kind: Kind): string {
  switch (kind) {
    case 'order':
      return m.sla_kind_order()
    case 'call-off':
      return m.sla_kind_call_off()
    case 'commit':
      return m.sla_kind_commit()
    case 'acknowledgment':
      return m.sla_kind_acknowledgment()
    case 'decision':
      return m.sla_kind_decision()
  }
}

export function wantedText(kind: Kind): string {
  switch (kind) {
    case 'order':
      return m.sla_wanted_order()
    case 'call-off':
      return m.sla_wanted_call_off()
    case 'commit':
      return m.sla_wanted_commit()
    case 'acknowledgment':
      return m.sla_wanted_acknowledgment()
    case 'decision':
      return m.sla_wanted_decision()
  }
}

export const subjectText = ({ kind, label }: Pick<ClockRow, 'kind' | 'label'>): string =>
  isOwn({ kind }) ? m.sla_subject_decision({ label }) : m.sla_subject({ kind: kindText(kind), label })

/** A counter-proposal asks for some lines only. */
export const linesText = (lines: readonly number[]): string => m.sla_lines({ n: lines.length, lines: lines.join(', ') })

/** Whom a policy is for. */
export const suppliersText = ({
  supplierName,
  supplierGroup,
}: Pick<PolicyRow, 'supplierName' | 'supplierGroup'>): string =>
  supplierName ?? (supplierGroup ? m.sla_policy_of_group({ group: supplierGroup }) : m.sla_policy_every_supplier())

/** Which orders it is for; nothing where it is for all. */
export const narrowedText = ({ priority, itemGroup }: Pick<PolicyRow, 'priority' | 'itemGroup'>): string =>
  [priority ? priorityText(priority) : '', itemGroup ? m.sla_policy_of_items({ group: itemGroup }) : '']
    .filter(Boolean)
    .join(' · ')

export function urgencyText(urgency: Urgency): string {
  switch (urgency) {
    case 'late':
      return m.sla_urgency_late()
    case 'at-risk':
      return m.sla_urgency_at_risk()
    case 'on-track':
      return m.sla_urgency_on_track()
    case 'met':
      return m.sla_urgency_met()
    case 'met-late':
      return m.sla_urgency_met_late()
    case 'cancelled-late':
      return m.sla_urgency_cancelled_late()
    case 'closed':
      return m.sla_urgency_closed()
  }
}

export function stateText(state: ClockRow['state']): string {
  switch (state) {
    case 'pending':
      return m.sla_state_pending()
    case 'running':
      return m.sla_state_running()
    case 'paused':
      return m.sla_state_paused()
    case 'met':
      return m.sla_state_met()
    case 'breached':
      return m.sla_state_breached()
    case 'met-late':
      return m.sla_state_met_late()
    case 'excused':
      return m.sla_state_excused()
    case 'cancelled':
      return m.sla_state_cancelled()
    case 'cancelled-late':
      return m.sla_state_cancelled_late()
  }
}

export const urgencyTone: Record<Urgency, Tone> = {
  late: 'late',
  'at-risk': 'warn',
  'on-track': 'info',
  met: 'ok',
  'met-late': 'warn',
  'cancelled-late': 'warn',
  closed: 'quiet',
}

export function levelText(level: string): string {
  if (level.startsWith('repeat-')) return m.sla_level_repeat({ n: level.slice('repeat-'.length) })
  // A second step of the same kind is 'escalated-buyer-2'.
  const [of = '', which = ''] = level.split('-')
  if (of === 'reminded') return m.sla_level_reminded()
  if (of === 'warned') return which ? m.sla_level_warned_percent({ n: which }) : m.sla_level_warned()
  switch (which) {
    case 'administrator':
      return m.sla_level_administrator()
    case 'buyer':
      return m.sla_level_buyer()
    case 'lead':
      return m.sla_level_lead()
    case 'answerers':
      return m.sla_level_answerers()
    case 'contact':
      return m.sla_level_contact()
    default:
      return m.sla_level_breached()
  }
}

/** Whose hours count. What a decision counts in by what is agreed is our own. */
export function hoursText(kind: DocumentType, hours: WhoseHours): string {
  switch (hours) {
    case 'agreed':
      return kind === 'decision' ? m.sla_policy_hours_buyer() : m.sla_policy_hours_agreed()
    case 'buyer':
      return m.sla_policy_hours_buyer()
    case 'both':
      return m.sla_policy_hours_both()
    case 'own':
      return m.sla_policy_hours_own()
  }
}

/** What the choice means, by the calendars that the relationship names. */
export function hoursMeaning(kind: DocumentType, hours: WhoseHours): string {
  switch (hours) {
    case 'agreed':
      return kind === 'decision' ? m.sla_policy_hours_buyer_what() : m.sla_policy_hours_agreed_what()
    case 'buyer':
      return m.sla_policy_hours_buyer_what()
    case 'both':
      return kind === 'decision' ? m.sla_policy_hours_both_own_what() : m.sla_policy_hours_both_what()
    case 'own':
      return m.sla_policy_hours_own_what()
  }
}

export function policyKindText(kind: DocumentType): string {
  switch (kind) {
    case 'order':
      return m.sla_policy_kind_order()
    case 'call-off':
      return m.sla_policy_kind_call_off()
    case 'commit':
      return m.sla_policy_kind_commit()
    case 'decision':
      return m.sla_policy_kind_decision()
  }
}

export function audienceText(audience: string): string {
  switch (audience) {
    case 'answerers':
      return m.sla_audience_answerers()
    case 'supplier-administrators':
      return m.sla_audience_supplier_administrators()
    case 'contact':
      return m.sla_audience_contact()
    case 'buyer':
      return m.sla_audience_buyer()
    case 'buyer-administrators':
      return m.sla_audience_buyer_administrators()
    default:
      return m.sla_audience_operators()
  }
}

/** One line a person or system, which has no address: 'Ole Hansen (portal, mail)', in the order in which they were told. */
export function toldPeople(
  told: readonly ToldPerson[],
): { name: string; address: string; channels: string; at: string; reason: string }[] {
  const people = new Map<string, { name: string; address: string; channels: string[]; at: string; reason: string }>()
  for (const { name, address, channel, at, state, reason = '' } of told) {
    const known = people.get(address) ?? { name, address, channels: [], at, reason }
    known.channels.push(channelText(channel, state))
    people.set(address, known)
  }
  return [...people.values()].map(person => ({ ...person, channels: person.channels.join(', ') }))
}

function channelText(channel: ToldPerson['channel'], state: ToldPerson['state']): string {
  if (channel === 'in-app') return m.sla_channel_in_app()
  return channel === 'mail' ? mailText(state) : webhookText(state)
}

function webhookText(state: ToldPerson['state']): string {
  if (state === 'queued') return m.sla_channel_webhook_queued()
  return state === 'failed' ? m.sla_channel_webhook_failed() : m.sla_channel_webhook()
}

function mailText(state: ToldPerson['state']): string {
  if (state === 'bounced') return m.sla_channel_mail_bounced()
  if (state === 'failed') return m.sla_channel_mail_failed()
  return state === 'filed' ? m.sla_channel_mail_filed() : m.sla_channel_mail()
}

/** Why a fired step names nobody. */
export function toldNobodyText(step: FiredStep, laterToSame: boolean, ofSupplier: boolean): string {
  if (ofSupplier && isBuyers(step.audience)) return m.sla_told_theirs()
  return laterToSame ? m.sla_told_overtaken() : m.sla_told_being()
}

/** `own`: of the buyer's own clock. */
export function historyText(
  { type, level, to }: Pick<ClockDetail['history'][number], 'type' | 'level' | 'to'>,
  own: boolean,
): string {
  switch (type) {
    case 'clock.started':
      return m.sla_history_started()
    // Who was told of it, if anybody, stands with the steps.
    case 'clock.warned':
      return m.sla_history_warned({ step: levelText(level ?? 'warned') })
    case 'clock.escalated':
      return m.sla_history_escalated({ to: audienceText(to ?? '') })
    case 'clock.breached':
      return own ? m.sla_history_breached_own() : m.sla_history_breached()
    case 'clock.met':
      return own ? m.sla_history_met_own() : m.sla_history_met()
    case 'clock.met-late':
      return own ? m.sla_history_met_late_own() : m.sla_history_met_late()
    case 'clock.cancelled':
      return m.sla_history_cancelled()
    case 'clock.cancelled-late':
      return m.sla_history_cancelled_late()
    case 'clock.reminded':
      return m.sla_history_reminded()
    case 'clock.acknowledged':
      return m.sla_history_acknowledged()
    case 'clock.recounted':
      return m.sla_history_recounted()
    case 'clock.paused':
      return m.sla_history_paused()
    case 'clock.resumed':
      return m.sla_history_resumed()
    case 'clock.excused':
      return m.sla_history_excused()
    case 'clock.excuse-taken-back':
      return m.sla_history_excuse_taken_back()
    case 'clock.disputed':
      return m.sla_history_disputed()
    case 'clock.upheld':
      return m.sla_history_upheld()
    case 'clock.answer-failed':
      return m.sla_history_answer_failed()
    case 'clock.answered':
      return m.sla_history_answered()
    default:
      return m.sla_history_told()
  }
}

export function pauseReasonText(reason: PauseReason): string {
  switch (reason) {
    case 'our-decision':
      return m.sla_pause_our_decision()
    case 'our-drawing':
      return m.sla_pause_our_drawing()
    case 'force-majeure':
      return m.sla_pause_force_majeure()
    case 'disputed':
      return m.sla_pause_disputed()
    case 'other':
      return m.sla_pause_other()
  }
}

/** 'Jonas, customer' */
export const sideText = (side: Side, name: string): string =>
  side === 'buyer' ? m.sla_by_customer({ name }) : m.sla_by_supplier({ name })

export function faultText(attribution: Attribution): string {
  switch (attribution) {
    case 'supplier':
      return m.sla_fault_supplier()
    case 'buyer':
      return m.sla_fault_buyer()
    case 'carrier':
      return m.sla_fault_carrier()
    case 'system':
      return m.sla_fault_system()
  }
}

export function excuseReasonText(reason: ExcuseReason): string {
  switch (reason) {
    case 'waited-for-us':
      return m.sla_excuse_waited_for_us()
    case 'our-mistake':
      return m.sla_excuse_our_mistake()
    case 'agreed':
      return m.sla_excuse_agreed()
    case 'force-majeure':
      return m.sla_excuse_force_majeure()
    case 'our-system':
      return m.sla_excuse_our_system()
    case 'other':
      return m.sla_excuse_other()
  }
}

/** Where the thing itself is dealt with; documents have no page of their own. */
export function subjectHref({ subject }: Pick<ClockRow, 'subject'>): string | undefined {
  if (subject.kind === 'order') return `/orders/${subject.id}`
  if (subject.kind === 'supplier-release') return `/forecasts/${subject.id}`
  return undefined
}
