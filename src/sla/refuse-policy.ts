// What a policy may not say, in words. Pure; the editor asks the same.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { isLocalTime } from '../kernel/time.ts'
import type { PolicyBody } from './policy-api.ts'

const no = (code: string, where: string, detail: string, remedy: string): Refusal =>
  refusal(code, detail, { where, remedy })

/** Everything that is wrong, all at once. */
export function refusePolicy(policy: PolicyBody): Refusal[] {
  const refusals: Refusal[] = []
  if (policy.name.trim() === '')
    refusals.push(no('policy-name', '/name', 'The policy has no name.', 'Give it one that people will know it by.'))
  const { target } = policy
  if ('by' in target && !isLocalTime(target.by))
    refusals.push(no('not-a-time', '/target/by', `"${target.by}" is not a time.`, 'Write a time like 12:00.'))
  return [...refusals, ...refuseReminders(policy), ...refuseEscalations(policy)]
}

function refuseReminders({ ladder: { reminders } }: PolicyBody): Refusal[] {
  return twice(reminders, ({ percent, to }) => `${percent} ${to}`).map(i =>
    no(
      'reminder-twice',
      `/ladder/reminders/${i}`,
      `The same people are reminded twice at ${reminders[i]?.percent} %.`,
      'Take one of the two away.',
    ),
  )
}

function refuseEscalations({ ladder: { escalations } }: PolicyBody): Refusal[] {
  const same = twice(escalations, ({ afterMinutes, to }) => `${afterMinutes} ${to}`).map(i =>
    no(
      'escalation-twice',
      `/ladder/escalations/${i}`,
      `The same people are told twice ${escalations[i]?.afterMinutes} minutes after it was due.`,
      'Take one of the two away.',
    ),
  )
  const again = escalations.flatMap(({ afterMinutes, to }, i) =>
    afterMinutes === 0 && to === 'answerers'
      ? [
          no(
            'escalation-told-already',
            `/ladder/escalations/${i}`,
            'Who answers is told at the due instant anyway.',
            'Take this step away, or set it later.',
          ),
        ]
      : [],
  )
  return [...same, ...again]
}

/** Where something stands that stood before. */
function twice<T>(list: readonly T[], keyOf: (each: T) => string): number[] {
  const keys = list.map(keyOf)
  return keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []))
}
