// Who may pause a clock, for what and how often, and who may let it go on. Pure; the pages offer no more than this.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { formatInstant } from '../kernel/time.ts'
import { type ClockPause, type PauseReason, pauseReasons, type Side } from './api.ts'
import { may } from './clock.ts'
import type { ClockRecord } from './clock-row.ts'
import { isOwn } from './whose.ts'

type Pausing = Pick<ClockRecord, 'kind' | 'at' | 'dueAt' | 'zone' | 'policy' | 'pauses'>

export const sideOfPause = ({ side = 'buyer' }: Pick<ClockPause, 'side'>): Side => side

/** The one under way. */
export const pauseOf = ({ pauses }: Pick<ClockRecord, 'pauses'>): ClockPause | undefined =>
  pauses.find(({ to }) => to === null)

/**
 * What its policy says to a pause for that reason, by that side. The buyer pauses as often as it likes, for its word alone
 * makes the answer due. A supplier pauses once for each reason, and no more once the buyer has let a pause of its go on:
 * however many reasons it finds, one word of the buyer's ends it.
 * Refusals: pause-reason, pause-not-yours, pause-ended, pause-once.
 */
export function refusePause(clock: Pausing, side: Side, reason: PauseReason): Refusal | undefined {
  const { policy } = clock
  if (side === 'supplier') return refuseSuppliers(clock, reason)
  if (!policy || policy.pauseReasons.includes(reason)) return undefined
  return refusal('pause-reason', `The policy "${policy.name}" allows no pause for this reason.`, {
    where: '/reason',
    remedy: 'Choose a reason that it allows, or excuse the answer if it comes late.',
  })
}

const askThem =
  'Ask the customer to pause it, or answer in time. If you are late through no fault of yours, dispute it.'

function refuseSuppliers({ policy, pauses, zone }: Pausing, reason: PauseReason): Refusal | undefined {
  const reasons = policy?.supplierPauseReasons ?? []
  if (!policy || reasons.length === 0)
    return refusal('pause-not-yours', 'Only the customer may pause this clock.', { remedy: askThem })
  const own = pauses.filter(each => sideOfPause(each) === 'supplier')
  const ended = own.find(({ resumed }) => resumed?.side === 'buyer')
  if (ended?.to)
    return refusal(
      'pause-ended',
      `The customer let this clock go on after your pause, ${formatInstant(new Date(ended.to), zone)}: from then on only the customer may pause it.`,
      { remedy: askThem },
    )
  if (!reasons.includes(reason))
    return refusal('pause-reason', `The policy "${policy.name}" lets only the customer pause for this reason.`, {
      where: '/reason',
      remedy: 'Choose a reason that it leaves to you, or ask the customer to pause it.',
    })
  const before = own.find(each => each.reason === reason)
  if (!before) return undefined
  return refusal(
    'pause-once',
    `You paused this clock for this reason before, ${formatInstant(new Date(before.from), zone)}: each reason can be used once.`,
    { where: '/reason', remedy: askThem },
  )
}

/** What is late cannot be paused any more; a supplier is told what it may do instead. Refusal: clock-late. */
export function refuseLate({ at, dueAt, zone }: Pausing, now: Date): Refusal | undefined {
  if (at !== 'breached' && !(may(at, 'clock.paused') && now > dueAt)) return undefined
  return refusal(
    'clock-late',
    `The answer has been late since ${formatInstant(dueAt, zone)}: it is too late to pause.`,
    {
      remedy: 'Answer it. If the lateness is not your fault, dispute it: the customer decides.',
    },
  )
}

/** For what that side may pause it now. */
export function pausableFor(clock: Pausing, side: Side, now: Date): PauseReason[] {
  if (isOwn(clock) || !may(clock.at, 'clock.paused') || now > clock.dueAt) return []
  return pauseReasons.filter(reason => !refusePause(clock, side, reason))
}

/** The buyer lets any pause go on, a supplier its own. Refusal: pause-not-yours. */
export function refuseResume(pause: ClockPause, side: Side): Refusal | undefined {
  if (side === 'buyer' || sideOfPause(pause) === 'supplier') return undefined
  return refusal('pause-not-yours', `${pause.by} of the customer has paused this clock.`, {
    remedy: 'Ask the customer to let it go on. You may answer meanwhile: that is in time.',
  })
}
