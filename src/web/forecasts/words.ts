// The trade's words for releases, commits and changes of forecasts.
import type { ReleaseRow, ShareDetail, ShareRow } from '../../forecasts/api.ts'
import { type Decimal, div, ZERO } from '../../kernel/decimal.ts'
import { acknowledgmentWord, deliveryWord, validatedWord } from '../gateway/words.ts'
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

export function changeText(change: 'new' | 'changed' | 'same' | 'ended'): string {
  if (change === 'ended') return m.forecasts_change_gone()
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

/**
 * What is known of an 830, each for itself: none of the three follows from another. What waits for a person is said
 * before them.
 */
export function documentWords({
  status,
  validated,
  delivery,
  acknowledgment,
}: Document): { label: string; word: Word }[] {
  const attention = {
    label: m.forecasts_col_status(),
    word: { text: m.forecasts_doc_attention(), tone: 'late' as const },
  }
  return [
    ...(status === 'needs-attention' ? [attention] : []),
    { label: m.gateway_col_validated(), word: validatedWord(validated) },
    { label: m.gateway_filter_delivery(), word: deliveryWord(delivery) ?? notYet },
    { label: m.gateway_col_acknowledged(), word: acknowledgmentWord(acknowledgment) },
  ]
}

const notYet: Word = { text: m.gateway_validated_waiting(), tone: 'quiet' }

/** A ratio (`0.9111`) as a percentage with at most one decimal place. */
export function percentText(ratio: string): string {
  const percent = Math.floor(Number(ratio) * 1000) / 10
  return `${decimalText(String(percent))} %`
}

/** Net change over what was forecast before, with its sign. */
export function signedText(net: string, of: string): string | undefined {
  if (of === ZERO) return undefined
  const below = net.startsWith('-')
  const text = nervousnessText(below ? net.slice(1) : net, of)
  return net === ZERO ? text : `${below ? '\u2212' : '+'}${text}`
}

/** Changes over what was forecast before, or nothing when nothing was. */
export function nervousnessText(moved: string, of: string): string | undefined {
  return of === ZERO ? undefined : percentText(div(moved as Decimal, of as Decimal, 4))
}
