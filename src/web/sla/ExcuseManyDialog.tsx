// One reason for many excuses.
import type { ExcuseBody } from '../../sla/breach.ts'
import { m } from '../i18n/index.ts'
import type { AskProps } from './AskedMany.tsx'
import { ExcuseFields, useFault } from './ExcuseFields.tsx'
import { ManyDialog } from './ManyDialog.tsx'

export function ExcuseManyDialog({ rows, onSay, onClose }: AskProps<ExcuseBody>) {
  const [fault, setFault] = useFault()
  return (
    <ManyDialog
      title={m.sla_excuse_many_title({ n: rows.length })}
      what={m.sla_excuse_what()}
      words={m.sla_excuse_note()}
      act={m.sla_excuse()}
      onSay={note => onSay({ ...fault, note })}
      onClose={onClose}
    >
      <ExcuseFields fault={fault} onChange={setFault} />
    </ManyDialog>
  )
}
