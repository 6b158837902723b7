// One reason for many pauses.
import { Select } from '@mantine/core'
import { useState } from 'react'
import type { PauseBody, PauseReason } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { ManyDialog } from './ManyDialog.tsx'
import { commonReasons } from './may-pause.ts'
import { pauseReasonText, pauseWhatText } from './words.ts'

export function PauseManyDialog({ rows, onSay, onClose }: AskProps<PauseBody>) {
  const reasons = commonReasons(rows)
  const [wanted, setWanted] = useState<PauseReason>()
  const reason = wanted && reasons.includes(wanted) ? wanted : (reasons[0] ?? 'other')
  return (
    <ManyDialog
      title={m.sla_pause_many_title({ n: rows.length })}
      what={pauseWhatText(rows, true)}
      words={m.sla_pause_note()}
      act={m.sla_pause()}
      onSay={note => onSay({ reason, note })}
      onClose={onClose}
    >
      <Select
        label={m.sla_pause_reason()}
        data={reasons.map(value => ({ value, label: pauseReasonText(value) }))}
        value={reason}
        onChange={value => value && setWanted(value)}
        allowDeselect={false}
      />
    </ManyDialog>
  )
}
