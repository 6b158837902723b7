// The work of telling people of a step: their own organization's, for only it knows them.
import type { NewWork } from '../kernel/work.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Audience } from './ladder.ts'
import { isBuyersToTell } from './whose.ts'

export const tellWork = 'clock.tell'

/** @param as `instead`: because mails to those whom the step tells did not arrive; once for each to whom it turns */
export function tellOf(
  { id, buyerId, supplierId }: Pick<ClockRecord, 'id' | 'buyerId' | 'supplierId'>,
  level: string,
  to: Audience,
  as: 'meant' | 'instead' = 'meant',
): NewWork {
  const instead = as === 'instead'
  return {
    kind: tellWork,
    lane: 'notice',
    orgId: isBuyersToTell(to) ? buyerId : supplierId,
    key: `${id}:${level}${instead ? `:${to}` : ''}`,
    data: { clockId: id, level, ...(instead ? { instead: to } : {}) },
  }
}
