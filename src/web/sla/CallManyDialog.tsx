// One call about many answers: the same note in the history of each.
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { ManyDialog } from './ManyDialog.tsx'

export function CallManyDialog({ rows, onSay, onClose }: AskProps<{ note: string }>) {
  return (
    <ManyDialog
      title={m.sla_called_many_title({ n: rows.length })}
      what={m.sla_called_many_what()}
      words={m.sla_called_note()}
      act={m.sla_called()}
      onSay={note => onSay({ note })}
      onClose={onClose}
    />
  )
}
