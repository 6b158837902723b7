// The buyer's side of an order's lines: proposals to decide on, and lines to take back.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { CheckCheck, Mail } from 'lucide-react'
import { useState } from 'react'
import { type OrderDetail, ordersApi } from '../../orders/api.ts'
import { mayHappenTo } from '../../orders/order-line.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { CancelLines } from './CancelLines.tsx'
import { DecideLine } from './DecideLine.tsx'
import { LineCard } from './LineCard.tsx'
import { Invite, NobodySees } from './NobodySees.tsx'
import classes from './orders.module.css'

export function BuyerLines({ order }: { order: OrderDetail }) {
  const open = order.lines.flatMap(line => (line.at === 'proposed' && line.open ? [line.open.id] : []))
  const cancellable = order.lines.filter(line => mayHappenTo(line, 'line.cancelled'))
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
