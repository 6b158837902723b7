// A clock as it is stored, and as its life knows it.
import { sure } from '../kernel/errors.ts'
import type { ClockState } from './clock.ts'
import type { clocks } from './tables.ts'

export type ClockRecord = typeof clocks.$inferSelect

/** The columns in which the life of a clock is stored. */
export type Stored = Pick<
  ClockRecord,
  'at' | 'startedAt' | 'countingFrom' | 'dueAt' | 'stoppedAt' | 'breachedAt' | 'acknowledgedAt' | 'acknowledgedBy'
> &
  Partial<Pick<ClockRecord, 'note' | 'pauses'>>

export function stateOf(row: Stored): ClockState {
  const { at, startedAt, countingFrom, dueAt } = row
  const course = { startedAt, countingFrom, dueAt }
  switch (at) {
    case 'pending':
    case 'running':
      return { at, ...course }
    case 'met':
      return { at, ...course, stoppedAt: sure(row.stoppedAt) }
    case 'breached': {
      const acknowledged = row.acknowledgedAt
        ? { acknowledgedAt: row.acknowledgedAt, acknowledgedBy: row.acknowledgedBy ?? '' }
        : {}
      return { at, ...course, breachedAt: sure(row.breachedAt), ...acknowledged }
    }
    case 'met-late':
      return { at, ...course, stoppedAt: sure(row.stoppedAt), breachedAt: sure(row.breachedAt) }
    case 'cancelled':
      return { at, ...course, cancelledAt: sure(row.stoppedAt), why: row.note ?? '' }
    case 'paused': {
      const { from, note } = sure(
        row.pauses?.find(({ to }) => to === null),
        'pause',
      )
      return { at, ...course, pausedAt: new Date(from), why: note }
    }
    case 'excused':
      // Nothing excuses a clock yet; the columns come with the verb.
      throw new Error(`a clock that is ${at} is not stored yet`)
  }
}

/** What of a row changes with its state. */
export function changesOf(state: ClockState): Omit<Stored, 'startedAt' | 'countingFrom' | 'note' | 'pauses'> {
  return {
    at: state.at,
    dueAt: state.dueAt,
    stoppedAt: state.at === 'cancelled' ? state.cancelledAt : 'stoppedAt' in state ? (state.stoppedAt ?? null) : null,
    breachedAt: 'breachedAt' in state ? state.breachedAt : null,
    acknowledgedAt: state.at === 'breached' ? (state.acknowledgedAt ?? null) : null,
    acknowledgedBy: state.at === 'breached' ? (state.acknowledgedBy ?? null) : null,
  }
}
