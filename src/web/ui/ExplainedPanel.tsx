// What an `Explained` opens: its reasons, and where there is more.
import { Popover, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { m } from '../i18n/index.ts'
import { AnchoredPopover } from './Anchored.tsx'
import type { Panel } from './use-opener.ts'

export function ExplainedPanel({ panel, lines, more }: { panel: Panel; lines: readonly string[]; more: ReactNode }) {
  return (
    <AnchoredPopover panel={panel} width={320} position="bottom-start" withArrow shadow="md">
      <Popover.Dropdown aria-label={m.ui_why()} tabIndex={-1} data-autofocus>
        <Stack gap={6}>
          {lines.map(line => (
            <Text key={line} size="sm">
              {line}
            </Text>
          ))}
          {more}
        </Stack>
      </Popover.Dropdown>
    </AnchoredPopover>
  )
}
