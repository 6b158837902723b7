// The words for clocks: kinds, states, reasons.
import type { ClockRow, PauseReason, Side, Urgency } from '../../sla/api.ts'
import type { Attribution, ExcuseReason } from '../../sla/breach.ts'
import { isNotice, isOwn } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'
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
    case 'ship-notice':
      return m.sla_kind_ship_notice()
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
    case 'ship-notice':
      return m.sla_wanted_ship_notice()
  }
}

export function subjectText({ kind, label }: Pick<ClockRow, 'kind' | 'label'>): string {
  if (isOwn({ kind })) return m.sla_subject_decision({ label })
  return isNotice({ kind }) ? m.sla_subject_ship_notice({ label }) : m.sla_subject({ kind: kindText(kind), label })
}

/** A counter-proposal asks for some lines only. */
export const linesText = (lines: readonly number[]): string => m.sla_lines({ n: lines.length, lines: lines.join(', ') })

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

/** What a pause does, before it is one: a ship notice stays due, whatever the reason. */
export function pauseWhatText(clocks: readonly Pick<ClockRow, 'kind'>[], isBuyer: boolean): string {
  if (!clocks.some(isNotice)) return isBuyer ? m.sla_pause_what() : m.sla_pause_what_supplier()
  if (!clocks.every(isNotice)) return m.sla_pause_what_some_notices()
  return isBuyer ? m.sla_pause_what_notice() : m.sla_pause_what_notice_supplier()
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
