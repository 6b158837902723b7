// What is asked before a forecast is published, from a file or from the grid: to whom it goes, what ends, what is cut.
import { Alert, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { countText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'

interface PublishQuestionProps {
  suppliers: readonly string[]
  /** Names of items whose demand ends, as many as are known, and how many there are. */
  ended: readonly string[]
  endedCount: number
  /** Suppliers of whom nothing is left. */
  endedWhole?: readonly string[]
  /** What falls away beyond the last week, in words. */
  cut?: string | null
  held?: ReactNode
}

const namesMax = 12

function firstOf(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, namesMax).join(', ')
  return count > namesMax ? m.forecasts_ask_more({ names: shown, n: countText(count - namesMax) }) : shown
}

export function PublishQuestion({ suppliers, ended, endedCount, endedWhole, cut, held }: PublishQuestionProps) {
  return (
    <Stack gap="sm">
      <Text>{m.forecasts_ask_to({ suppliers: firstOf(suppliers) })}</Text>
      <Text size="sm">{m.forecasts_edit_publish_what()}</Text>
      {endedWhole && endedWhole.length > 0 ? (
        <Alert color="yellow" title={m.forecasts_edit_publish_ended({ suppliers: firstOf(endedWhole) })} />
      ) : null}
      {endedCount > 0 ? (
        <Alert color="yellow" title={m.forecasts_ask_ended({ n: endedCount })}>
          {firstOf(ended, endedCount)}
        </Alert>
      ) : null}
      {cut ? <Alert color="yellow" title={cut} /> : null}
      {held}
    </Stack>
  )
}
