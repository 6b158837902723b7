/** What judging an interchange comes to: a verdict per interchange, group and set, and the findings behind it. */
import type { Guide } from '../guide/guide.ts'
import type { Finding, Group, Interchange, Leniency, TransactionSet } from '../model.ts'

export interface JudgeOptions {
  readonly leniencies?: readonly Leniency[]
  /** ST01s taken from this partner; without it every document that has a guide. */
  readonly sets?: readonly string[]
  /** Guides agreed with this partner, by `partnerGuide`: each for its document and version, in place of the standard's. */
  readonly guides?: readonly Guide[]
  /** Our own ids: an interchange for somebody else gets TA1 009. */
  readonly receivers?: readonly { readonly qualifier: string; readonly id: string }[]
  /** The caller knows this key with other content: TA1 025. */
  readonly duplicate?: boolean
}

export interface Judgment {
  readonly interchange: Interchange
  /** What a TA1 would say. */
  readonly ta1: { readonly code: 'A' | 'E' | 'R'; readonly note: string }
  /** False for an interchange of TA1s only: it is never answered by a TA1, whatever is wrong with it. */
  readonly ta1Allowed: boolean
  /** The sender asked for a TA1, and this is not an interchange of TA1s only (those are never answered). */
  readonly ta1Wanted: boolean
  /** False: nothing in it may be applied and no 997 is written; the groups were judged for the reader's sake. */
  readonly accepted: boolean
  readonly findings: readonly Finding[]
  readonly groups: readonly GroupJudgment[]
}

export interface GroupJudgment {
  readonly group: Group
  /** AK901: A all accepted, E accepted with errors, P some, R none. */
  readonly code: 'A' | 'E' | 'P' | 'R'
  /** AK905 to AK909. */
  readonly ak905: readonly string[]
  /** AK902 to AK904. */
  readonly counts: { readonly said: number; readonly received: number; readonly accepted: number }
  /** False for groups of acknowledgments: a 997 is never answered. */
  readonly answered: boolean
  readonly findings: readonly Finding[]
  readonly sets: readonly SetJudgment[]
}

export interface SetJudgment {
  readonly set: TransactionSet
  /** AK501. */
  readonly code: 'A' | 'E' | 'R'
  /** AK502 to AK506. */
  readonly ak502: readonly string[]
  readonly findings: readonly Finding[]
}
