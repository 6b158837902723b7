// Lines that the buyer takes back; beside each how much of it is on its way, which stays agreed.
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type LineDetail, type OrderDetail, ordersApi } from '../../orders/api.ts'
import { mayHappenTo } from '../../orders/order-line.ts'
import { type ShippedLine, shipmentsApi } from '../../shipments/api.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'

interface CancelLinesProps {
  order: OrderDetail
  opened: boolean
  onClose: () => void
}

export function CancelLines({ order, opened, onClose }: CancelLinesProps) {
  const [picked, setPicked] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const act = useAct(ordersApi.cancel, { quiet: true, changes: ['order', 'clock'], done: m.orders_cancelled_done() })
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
          <Choices order={order} />
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

/** There while the dialog is open. */
function Choices({ order }: { order: OrderDetail }) {
  const shipments = useEndpoint(
    shipmentsApi.ofOrder,
    { params: { orderId: order.id } },
    { watch: [`order:${order.id}`, 'ship-notice'], keep: false },
  )
  const shippedOf = ({ lineNumber }: LineDetail) =>
    shipments.data?.lines.find(line => line.lineNumber === lineNumber && line.at !== 'none')
  return (
    <Stack gap="xs" mt="xs">
      {order.lines
        .filter(line => mayHappenTo(line, 'line.cancelled'))
        .map(line => {
          const shipped = shippedOf(line)
          return (
            <Checkbox
              key={line.id}
              value={String(line.lineNumber)}
              label={`${line.lineNumber} · ${line.buyerPart} ${line.description}`}
              description={shipped && staysText(shipped)}
              disabled={shipped?.at === 'shipped'}
            />
          )
        })}
    </Stack>
  )
}

const staysText = ({ at, shipped, unit }: ShippedLine): string =>
  at === 'shipped' ? m.orders_cancel_shipped() : m.orders_cancel_stays({ quantity: decimalText(shipped), unit })
