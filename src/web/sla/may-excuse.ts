// Which clocks have a breach that may be excused or disputed, or be seen: nobody excuses his own. Pure.
import type { ClockRow } from '../../sla/api.ts'
import { may } from '../../sla/clock.ts'
import { isOwn } from '../../sla/whose.ts'

export const mayExcuse = (clock: Pick<ClockRow, 'state' | 'kind'>): boolean =>
  !isOwn(clock) && may(clock.state, 'clock.excused')

/** Waited for, by somebody else. */
export const maySee = (clock: Pick<ClockRow, 'state' | 'kind'>): boolean =>
  !isOwn(clock) && ['running', 'pending', 'breached'].includes(clock.state)
