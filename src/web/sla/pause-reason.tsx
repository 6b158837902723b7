// For what a clock, or several, is to be paused: of what they may be.
import { Select } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { PauseReason } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { pauseReasonText } from './words.ts'

/** The first until another is chosen, and again should that one no longer be allowed. */
export function usePauseReason(reasons: readonly PauseReason[]): { reason: PauseReason; choice: ReactNode } {
  const [wanted, setWanted] = useState<PauseReason>()
  const reason = wanted && reasons.includes(wanted) ? wanted : (reasons[0] ?? 'other')
  const choice = (
    <Select
      label={m.sla_pause_reason()}
      data={reasons.map(value => ({ value, label: pauseReasonText(value) }))}
      value={reason}
      onChange={value => value && setWanted(value)}
      allowDeselect={false}
    />
  )
  return { reason, choice }
}
