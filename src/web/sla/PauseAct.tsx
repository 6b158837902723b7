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

/** `allowed`: what its policy lets it be paused for; all, where what is agreed counts. */
export function PauseAct({ clockId, allowed = pauseReasons }: { clockId: string; allowed?: readonly PauseReason[] }) {
  const [reason, setReason] = useState<PauseReason>(allowed[0] ?? 'other')
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
        data={allowed.map(value => ({ value, label: pauseReasonText(value) }))}
        value={reason}
        onChange={value => value && setReason(value)}
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
