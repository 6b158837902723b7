// The ladder of a policy, from the few words in which people set it. Pure.
import { formatMinutes } from '../kernel/time.ts'
import type { Audience, Ladder, Level, Rung } from './ladder.ts'
import type { Escalated, PolicyAudience, PolicyLadder, Reminder } from './policy-api.ts'

/**
 * Reminders in the order of their percent; at the due instant the answerers, whatever else is set, for that is what makes
 * an answer late; then the escalations. Two steps never share a level: a clock fires each level once.
 */
export function ladderOf({ reminders, escalations, repeat }: PolicyLadder): Ladder {
  const sooner = reminders.toSorted((a, b) => a.percent - b.percent)
  const later = escalations.toSorted((a, b) => a.afterMinutes - b.afterMinutes)
  const rungs = apart([...sooner.map(reminderRung), breached, ...later.map(escalatedRung)])
  if (!repeat) return { rungs }
  return { rungs, repeat: { ...repeat, why: 'Still no answer, and nobody has taken it on.' } }
}

const breached: Rung = { level: 'breached', when: { fraction: 1 }, to: 'answerers', why: 'The answer is late.' }

const reminderRung = ({ percent, to, mandatory }: Reminder): Rung => ({
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

const escalatedRung = ({ afterMinutes, to }: Escalated): Rung => ({
  level: `escalated-${levels[to]}`,
  when: { fraction: 1, minutes: afterMinutes },
  to,
  why: afterMinutes === 0 ? lateWords[to] : `Still no answer ${formatMinutes(afterMinutes)} after it was due.`,
})

const levels = {
  answerers: 'answerers',
  'supplier-administrators': 'administrator',
  contact: 'contact',
  buyer: 'buyer',
} as const satisfies Record<PolicyAudience, string>

const lateWords: Record<PolicyAudience, string> = {
  answerers: 'The answer is late.',
  'supplier-administrators': 'An answer of your organization is late.',
  contact: 'An answer of your organization is late.',
  buyer: 'The supplier has not answered in time.',
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

/** When the buyer is first told, in countable minutes after the due instant; null: never. */
export function buyerAfterMinutes({ escalations, repeat }: PolicyLadder): number | null {
  const after = (to: Audience) => escalations.filter(each => each.to === to).map(({ afterMinutes }) => afterMinutes)
  const told = after('buyer')
  if (told.length > 0) return Math.min(...told)
  const last = Math.max(0, ...escalations.map(({ afterMinutes }) => afterMinutes))
  return repeat?.to === 'buyer' ? last + repeat.everyMinutes : null
}
