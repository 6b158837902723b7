// Small pieces that the gateway's pages share.
import { Group, Text } from '@mantine/core'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import type { InterchangeRow } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { useMe } from '../shell/me.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { directionText, type Side, seenBy, type Word } from './words.ts'

export function WordBadge({ word }: { word: Word | undefined }) {
  return word ? <StatusBadge tone={word.tone}>{word.text}</StatusBadge> : null
}

/** The reader's own. */
export const useSide = (): Side => (useMe().organization?.side === 'supplier' ? 'supplier' : 'buyer')

export function Direction({ of }: { of: 'in' | 'out' }) {
  const side = useSide()
  const Icon = seenBy(side, of) === 'in' ? ArrowDownLeft : ArrowUpRight
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <Icon size={14} aria-hidden />
      {directionText(of, side)}
    </Group>
  )
}

/** "855 PO-4711, 855 PO-4712 and 3 more". A TA1 stands in no set; what was not read yet says nothing. */
export function carriedText({ documents, documentCount, status }: InterchangeRow): string {
  if (documentCount === 0) return status === 'held' || status === 'received' ? '' : 'TA1'
  const named = documents.map(one => [one.setId, one.label].filter(Boolean).join(' '))
  const more = documentCount - documents.length
  return [named.join(', '), more > 0 ? m.gateway_more_documents({ n: more }) : ''].filter(Boolean).join(' ')
}

export function Carried({ of }: { of: InterchangeRow }) {
  return (
    <Text size="sm" component="span">
      {carriedText(of)}
    </Text>
  )
}
