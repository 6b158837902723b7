// Reaching whoever owes an answer, from where it stands: their telephone, a note that one called, the document once more.
import { ActionIcon, Anchor, Button } from '@mantine/core'
import { type LucideIcon, Phone, PhoneOutgoing, Send } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { gatewayApi } from '../../gateway/api.ts'
import { telOf } from '../../partners/phone.ts'
import type { ClockRow } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import { useAct } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { mayCall, maySendAgain } from './may-reach.ts'

// Only for whoever has called: not in the board's own part.
const CallDialog = lazy(part(() => import('./CallDialog.tsx').then(x => ({ default: x.CallDialog }))))

interface InReachProps {
  clock: ClockRow
  /** In a list: signs, whose words are heard, and shown where one points. */
  small?: boolean
}

/** What the reader may do; nothing where nothing is waited for. */
export function InReach({ clock, small = false }: InReachProps) {
  const may = useMay()
  return (
    <>
      <CallLink clock={clock} />
      {may('clock.call') && mayCall(clock) ? <NoteCall clock={clock} small={small} /> : null}
      {may('gateway.operate') && maySendAgain(clock) ? <SendAgain clock={clock} small={small} /> : null}
    </>
  )
}

function CallLink({ clock }: { clock: ClockRow }) {
  const { contact } = clock
  if (!contact?.phone || !mayCall(clock)) return null
  return (
    <Anchor
      href={telOf(contact.phone)}
      size="sm"
      style={{ whiteSpace: 'nowrap' }}
      aria-label={m.sla_call_who({ name: contact.name, phone: contact.phone })}
    >
      <Phone size={13} aria-hidden /> {contact.phone}
    </Anchor>
  )
}

function NoteCall({ clock, small }: Required<InReachProps>) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Act icon={PhoneOutgoing} label={m.sla_called()} small={small} onClick={() => setOpen(true)} />
      {open ? (
        <Suspense>
          <CallDialog clock={clock} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function SendAgain({ clock, small }: Required<InReachProps>) {
  const resend = useAct(gatewayApi.resend, { done: m.sla_sent_again(), changes: ['interchange', 'clock'] })
  const send = () => resend.mutate({ params: { interchangeId: clock.sentIn ?? '' } })
  return <Act icon={Send} label={m.sla_send_again()} small={small} loading={resend.isPending} onClick={send} />
}

interface ActProps {
  icon: LucideIcon
  label: string
  small: boolean
  loading?: boolean
  onClick: () => void
}

function Act({ icon: Icon, label, small, loading = false, onClick }: ActProps) {
  if (small)
    return (
      <ActionIcon variant="default" aria-label={label} title={label} loading={loading} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    )
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      loading={loading}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
