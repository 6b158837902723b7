// A clock as it is stored, and as its life knows it.
import type { CountedOn } from '../calendars/index.ts'
import { sure } from '../kernel/errors.ts'
import type { ClockState } from './clock.ts'
import type { clocks } from './tables.ts'

export type ClockRecord = typeof clocks.$inferSelect

/** On which calendars it stands, and in which versions. */
export type StandsOn = Pick<ClockRecord, 'calendarId' | 'calendarVersion' | 'otherCalendarId' | 'otherCalendarVersion'>

export function standsOn(calendar: CountedOn): StandsOn {
  const [first, other] = calendar.both ?? [calendar]
  return {
    ...{ calendarId: first.id, calendarVersion: first.version },
    ...{ otherCalendarId: other?.id ?? null, otherCalendarVersion: other?.version ?? null },
  }
}

/** The columns in which the life of a clock is stored. */
export type Stored = Pick<
  ClockRecord,
  | 'at'
  | 'startedAt'
  | 'countingFrom'
  | 'dueAt'
  | 'stoppedAt'
  | 'breachedAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'disputedAt'
  | 'attribution'
  | 'excuse'
  | 'cancelledWhy'
> &
  Partial<Pick<ClockRecord, 'note' | 'pauses'>>

export function stateOf(row: Stored): ClockState {
  const { at, startedAt, countingFrom, dueAt } = row
  const course = { startedAt, countingFrom, dueAt }
  const disputed = row.disputedAt ? { disputedAt: row.disputedAt } : {}
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
      return { at, ...course, breachedAt: sure(row.breachedAt), ...acknowledged, ...disputed }
    }
    case 'met-late':
      return { at, ...course, stoppedAt: sure(row.stoppedAt), breachedAt: sure(row.breachedAt), ...disputed }
    case 'cancelled-late':
      return {
        ...{ at, ...course, stoppedAt: sure(row.stoppedAt), breachedAt: sure(row.breachedAt) },
        ...{ cancelledWhy: row.cancelledWhy ?? '', ...disputed },
      }
    case 'cancelled':
      return { at, ...course, cancelledAt: sure(row.stoppedAt), why: row.note ?? '' }
    case 'paused': {
      const { from, note } = sure(
        row.pauses?.find(({ to }) => to === null),
        'pause',
      )
      return { at, ...course, pausedAt: new Date(from), why: note }
    }
    case 'excused': {
      const { at: excusedAt, ...given } = sure(row.excuse, 'excuse')
      const excuse = { ...given, at: new Date(excusedAt), attribution: sure(row.attribution, 'attribution') }
      const stopped = row.stoppedAt ? { stoppedAt: row.stoppedAt } : {}
      const gone = row.cancelledWhy === null ? {} : { cancelledWhy: row.cancelledWhy }
      return { at, ...course, excuse, breachedAt: sure(row.breachedAt), ...stopped, ...gone }
    }
  }
}

/** What of a row changes with its state. */
export function changesOf(state: ClockState): Omit<Stored, 'startedAt' | 'countingFrom' | 'note' | 'pauses'> {
  const excuse = state.at === 'excused' ? state.excuse : undefined
  return {
    at: state.at,
    dueAt: state.dueAt,
    stoppedAt: state.at === 'cancelled' ? state.cancelledAt : 'stoppedAt' in state ? (state.stoppedAt ?? null) : null,
    breachedAt: 'breachedAt' in state ? state.breachedAt : null,
    acknowledgedAt: state.at === 'breached' ? (state.acknowledgedAt ?? null) : null,
    acknowledgedBy: state.at === 'breached' ? (state.acknowledgedBy ?? null) : null,
    disputedAt: 'disputedAt' in state ? (state.disputedAt ?? null) : null,
    cancelledWhy: 'cancelledWhy' in state ? (state.cancelledWhy ?? null) : null,
    attribution: excuse?.attribution ?? null,
    excuse: excuse ? { at: excuse.at.toISOString(), by: excuse.by, reason: excuse.reason, note: excuse.note } : null,
  }
}
