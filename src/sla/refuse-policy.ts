// What a policy may not say, in words. Pure; the editor asks the same.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { isLocalTime } from '../kernel/time.ts'
import { answersTo, audiencesOf, type NamedOne, type PolicyBody } from './policy-api.ts'
import { stepsOf } from './policy-ladder.ts'

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
  return [
    ...[...refusals, ...refuseTarget(policy), ...refuseNarrowing(policy), ...refuseHours(policy)],
    ...[
      ...refuseReminders(policy),
      ...refuseEscalations(policy),
      ...refuseOwn(policy),
      ...refusePauses(policy),
      ...refuseNamed(policy),
      ...refuseUnmailed(policy),
    ],
  ]
}

/** A ship notice is due before a delivery, and nothing else is. */
function refuseTarget({ kind, target }: PolicyBody): Refusal[] {
  if ((kind === 'ship-notice') === (target.kind === 'before-delivery')) return []
  return kind === 'ship-notice'
    ? [
        no(
          'target-of-notice',
          '/target',
          'A ship notice is due before the delivery.',
          'Say how many working days before.',
        ),
      ]
    : [no('target-of-answer', '/target', 'Only ship notices are due before a delivery.', 'Choose another target.')]
}

function refuseNarrowing({
  kind,
  supplierId,
  supplierGroup = null,
  itemGroup = null,
  priority = null,
}: PolicyBody): Refusal[] {
  const refusals: Refusal[] = []
  if (supplierId !== null && supplierGroup !== null)
    refusals.push(
      no('supplier-and-group', '/supplierGroup', 'It is for one supplier and for a group.', 'Choose one of the two.'),
    )
  const ofOrders = 'A forecast names items of every group, and has no priority.'
  const remedy = 'Leave it open, or choose other documents.'
  if (kind === 'commit' && itemGroup !== null) refusals.push(no('narrowing-of-orders', '/itemGroup', ofOrders, remedy))
  if (kind === 'commit' && priority !== null) refusals.push(no('narrowing-of-orders', '/priority', ofOrders, remedy))
  return refusals
}

/** The buyer may pause whatever the supplier may: it must be able to say the same for it. */
function refusePauses({ pauseReasons, supplierPauseReasons = [] }: PolicyBody): Refusal[] {
  if (supplierPauseReasons.every(reason => pauseReasons.includes(reason))) return []
  return [
    no(
      'pause-supplier-only',
      '/supplierPauseReasons',
      'The supplier may pause for a reason for which a clock may not be paused at all.',
      'Allow the pause for it, or take it from the supplier.',
    ),
  ]
}

function refuseHours({ kind, hours, calendarId }: PolicyBody): Refusal[] {
  if (hours === 'own' && calendarId === null)
    return [no('hours-unnamed', '/calendarId', 'No calendar is named whose hours count.', 'Choose one.')]
  if (hours !== 'own' && calendarId !== null) {
    const remedy = 'Name no calendar, or say that its hours count.'
    return [no('hours-named', '/calendarId', 'A calendar is named, but other hours are to count.', remedy)]
  }
  if (kind === 'decision' && hours === 'buyer')
    return [no('hours-own', '/hours', 'A decision counts in your own hours anyway.', 'Choose as agreed.')]
  return []
}

/** Of the buyer's own clock nobody of the supplier is told, and it is never paused. */
function refuseOwn({ kind, ladder, pauseReasons }: PolicyBody): Refusal[] {
  if (kind !== 'decision') return []
  const isOutside = ({ to, named = [] }: Telling): boolean =>
    !audiencesOf(kind).includes(to) || named.some(each => 'contactId' in each)
  const outside = stepsOf(ladder).filter(({ step }) => isOutside(step))
  const what = "A decision is the buyer's own: the supplier reads in the portal how it stands."
  return [
    ...outside.map(({ where }) => no('audience-outside', where, what, 'Choose people of your own.')),
    ...(pauseReasons.length > 0
      ? [no('own-never-paused', '/pauseReasons', 'A clock of your own is never paused.', 'Choose no reason.')]
      : []),
  ]
}

type Telling = Pick<PolicyBody['ladder']['escalations'][number], 'to' | 'named'>

/** Who is named stands with steps that name somebody, and nobody twice. */
function refuseNamed({ ladder }: PolicyBody): Refusal[] {
  return stepsOf(ladder).flatMap(({ step: { to, named = [] }, where }) => {
    if (to === 'named' && named.length === 0)
      return [no('named-nobody', where, 'This step tells named contacts, and names none.', 'Name one, or tell a role.')]
    if (to !== 'named' && named.length > 0)
      return [no('named-besides', where, 'This step tells a role, and names contacts.', 'Choose one of the two.')]
    if (twice(named, idOf).length === 0) return []
    return [no('named-twice', where, 'This step names the same contact twice.', 'Name each of them once.')]
  })
}

/** Who has no inbox here is reached by mail or not at all. */
function refuseUnmailed({ ladder }: PolicyBody): Refusal[] {
  const isOutside = ({ to, named = [] }: Telling): boolean =>
    to === 'contact' || (to === 'named' && named.some(each => 'contactId' in each))
  const unreached = stepsOf(ladder).filter(({ step }) => step.mail === false && isOutside(step))
  const what = 'This step tells somebody who has no inbox here, and goes out by no mail.'
  return unreached.map(({ where }) => no('step-reaches-nobody', where, what, 'Let it go by mail, or tell others.'))
}

const idOf = (one: NamedOne): string => ('personId' in one ? one.personId : one.contactId)
const whomOf = ({ to, named = [] }: Telling): string => [to, ...named.map(idOf).toSorted()].join(' ')

function refuseReminders({ ladder: { reminders } }: PolicyBody): Refusal[] {
  return twice(reminders, step => `${step.percent} ${whomOf(step)}`).map(i =>
    no(
      'reminder-twice',
      `/ladder/reminders/${i}`,
      `The same people are reminded twice at ${reminders[i]?.percent} %.`,
      'Take one of the two away.',
    ),
  )
}

function refuseEscalations({ kind, ladder: { escalations } }: PolicyBody): Refusal[] {
  const same = twice(escalations, step => `${step.afterMinutes} ${whomOf(step)}`).map(i =>
    no(
      'escalation-twice',
      `/ladder/escalations/${i}`,
      `The same people are told twice ${escalations[i]?.afterMinutes} minutes after it was due.`,
      'Take one of the two away.',
    ),
  )
  const again = escalations.flatMap(({ afterMinutes, to }, i) =>
    afterMinutes === 0 && to === answersTo(kind)
      ? [
          no(
            'escalation-told-already',
            `/ladder/escalations/${i}`,
            'Whoever is to answer is told at the due instant anyway.',
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
