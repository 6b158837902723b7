// Stops a clock for a reason, or lets it go on.
import { Button, Select } from '@mantine/core'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { type ClockRow, type PauseReason, pauseReasons, slaApi } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { WordsAct } from '../ui/WordsAct.tsx'
import { pauseReasonText } from './words.ts'

export const mayPause = ({ state, urgency }: ClockRow): boolean =>
  (state === 'pending' || state === 'running') && urgency !== 'late'

export function PauseAct({ clockId }: { clockId: string }) {
  const [reason, setReason] = useState<PauseReason>('our-decision')
  const pause = useAct(slaApi.pause, { done: m.sla_pause_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_pause()}
      title={m.sla_pause_title()}
      what={m.sla_pause_what()}
      words={m.sla_pause_note()}
      onSay={note => pause.mutateAsync({ params: { clockId }, body: { reason, note } })}
    >
      <Select
        label={m.sla_pause_reason()}
        data={pauseReasons.map(value => ({ value, label: pauseReasonText(value) }))}
        value={reason}
        onChange={value => setReason((value as PauseReason | null) ?? 'other')}
        allowDeselect={false}
      />
    </WordsAct>
  )
}

export function ResumeAct({ clockId }: { clockId: string }) {
  const resume = useAct(slaApi.resume, { done: m.sla_resume_done(), changes: ['clock'] })
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Play size={14} aria-hidden />}
      loading={resume.isPending}
      onClick={() => resume.mutate({ params: { clockId } })}
    >
      {m.sla_resume()}
    </Button>
  )
}
