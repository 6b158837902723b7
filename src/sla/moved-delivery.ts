// What becomes of a clock whose delivery goes to another day. Pure.
import { type CountedOn, dueAt as dueOn } from '../calendars/index.ts'
import { isRefusal } from '../kernel/errors.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import type { NewWork } from '../kernel/work.ts'
import type { ClockTarget } from '../partners/index.ts'
import { apply, type ClockEvent, open, refuse } from './clock.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import type { Ladder, Step } from './ladder.ts'
import { again, comesNext, layOut, told } from './lay-out.ts'
import { pauseOf } from './pausing.ts'
import { stepOf } from './start.ts'
import type { Recount } from './tables.ts'

export interface Moved {
  row: ClockRecord
  to: string
  changes: Partial<ClockRecord> & { id: string }
  /** The step that comes next. */
  work: NewWork | undefined
  record: Recount
}

interface Grounds {
  calendar: CountedOn
  ladder: Ladder
  fired: readonly string[]
  now: Date
  fact: AnnouncedFact
}

/** The day of the delivery that a clock is for. */
export const deliveryOf = ({ target }: ClockRecord): string | undefined =>
  target.kind === 'before-delivery' ? target.delivery : undefined

/** Where it cannot be said when it is due for that day, it is left alone. */
export const reaches = (row: ClockRecord, to: string, on: { calendar: CountedOn; fact: AnnouncedFact }): boolean =>
  !isRefusal(dueOn(row.startedAt, targetFor(row, to, on.fact), on.calendar, { documentType: row.kind }))

function targetFor(row: ClockRecord, delivery: string, fact: AnnouncedFact): ClockTarget & { delivery: string } {
  const { target } = row
  if (target.kind !== 'before-delivery') throw new Error('Only a clock of a delivery moves with it.')
  // Nothing becomes due while it stands still, however long the word that moves it lay here.
  const [said, paused] = [fact.at.toISOString(), pauseOf(row)?.from]
  return { ...target, delivery, since: paused !== undefined && paused > said ? paused : said }
}

/** Throws where it does not reach that day. */
export function movedTo(row: ClockRecord, to: string, { calendar, ladder, fired, now, fact }: Grounds): Moved {
  const moved = targetFor(row, to, fact)
  const laidOut = layOut({ ...row, target: moved }, calendar, ladder)
  if (isRefusal(laidOut)) throw new Error(laidOut.detail)
  const { countingFrom, dueAt } = laidOut
  const event: ClockEvent = { type: 'clock.recounted', at: fact.at, countingFrom, dueAt }
  const before = stateOf(row)
  const refused = refuse(before, event)
  if (refused) throw new Error(refused.detail)
  const state = apply(before, event)
  const record: Recount = {
    ...{ at: fact.at.toISOString(), by: fact.actor.name, movedFrom: deliveryOf(row) ?? '', movedTo: to },
    ...{ was: row.dueAt.toISOString(), due: dueAt.toISOString() },
  }
  const recounts = [...row.recounts, record]
  // Reminders that were given for the day before it was moved are given for the new one, too.
  const isDueAgain = (step: Step) => fired.includes(step.level) && new Date(step.at) > fact.at
  const steps = again(laidOut.steps, isDueAgain, recounts.length)
  const { next, nextLevel, nextAt } = comesNext(state.at, steps, fired, now)
  const changes = {
    ...{ id: row.id, ...changesOf(state), countingFrom, target: moved, steps, soonAt: laidOut.soonAt, recounts },
    // Nobody has seen the new day.
    ...{ seenAt: null, seenBy: null },
    ...{ nextLevel, nextAt, explanation: [...laidOut.explanation, ...told(record)] },
  }
  const work = next && open.includes(state.at) ? stepOf({ ...row, recounts }, next) : undefined
  return { row, to, changes, work, record }
}
