// Stops a clock for a reason, or lets it go on: for the side that may.
import { Button } from '@mantine/core'
import { Play } from 'lucide-react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMay, useMe } from '../shell/me.ts'
import { WordsAct } from '../ui/WordsAct.tsx'
import { usePauseReason } from './pause-reason.tsx'
import { pauseWhatText } from './words.ts'

type Pausing = Pick<ClockRow, 'id' | 'kind' | 'pausableFor' | 'mayResume'>

/** What the reader may do about a clock's standing still: the server says for what, and whether. */
export function PauseActs({ clock }: { clock: Pausing }) {
  const may = useMay()
  if (!may('clock.pause')) return null
  return (
    <>
      {clock.pausableFor.length > 0 ? <PauseAct clock={clock} /> : null}
      {clock.mayResume ? <ResumeAct clockId={clock.id} /> : null}
    </>
  )
}

function PauseAct({ clock }: { clock: Pausing }) {
  const { id: clockId, pausableFor } = clock
  const isBuyer = useMe().organization?.side === 'buyer'
  const { reason, choice } = usePauseReason(pausableFor)
  const pause = useAct(slaApi.pause, { done: m.sla_pause_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_pause()}
      title={m.sla_pause_title()}
      what={pauseWhatText([clock], isBuyer)}
      words={m.sla_pause_note()}
      onSay={note => pause.mutateAsync({ params: { clockId }, body: { reason, note } })}
    >
      {choice}
    </WordsAct>
  )
}

function ResumeAct({ clockId }: { clockId: string }) {
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
