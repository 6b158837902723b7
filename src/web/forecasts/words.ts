// The trade's words for releases, commits and changes of forecasts.
import type { ReleaseRow, ShareDetail, ShareRow } from '../../forecasts/api.ts'
import { type Decimal, div, ZERO } from '../../kernel/decimal.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

export type Side = 'buyer' | 'supplier'

export interface Word {
  text: string
  tone: Tone
}

export const releaseWord = (status: ReleaseRow['status']): Word =>
  status === 'published'
    ? { text: m.forecasts_status_published(), tone: 'ok' }
    : { text: m.forecasts_status_superseded(), tone: 'quiet' }

export function commitWord(status: ShareRow['commitStatus'], side: Side): Word {
  switch (status) {
    case 'not-wanted':
      return { text: m.forecasts_commit_not_wanted(), tone: 'quiet' }
    case 'awaiting':
      return side === 'supplier'
        ? { text: m.forecasts_commit_awaiting_mine(), tone: 'warn' }
        : { text: m.forecasts_commit_awaiting(), tone: 'info' }
    case 'committed':
      return { text: m.forecasts_commit_committed(), tone: 'ok' }
    case 'short':
      return { text: m.forecasts_commit_short(), tone: 'late' }
    case 'superseded':
      return { text: m.forecasts_commit_superseded(), tone: 'quiet' }
  }
}

export const commitStatuses: readonly ShareRow['commitStatus'][] = [
  'awaiting',
  'committed',
  'short',
  'not-wanted',
  'superseded',
]

export function changeText(change: 'new' | 'changed' | 'same'): string {
  if (change === 'new') return m.forecasts_change_new()
  return change === 'changed' ? m.forecasts_change_changed() : m.forecasts_change_same()
}

export function sourceText(source: ReleaseRow['source']): string {
  if (source === 'csv') return m.forecasts_source_csv()
  return source === 'api' ? m.forecasts_source_api() : m.forecasts_source_grid()
}

export const documentText = (document: ShareRow['document']): string =>
  document === '830' ? m.forecasts_document_830() : m.forecasts_document_portal()

type Document = ShareDetail['documents'][number]

/** Where an 830 is on its way: the furthest point that is known. */
export function documentWord({ status, delivery, acknowledgment }: Document): Word {
  if (status === 'needs-attention') return { text: m.forecasts_doc_attention(), tone: 'late' }
  if (acknowledgment === 'rejected') return { text: m.forecasts_doc_rejected(), tone: 'late' }
  if (acknowledgment === 'accepted' || acknowledgment === 'accepted-with-errors')
    return { text: m.forecasts_doc_accepted(), tone: 'ok' }
  switch (delivery) {
    case 'delivered':
      return { text: m.forecasts_doc_delivered(), tone: 'ok' }
    case 'collectable':
      return { text: m.forecasts_doc_collectable(), tone: 'info' }
    case 'failed':
      return { text: m.forecasts_doc_failed(), tone: 'late' }
    default:
      return { text: m.forecasts_doc_queued(), tone: 'quiet' }
  }
}

/** A ratio (`0.9111`) as a percentage with at most one decimal place. */
export function percentText(ratio: string): string {
  const percent = Math.floor(Number(ratio) * 1000) / 10
  return `${decimalText(String(percent))} %`
}

/** Changes over what was forecast before, or nothing when nothing was. */
export function nervousnessText(moved: string, of: string): string | undefined {
  return of === ZERO ? undefined : percentText(div(moved as Decimal, of as Decimal, 4))
}
