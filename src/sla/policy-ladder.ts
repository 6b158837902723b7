// The ladder of a policy, from the few words in which people set it. Pure.
import { formatMinutes } from '../kernel/time.ts'
import type { Ladder, Level, Rung } from './ladder.ts'
import {
  answersTo,
  type Escalated,
  type PolicyAudience,
  type PolicyKind,
  type PolicyLadder,
  type Reminder,
} from './policy-api.ts'
import { isBuyers } from './whose.ts'

/**
 * Reminders in the order of their percent; at the due instant whoever is to answer, whatever else is set, for that is what
 * makes an answer late; then the escalations. Two steps never share a level: a clock fires each level once.
 */
export function ladderOf({ reminders, escalations, repeat }: PolicyLadder, kind: PolicyKind): Ladder {
  const sooner = reminders.toSorted((a, b) => a.percent - b.percent)
  const later = escalations.toSorted((a, b) => a.afterMinutes - b.afterMinutes)
  const answer = kind === 'decision' ? 'decision' : kind === 'ship-notice' ? 'ship notice' : 'answer'
  const first = answersTo(kind)
  const breached: Rung = { level: 'breached', when: { fraction: 1 }, to: first, why: lateWords(kind, first) }
  const escalated = ({ afterMinutes, to, ...more }: Escalated): Rung => ({
    ...more,
    level: `escalated-${levels[to]}`,
    when: { fraction: 1, minutes: afterMinutes },
    to,
    why:
      afterMinutes === 0 ? lateWords(kind, to) : `Still no ${answer} ${formatMinutes(afterMinutes)} after it was due.`,
  })
  const rungs = apart([...sooner.map(reminderRung), breached, ...later.map(escalated)])
  if (!repeat) return { rungs }
  return { rungs, repeat: { ...repeat, why: `Still no ${answer}, and nobody has taken it on.` } }
}

const reminderRung = ({ percent, to, mandatory, ...more }: Reminder): Rung => ({
  ...more,
  level: `warned-${percent}`,
  when: { fraction: percent / 100 },
  to,
  quiet: !mandatory,
  why: usedWords(percent),
})

const usedWords = (percent: number): string =>
  percent === 50
    ? 'Half of the time is used.'
    : percent === 75
      ? 'Three quarters of the time are used.'
      : `${percent} % of the time is used.`

const levels = {
  answerers: 'answerers',
  'supplier-administrators': 'administrator',
  contact: 'contact',
  buyer: 'buyer',
  'buyer-administrators': 'lead',
} as const satisfies Record<PolicyAudience, string>

function lateWords(kind: PolicyKind, to: PolicyAudience): string {
  if (kind === 'decision') return 'The decision is late. The supplier waits for it.'
  if (kind === 'ship-notice') return noticeLateWords(to)
  if (isBuyers(to)) return 'The supplier has not answered in time.'
  return to === 'answerers' ? 'The answer is late.' : 'An answer of your organization is late.'
}

function noticeLateWords(to: PolicyAudience): string {
  if (isBuyers(to)) return 'The supplier has sent no ship notice in time.'
  return to === 'answerers' ? 'The ship notice is late.' : 'A ship notice of your organization is late.'
}

/** The second of a level is 'warned-50-2'. */
function apart(rungs: readonly Rung[]): Rung[] {
  const seen = new Map<Level, number>()
  return rungs.map(rung => {
    const n = (seen.get(rung.level) ?? 0) + 1
    seen.set(rung.level, n)
    return n === 1 ? rung : { ...rung, level: `${rung.level}-${n}` as Level }
  })
}

/** When the buyer is first told that it is late, in countable minutes after the due instant; null: never. */
export function buyerAfterMinutes({ escalations, repeat }: PolicyLadder, kind: PolicyKind): number | null {
  if (answersTo(kind) === 'buyer') return 0
  const told = escalations.filter(({ to }) => isBuyers(to)).map(({ afterMinutes }) => afterMinutes)
  if (told.length > 0) return Math.min(...told)
  const last = Math.max(0, ...escalations.map(({ afterMinutes }) => afterMinutes))
  return repeat && isBuyers(repeat.to) ? last + repeat.everyMinutes : null
}

/** The systems that any of its steps is posted to. */
export const webhooksOf = ({ reminders, escalations, repeat }: PolicyLadder): string[] =>
  [...reminders, ...escalations, ...(repeat ? [repeat] : [])].flatMap(({ webhookId }) => webhookId ?? [])
