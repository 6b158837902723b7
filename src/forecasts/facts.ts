// What the room announces about forecasts, and what each fact tells those who react: clocks, mails, pages.
import type { Tx } from '../kernel/db.ts'
import { announce, type Fact } from '../kernel/events.ts'
import type { CommitStatus } from './forecast.ts'

export const forecastFacts = [
  /** The buyer's release as a whole; its own business. Subject kind `forecast-release`. */
  'forecast.released',
  /** A supplier's share of it. Subject kind `supplier-release`, as of all that follow. */
  'forecast.published',
  /** The first of its people who may commit has come in: what was published before waited for that. */
  'forecast.delivered',
  'forecast.viewed',
  /** A commit that leaves cells open: the clock runs on. */
  'forecast.partly-committed',
  'forecast.committed',
] as const
export type ForecastFact = (typeof forecastFacts)[number]

/** Every fact of a supplier's share says at least this much. */
export interface ShareFactData extends Record<string, unknown> {
  number: number
  commitWanted: boolean
  commitStatus: CommitStatus
  /** Cells that still want the supplier's word. */
  asked: number
  buyerId: string
  supplierId: string
  /** Of `forecast.published`: a commit is wanted, and nobody of the supplier may give one yet. */
  waits?: boolean
}

export interface ShareTold {
  id: string
  buyerId: string
  supplierId: string
  number: number
  commitStatus: CommitStatus
  asked: number
}

export function shareFact(
  type: Exclude<ForecastFact, 'forecast.released'>,
  share: ShareTold,
  { at, ...more }: { at: Date } & Record<string, unknown>,
): Fact {
  const { id, buyerId, supplierId, number, commitStatus, asked } = share
  const data: ShareFactData = {
    number,
    commitWanted: commitStatus !== 'not-wanted',
    commitStatus,
    asked,
    buyerId,
    supplierId,
    ...more,
  }
  return { type, subject: { kind: 'supplier-release', id }, parties: [buyerId, supplierId], at, data }
}

export const announceShare = (tx: Tx, ...fact: Parameters<typeof shareFact>): Promise<void> =>
  announce(tx, shareFact(...fact))
