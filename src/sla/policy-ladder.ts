// The ladder of a policy, from the few words in which people set it. Pure.
import { formatMinutes } from '../kernel/time.ts'
import type { Audience, Ladder, Level, Reach, Rung } from './ladder.ts'
import {
  answersTo,
  type Escalated,
  type PolicyAudience,
  type PolicyKind,
  type PolicyLadder,
  type Reminder,
} from './policy-api.ts'
import { isBuyers, reachesBuyer } from './whose.ts'

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
  const rungs = withInstead(apart([...sooner.map(reminderRung), breached, ...later.map(escalated)]), repeat?.to)
  if (!repeat) return { rungs }
  const why = `Still no ${answer}, and nobody has taken it on.`
  return { rungs, repeat: { ...repeat, why, ...insteadOf(repeat.to, []) } }
}

/** In the place of contacts who are gone: whom the ladder tells next. */
const withInstead = (rungs: readonly Rung[], last: Audience | undefined): Rung[] =>
  rungs.map((rung, i) => ({
    ...rung,
    ...insteadOf(rung.to, [...rungs.slice(i + 1).map(({ to }) => to), ...(last ? [last] : [])]),
  }))

const insteadOf = (to: Audience, next: readonly Audience[]): Pick<Reach, 'instead'> =>
  to === 'named' ? { instead: next.find(each => each !== 'named') ?? 'buyer' } : {}

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
  named: 'named',
} as const satisfies Record<PolicyAudience, string>

function lateWords(kind: PolicyKind, to: PolicyAudience): string {
  if (kind === 'decision') return 'The decision is late. The supplier waits for it.'
  if (kind === 'ship-notice') return noticeLateWords(to)
  if (isBuyers(to)) return 'The supplier has not answered in time.'
  return to === 'answerers' || to === 'named' ? 'The answer is late.' : 'An answer of your organization is late.'
}

function noticeLateWords(to: PolicyAudience): string {
  if (isBuyers(to)) return 'The supplier has sent no ship notice in time.'
  return to === 'answerers' || to === 'named'
    ? 'The ship notice is late.'
    : 'A ship notice of your organization is late.'
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
  const told = escalations.filter(reachesBuyer).map(({ afterMinutes }) => afterMinutes)
  if (told.length > 0) return Math.min(...told)
  const last = Math.max(0, ...escalations.map(({ afterMinutes }) => afterMinutes))
  return repeat && reachesBuyer(repeat) ? last + repeat.everyMinutes : null
}

/** Its steps, each with where it stands on the wire. */
export const stepsOf = ({ reminders, escalations, repeat }: PolicyLadder) => [
  ...reminders.map((step, i) => ({ step, where: `/ladder/reminders/${i}` })),
  ...escalations.map((step, i) => ({ step, where: `/ladder/escalations/${i}` })),
  ...(repeat ? [{ step: repeat, where: '/ladder/repeat' }] : []),
]

/** The systems that any of its steps is posted to. */
export const webhooksOf = (ladder: PolicyLadder): string[] =>
  stepsOf(ladder).flatMap(({ step }) => step.webhookId ?? [])
