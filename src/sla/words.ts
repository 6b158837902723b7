// What people read about a clock: mails, notices, the board's tooltips. Pure.
import { explain } from '../calendars/index.ts'
import { formatInstant, formatMinutes, weekdayName } from '../kernel/time.ts'
import { instantFor } from '../notices/index.ts'
import type { ClockTarget } from '../partners/index.ts'
import type { ClockKind } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import { isNotice, isOwn } from './whose.ts'

const things: Record<ClockKind, string> = {
  order: 'Order',
  'call-off': 'Call-off',
  commit: 'Forecast',
  acknowledgment: 'Document',
  decision: 'Decision on',
  'ship-notice': 'Ship notice for order',
}

/** 'Call-off 4711', 'Forecast 12', '850 4711', 'Decision on 4711, line 2'. */
export function subjectWords(kind: ClockKind, label: string, lines: readonly number[] | null = null): string {
  if (kind === 'acknowledgment') return label
  const only = lines === null ? '' : `, ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`
  return `${things[kind]} ${label}${only}`
}

const wanted: Record<ClockKind, string> = {
  order: 'An answer',
  'call-off': 'An answer',
  commit: 'A commit',
  acknowledgment: 'A functional acknowledgment (997)',
  decision: 'A decision',
  'ship-notice': 'The ship notice',
}

/** Where a person deals with it, as a path of the portal. */
export function subjectLink(
  { subjectKind, subjectId }: { subjectKind: string; subjectId: string },
  clockId: string,
): string {
  if (subjectKind === 'order') return `/orders/${subjectId}`
  if (subjectKind === 'supplier-release') return `/forecasts/${subjectId}`
  return `/clocks/${clockId}`
}

export function targetWords(target: ClockTarget): string {
  switch (target.kind) {
    case 'business-minutes':
      return `${formatMinutes(target.minutes)} of working time`
    case 'business-days':
      return `${target.days} working ${target.days === 1 ? 'day' : 'days'}, by ${target.by}`
    case 'calendar-days':
      return `${target.days} calendar ${target.days === 1 ? 'day' : 'days'}, by ${target.by}`
    case 'elapsed':
      return `${formatMinutes(target.minutes)}, day and night`
    case 'weekly':
      return `the next ${weekdayName(target.weekday)}, by ${target.by}`
    case 'before-delivery':
      return `${target.days} working ${target.days === 1 ? 'day' : 'days'} before the delivery, by ${target.by}`
  }
}

/** Of what came in time and could not be read yet. A decision of the buyer's own waits for nothing that is sent. */
const received: Record<Exclude<ClockKind, 'decision'>, string> = {
  order: 'Answer',
  'call-off': 'Answer',
  commit: 'Commit',
  acknowledgment: 'Acknowledgment',
  'ship-notice': 'Ship notice',
}

/** One line on one step: 'Late answer: Call-off 4711, due …, Nordlicht to Velowerk', 'Answer received, unread: Call-off 4711 …'. */
export function stepTitle(
  clock: Pick<ClockRecord, 'kind' | 'label' | 'lines'>,
  { level, unread }: { level: string; unread: boolean },
  { buyer, supplier, due }: { buyer: string; supplier: string; due: string },
): string {
  const own = isOwn(clock)
  const between = own ? `${buyer} to ${supplier}` : `${supplier} to ${buyer}`
  const subject = subjectWords(clock.kind, clock.label, clock.lines)
  const state =
    unread && clock.kind !== 'decision'
      ? `${received[clock.kind]} received, unread`
      : titleOf(level, own ? 'decision' : isNotice(clock) ? 'notice' : 'answer')
  return `${state}: ${subject}, due ${due}, ${between}`
}

type Told = Pick<ClockRecord, 'kind' | 'label' | 'lines' | 'dueAt' | 'zone' | 'explanation' | 'note'>

/** The mail of one step, for either side. */
export function stepWords(
  clock: Told,
  step: { level: string; dueAt: Date; why: string; unread: boolean },
  names: { buyer: string; supplier: string },
): { title: string; text: string } {
  const subject = subjectWords(clock.kind, clock.label, clock.lines)
  const due = instantFor(clock.dueAt, clock.zone)
  const own = isOwn(clock)
  const unread = step.unread ? [unreadWords] : []
  const late = step.level.startsWith('warned') || step.dueAt < clock.dueAt ? 'is due' : 'was due'
  const text = [
    ...unread,
    step.why,
    own
      ? `${wanted.decision} of ${names.buyer} on what ${names.supplier} proposes (${subject}) ${late} ${due}.`
      : isNotice(clock)
        ? `${wanted['ship-notice']} of ${names.supplier} to ${names.buyer} ${late} ${due} (${subject}).`
        : `${wanted[clock.kind]} from ${names.supplier} to ${subject} of ${names.buyer} ${late} ${due}.`,
    ['Why then:', ...explain(clock.explanation, clock.zone), ...(clock.note ? [clock.note] : [])].join('\n'),
  ]
  return { title: stepTitle(clock, step, { ...names, due }), text: text.join('\n\n') }
}

export const insteadWords = 'A mail about this did not arrive where it was sent, so you are told instead.'

export const unreadWords =
  'An answer may be here already: a document was received in time and could not be read yet. Please look at the messages that need attention.'

/** The notice to those who run the installation when a step cannot be taken. */
export function stuckWords(clock: Pick<ClockRecord, 'kind' | 'label' | 'dueAt' | 'zone'>): {
  title: string
  text: string
} {
  const subject = subjectWords(clock.kind, clock.label)
  return {
    title: `Reminders are stuck: ${subject}`,
    text: [
      `The next step for ${subject}, due ${formatInstant(clock.dueAt, clock.zone)}, failed again and again. It is tried every hour from now on; until it succeeds nobody is told that this answer is late.`,
      'Please look at the failed work in operations for the last error, and look after this answer yourself meanwhile.',
    ].join('\n\n'),
  }
}

function titleOf(level: string, wanted: 'answer' | 'decision' | 'notice'): string {
  if (level.startsWith('warned') || level.startsWith('reminded')) return 'Reminder'
  if (level === 'breached') return 'Late'
  // What is late is named right after it.
  return level.startsWith('repeat') ? 'Still late' : wanted === 'notice' ? 'Late' : `Late ${wanted}`
}
