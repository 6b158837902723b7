// One reason for many pauses.
import type { PauseBody } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { ManyDialog } from './ManyDialog.tsx'
import { commonReasons } from './may-pause.ts'
import { usePauseReason } from './pause-reason.tsx'
import { pauseWhatText } from './words.ts'

export function PauseManyDialog({ rows, onSay, onClose }: AskProps<PauseBody>) {
  const { reason, choice } = usePauseReason(commonReasons(rows))
  return (
    <ManyDialog
      title={m.sla_pause_many_title({ n: rows.length })}
      what={pauseWhatText(rows, true)}
      words={m.sla_pause_note()}
      act={m.sla_pause()}
      onSay={note => onSay({ reason, note })}
      onClose={onClose}
    >
      {choice}
    </ManyDialog>
  )
}
