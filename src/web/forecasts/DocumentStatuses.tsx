// The three statuses of an 830, apart: whether it is valid, whether it got there, whether it was accepted there.
import { Group, VisuallyHidden } from '@mantine/core'
import type { ShareDetail } from '../../forecasts/api.ts'
import { Facts } from '../ui/Facts.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { documentWords } from './words.ts'

interface DocumentStatusesProps {
  document: ShareDetail['documents'][number]
}

export function DocumentStatuses({ document }: DocumentStatusesProps) {
  return (
    <Facts
      facts={documentWords(document).map(({ label, word }) => ({
        label,
        value: <StatusBadge tone={word.tone}>{word.text}</StatusBadge>,
      }))}
    />
  )
}

/** In one line of a table: which of the three each is stands in its tooltip, and for who hears the page. */
export function DocumentBadges({ document }: DocumentStatusesProps) {
  return (
    <Group gap={4} component="span">
      {documentWords(document).map(({ label, word }) => (
        <span key={label} title={label}>
          <StatusBadge tone={word.tone}>
            <VisuallyHidden>{label}: </VisuallyHidden>
            {word.text}
          </StatusBadge>
        </span>
      ))}
    </Group>
  )
}
