// What may be done about a lateness: the buyer excuses it, lets what is disputed stand, takes an excuse back; the supplier says
// to have seen it, and disputes it.
import { Button } from '@mantine/core'
import { Eye } from 'lucide-react'
import { type ClockRow, slaApi } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { WordsAct } from '../ui/WordsAct.tsx'
import { ExcuseFields, useFault } from './ExcuseFields.tsx'
import { mayExcuse, maySee } from './may-excuse.ts'

type Breached = Pick<ClockRow, 'id' | 'kind' | 'state' | 'disputed' | 'seen'>

/** By whoever owes the answer: its time runs on, and nobody need be reminded of it any more. */
function SeenAct({ clock }: { clock: Breached }) {
  const see = useAct(slaApi.saySeen, { done: m.sla_see_done(), changes: ['clock'] })
  if (!useMay()('clock.see') || clock.seen || !maySee(clock)) return null
  return (
    <Button
      variant="default"
      leftSection={<Eye size={14} aria-hidden />}
      loading={see.isPending}
      onClick={() => see.mutate({ params: { clockId: clock.id } })}
    >
      {m.sla_see()}
    </Button>
  )
}

export function BreachActs({ clock }: { clock: Breached }) {
  const may = useMay()
  const decides = may('clock.excuse')
  return (
    <>
      <SeenAct clock={clock} />
      {decides && mayExcuse(clock) ? <ExcuseAct clockId={clock.id} /> : null}
      {decides && clock.disputed ? <UpholdAct clockId={clock.id} /> : null}
      {decides && clock.state === 'excused' ? <TakeBackAct clockId={clock.id} /> : null}
      {may('clock.dispute') && mayExcuse(clock) && !clock.disputed ? <DisputeAct clockId={clock.id} /> : null}
    </>
  )
}

function ExcuseAct({ clockId }: { clockId: string }) {
  const [fault, setFault] = useFault()
  const excuse = useAct(slaApi.excuse, { done: m.sla_excuse_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_excuse()}
      title={m.sla_excuse_title()}
      what={m.sla_excuse_what()}
      words={m.sla_excuse_note()}
      onSay={note => excuse.mutateAsync({ params: { clockId }, body: { ...fault, note } })}
    >
      <ExcuseFields fault={fault} onChange={setFault} />
    </WordsAct>
  )
}

function UpholdAct({ clockId }: { clockId: string }) {
  const decide = useAct(slaApi.decideDispute, { done: m.sla_uphold_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_uphold()}
      title={m.sla_uphold_title()}
      what={m.sla_uphold_what()}
      words={m.sla_uphold_note()}
      onSay={note => decide.mutateAsync({ params: { clockId }, body: { outcome: 'upheld', note } })}
    />
  )
}

function TakeBackAct({ clockId }: { clockId: string }) {
  const takeBack = useAct(slaApi.takeBackExcuse, { done: m.sla_excuse_back_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_excuse_back()}
      title={m.sla_excuse_back_title()}
      what={m.sla_excuse_back_what()}
      words={m.sla_excuse_back_note()}
      onSay={note => takeBack.mutateAsync({ params: { clockId }, body: { note } })}
    />
  )
}

function DisputeAct({ clockId }: { clockId: string }) {
  const dispute = useAct(slaApi.dispute, { done: m.sla_dispute_done(), changes: ['clock'] })
  return (
    <WordsAct
      label={m.sla_dispute()}
      title={m.sla_dispute_title()}
      what={m.sla_dispute_what()}
      words={m.sla_dispute_words()}
      onSay={words => dispute.mutateAsync({ params: { clockId }, body: { words } })}
    />
  )
}
