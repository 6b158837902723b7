// The words for response policies: whom and what they are for, and whose hours count.
import type { PolicyKind, PolicyRow, WhoseHours } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'
import { priorityText } from '../orders/words.ts'

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

/** Whose hours count. What a decision counts in by what is agreed is our own. */
export function hoursText(kind: PolicyKind, hours: WhoseHours): string {
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

/** What starts the clock of a kind, and what stops it: the same under every policy. */
export function runsText(kind: PolicyKind): string {
  switch (kind) {
    case 'order':
    case 'call-off':
      return m.sla_policy_runs_order()
    case 'commit':
      return m.sla_policy_runs_commit()
    case 'decision':
      return m.sla_policy_runs_decision()
    case 'ship-notice':
      return m.sla_policy_runs_ship_notice()
  }
}

/** What the choice means, by the calendars that the relationship names. */
export function hoursMeaning(kind: PolicyKind, hours: WhoseHours): string {
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

export function policyKindText(kind: PolicyKind): string {
  switch (kind) {
    case 'order':
      return m.sla_policy_kind_order()
    case 'call-off':
      return m.sla_policy_kind_call_off()
    case 'commit':
      return m.sla_policy_kind_commit()
    case 'decision':
      return m.sla_policy_kind_decision()
    case 'ship-notice':
      return m.sla_policy_kind_ship_notice()
  }
}

/** What the page calls a part of a ladder: `ladder.escalations.2`. */
export function policyFieldText(path: string): string | undefined {
  const [, list, place] = /^ladder\.(reminders|escalations|repeat)(?:\.(\d+))?/.exec(path) ?? []
  if (list === undefined) return undefined
  if (list === 'repeat') return m.sla_policy_repeat()
  const of = list === 'reminders' ? m.sla_policy_reminders() : m.sla_policy_escalations()
  return place === undefined ? of : m.sla_policy_step_n({ of, n: Number(place) + 1 })
}
