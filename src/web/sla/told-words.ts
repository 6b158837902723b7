// The words for steps of the ladder, whom they tell and by what.
import type { FiredStep, ToldPerson } from '../../sla/api.ts'
import { isBuyersToTell } from '../../sla/whose.ts'
import { m } from '../i18n/index.ts'

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
    case 'named':
      return m.sla_level_named()
    default:
      return m.sla_level_breached()
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
    case 'named':
      return m.sla_audience_named()
    default:
      return m.sla_audience_operators()
  }
}

/** By name, where the reader is told the names. */
export const whomText = (audience: string, named: readonly string[] = []): string =>
  named.length > 0 ? named.join(', ') : audienceText(audience)

interface ToldLine {
  name: string
  address: string
  channels: string
  at: string
  /** Its mail waits, and leaves no sooner. */
  mailFrom?: string
  openedAt?: string
  /** Why it has not arrived, and where it can be read all the same. */
  reason: string
}

/** One line a person or system, which has no address: 'Ole Hansen (portal, mail)', in the order in which they were told. */
export function toldPeople(told: readonly ToldPerson[]): ToldLine[] {
  const people = new Map<string, ToldPerson[]>()
  for (const each of told) people.set(each.address, [...(people.get(each.address) ?? []), each])
  return [...people.values()].map(lineOf)
}

function lineOf(told: readonly ToldPerson[]): ToldLine {
  const [{ name = '', address = '', at = '', reason } = {}] = told
  const openedAt = told.find(each => each.openedAt)?.openedAt
  const waiting = told.find(({ channel, state }) => channel === 'mail' && state === 'queued')
  return {
    ...{ name, address, at, channels: told.map(({ channel, state }) => channelText(channel, state)).join(', ') },
    ...(waiting ? { mailFrom: waiting.at } : {}),
    ...(openedAt ? { openedAt } : {}),
    reason: reason ?? lostText(told),
  }
}

function lostText(told: readonly ToldPerson[]): string {
  const isLost = told.some(({ channel, state }) => channel === 'mail' && (state === 'bounced' || state === 'failed'))
  if (!isLost) return ''
  return told.some(({ channel }) => channel === 'in-app') ? m.sla_mail_lost_in_portal() : m.sla_mail_lost()
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
  if (state === 'queued') return m.sla_channel_mail_queued()
  return state === 'filed' ? m.sla_channel_mail_filed() : m.sla_channel_mail()
}

/** Why a fired step names nobody. */
export function toldNobodyText(step: FiredStep, laterToSame: boolean, ofSupplier: boolean): string {
  if (ofSupplier && isBuyersToTell(step.audience)) return m.sla_told_theirs()
  return laterToSame ? m.sla_told_overtaken() : m.sla_told_being()
}
