// A promise as mails, notices and the history say it: days as people write them, in every one of them alike. Pure.
import { formatDate } from '../kernel/time.ts'
import type { Promised } from './order-line.ts'

/** `30 EA on Tue 15 Dec 2026`, the deliveries of a split one after the other. */
export const spoken = (promised: readonly Promised[], unit: string): string =>
  promised.map(({ quantity, date }) => `${quantity} ${unit} on ${formatDate(date, { year: true })}`).join(', ')
