// The buyer's side of an order's lines: proposals to decide on, and lines to take back.
import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { CheckCheck, Mail } from 'lucide-react'
import { useState } from 'react'
import { type OrderDetail, ordersApi } from '../../orders/api.ts'
import { mayHappen } from '../../orders/order-line.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { DecideLine } from './DecideLine.tsx'
import { LineCard } from './LineCard.tsx'
import { Invite, NobodySees } from './NobodySees.tsx'
import classes from './orders.module.css'

export function BuyerLines({ order }: { order: OrderDetail }) {
  const open = order.lines.flatMap(line => (line.at === 'proposed' && line.open ? [line.open.id] : []))
  const cancellable = order.lines.filter(line => mayHappen(line.at, 'line.cancelled'))
  const [cancelling, setCancelling] = useState(false)
  const agree = useAct(ordersApi.decide, {
    changes: ['order', 'clock'],
    done: ({ version }) => m.orders_decided({ number: order.number, version }),
  })
  const agreeAll = () =>
    agree.mutate({
      params: { orderId: order.id },
      body: { version: order.version, decisions: open.map(proposalId => ({ proposalId, act: 'accept' })) },
    })
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2}>{m.orders_lines()}</Title>
        <Group gap="xs">
          {cancellable.length > 0 ? (
            <Button variant="default" onClick={() => setCancelling(true)}>
              {m.orders_cancel_lines()}
            </Button>
          ) : null}
          {open.length > 1 ? (
            <Button leftSection={<CheckCheck size={16} aria-hidden />} loading={agree.isPending} onClick={agreeAll}>
              {m.orders_agree_all()}
            </Button>
          ) : null}
        </Group>
      </Group>
      <ByMail order={order} deciding={open.length > 0} />
      <NobodySees order={order} />
      {order.answerWanted ? null : <Alert variant="light">{m.orders_by_silence()}</Alert>}
      <ol className={classes.lines}>
        {order.lines.map(line => (
          <LineCard key={line.id} line={line} order={order}>
            {line.at === 'proposed' && line.open ? (
              <DecideLine key={line.open.id} order={order} line={line} open={line.open} />
            ) : null}
          </LineCard>
        ))}
      </ol>
      <CancelLines order={order} opened={cancelling} onClose={() => setCancelling(false)} />
    </Stack>
  )
}

/** Of what is decided by mail: where it will go, and where it went while an answer to it is still wanted. */
function ByMail({ order, deciding }: { order: OrderDetail; deciding: boolean }) {
  const asked = order.lines.some(({ at }) => at === 'countered')
  if (order.decisionBy !== 'mail' || !(deciding || asked)) return null
  const { name } = order.supplier
  return (
    <Alert variant="light" icon={<Mail size={18} aria-hidden />}>
      <Text size="sm">{byMailText(order, deciding)}</Text>
      {order.nobodyOpens && order.contactEmail ? (
        <>
          <Text size="sm">{m.orders_by_mail_nobody({ name })}</Text>
          <Invite name={name} relationshipId={order.relationshipId} />
        </>
      ) : null}
    </Alert>
  )
}

function byMailText({ contactEmail: email }: OrderDetail, deciding: boolean): string {
  if (!email) return m.orders_by_mail_none()
  return deciding ? m.orders_by_mail({ email }) : m.orders_by_mail_went({ email })
}

interface CancelLinesProps {
  order: OrderDetail
  opened: boolean
  onClose: () => void
}

function CancelLines({ order, opened, onClose }: CancelLinesProps) {
  const [picked, setPicked] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const act = useAct(ordersApi.cancel, { quiet: true, changes: ['order', 'clock'], done: m.orders_cancelled_done() })
  const open = order.lines.filter(line => mayHappen(line.at, 'line.cancelled'))
  const whyNot =
    picked.length === 0 ? m.orders_cancel_none() : reason.trim() === '' ? m.orders_cancel_no_reason() : undefined
  const send = () =>
    act.mutate(
      { params: { orderId: order.id }, body: { version: order.version, lineNumbers: picked.map(Number), reason } },
      {
        onSuccess: () => {
          setPicked([])
          setReason('')
          onClose()
        },
      },
    )
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={m.orders_cancel_title({ number: order.number })}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <Stack>
        <div>{m.orders_cancel_what()}</div>
        <Checkbox.Group value={picked} onChange={setPicked} label={m.orders_lines()}>
          <Stack gap="xs" mt="xs">
            {open.map(line => (
              <Checkbox
                key={line.id}
                value={String(line.lineNumber)}
                label={`${line.lineNumber} · ${line.buyerPart} ${line.description}`}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          label={m.orders_reason()}
          description={m.orders_reason_wanted()}
          required
          maxLength={500}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <ProblemAlert problem={act.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {m.ui_cancel()}
          </Button>
          {whyNot && !act.isPending ? (
            <Text size="sm" role="status">
              {whyNot}
            </Text>
          ) : null}
          <Button color="red" loading={act.isPending} disabled={whyNot !== undefined} onClick={send}>
            {m.orders_cancel_act()}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
