// Which clock stands for which delivery of a line, and what becomes of each when deliveries or ship notices change. Pure.
import type { Covered } from '../shipments/index.ts'

/** A clock of the line, as far as it counts for this. */
export interface NoticeClock {
  id: string
  round: number
  /** The day of the delivery that it is for. */
  delivery: string
  /** Of one that is answered, when. */
  stoppedAt: Date | null
  /** Late and not answered: it is moved no more. */
  late: boolean
  /** Whether its calendar, as it stands on it, says when it is due for a delivery of that day. */
  reaches: (day: string) => boolean
}

export interface NoticePlan {
  stop: { id: string; at: Date }[]
  /** Its answer was taken back, or another notice has turned out to be the one that filled the delivery. */
  withdraw: string[]
  move: { id: string; to: string }[]
  /** `to`: where the delivery that it was for has gone. */
  cancel: { id: string; to: string | undefined }[]
  /** Days of deliveries that are timed from now on. */
  start: string[]
}

/**
 * One clock for each delivery. It goes with its day; where that is not a delivery any more it moves to the first that has
 * none, for a promise that was moved is still the same promise. Whatever is late is left so, and the delivery timed anew; so
 * is one that its clock cannot be counted to.
 * `onTheWay`: ship notices changed, so that answers may have been taken back; else lines did.
 */
export function planOf(deliveries: readonly Covered[], clocks: readonly NoticeClock[], onTheWay: boolean): NoticePlan {
  const plan: NoticePlan = { stop: [], withdraw: [], move: [], cancel: [], start: [] }
  const waiting = new Set(clocks.filter(({ stoppedAt }) => stoppedAt === null))
  const fresh: Covered[] = []
  for (const delivery of deliveries) {
    const ofDay = clocks.filter(clock => clock.delivery === delivery.date).toSorted((a, b) => b.round - a.round)
    const running = ofDay.find(clock => waiting.has(clock))
    const answered = ofDay.find(({ stoppedAt }) => stoppedAt !== null)
    if (running) {
      waiting.delete(running)
      // What had left in time was less than was due then: that less is wanted now makes nobody punctual.
      if (delivery.coveredAt && running.late && !onTheWay) plan.cancel.push({ id: running.id, to: undefined })
      else if (delivery.coveredAt) plan.stop.push({ id: running.id, at: delivery.coveredAt })
    } else if (answered && onTheWay) restate(plan, answered, delivery.coveredAt)
    else if (!delivery.coveredAt) fresh.push(delivery)
  }
  // The deliveries without a clock, and the clocks without a delivery, in their order.
  const untimed = fresh.map(({ date }) => date)
  for (const clock of [...waiting].toSorted((a, b) => (a.delivery < b.delivery ? -1 : 1))) {
    const to = untimed.shift()
    if (to !== undefined && !clock.late && clock.reaches(to)) plan.move.push({ id: clock.id, to })
    else {
      plan.cancel.push({ id: clock.id, to })
      if (to !== undefined) plan.start.push(to)
    }
  }
  plan.start.push(...untimed)
  return plan
}

function restate(plan: NoticePlan, { id, stoppedAt }: NoticeClock, coveredAt: Date | null): void {
  if (coveredAt?.getTime() === stoppedAt?.getTime()) return
  plan.withdraw.push(id)
  if (coveredAt) plan.stop.push({ id, at: coveredAt })
}
