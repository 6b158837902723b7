// Small pieces that the gateway's pages share.
import { Group, Text } from '@mantine/core'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import type { InterchangeRow } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { directionText, type Word } from './words.ts'

export function WordBadge({ word }: { word: Word | undefined }) {
  return word ? <StatusBadge tone={word.tone}>{word.text}</StatusBadge> : null
}

export function Direction({ of }: { of: 'in' | 'out' }) {
  const Icon = of === 'in' ? ArrowDownLeft : ArrowUpRight
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <Icon size={14} aria-hidden />
      {directionText(of)}
    </Group>
  )
}

/** "855 PO-4711, 855 PO-4712 and 3 more". A TA1 stands in no set. */
export function carriedText({ documents, documentCount }: InterchangeRow): string {
  if (documentCount === 0) return 'TA1'
  const named = documents.map(one => [one.setId, one.label].filter(Boolean).join(' '))
  const more = documentCount - documents.length
  return [named.join(', '), more > 0 ? m.gateway_more_documents({ n: more }) : ''].filter(Boolean).join(' ')
}

export function Carried({ of }: { of: InterchangeRow }) {
  return (
    <Text size="sm" component="span">
      {of.status === 'held' || of.status === 'received' ? '' : carriedText(of)}
    </Text>
  )
}
