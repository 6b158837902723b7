// On an order's page, for both sides: how far each line is on its way, and until when the ship notices are due.
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Truck } from 'lucide-react'
import { type ShippedLine, shipmentsApi } from '../../shipments/api.ts'
import { totalOf } from '../../shipments/ship-notice.ts'
import type { ClockSummary } from '../../sla/api.ts'
import { Go, useLink } from '../go.tsx'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { DueLine } from '../sla/DueBadge.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Day } from '../ui/When.tsx'
import { shippedText, shippedTone, stateText, stateTone } from './words.ts'

interface OrderShipmentsProps {
  orderId: string
  /** Those that run for ship notices of this order. */
  clocks: readonly ClockSummary[]
}

export function OrderShipments({ orderId, clocks }: OrderShipmentsProps) {
  const asked = useEndpoint(
    shipmentsApi.ofOrder,
    { params: { orderId } },
    { watch: [`order:${orderId}`, 'ship-notice'], keep: false },
  )
  const may = useMay()
  const link = useLink()
  if (asked.error && !asked.data) return <ProblemAlert problem={asked.error} onRetry={() => void asked.refetch()} />
  const shipments = asked.data
  // Where they are not agreed nothing is said of them.
  if (!shipments || (!shipments.agreed && shipments.notices.length === 0)) return null
  const lines = shipments.lines.filter(({ promised, at }) => promised.length > 0 || at !== 'none')
  const sends =
    shipments.side === 'supplier' &&
    shipments.agreed &&
    may('shipNotice.send') &&
    lines.some(({ open }) => open !== '0')
  return (
    <Paper p="sm" withBorder>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h4">
          {m.shipments_block()}
        </Title>
        {sends ? (
          <Button
            component="a"
            variant="default"
            leftSection={<Truck size={16} aria-hidden />}
            {...link(`/orders/${orderId}/ship`)}
          >
            {m.shipments_send()}
          </Button>
        ) : null}
      </Group>
      <Stack gap="xs">
        {lines.length === 0 ? (
          <Text size="sm" c="dimmed">
            {m.shipments_block_none()}
          </Text>
        ) : null}
        {lines.map(line => (
          <Line key={line.lineNumber} line={line} clocks={clocks} />
        ))}
        {shipments.notices.map(({ id, number, shipDate, state }) => (
          <Group key={id} gap="xs">
            <Go to={`/ship-notices/${id}`} size="sm">
              {m.shipments_notice({ number })}
            </Go>
            <Text span size="sm">
              <Day date={shipDate} />
            </Text>
            <StatusBadge tone={stateTone[state]}>{stateText(state)}</StatusBadge>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}

function Line({ line, clocks }: { line: ShippedLine; clocks: readonly ClockSummary[] }) {
  const due = clocks.filter(({ lines, stoppedAt }) => stoppedAt === null && lines?.includes(line.lineNumber))
  const agreed = totalOf(line.promised)
  return (
    <div>
      <Group gap="xs">
        <Text span size="sm" fw={600}>
          {m.shipments_line({ n: line.lineNumber })}
        </Text>
        <StatusBadge tone={shippedTone[line.at]}>{shippedText(line.at)}</StatusBadge>
        <Text span size="sm">
          {m.shipments_of({ shipped: decimalText(line.shipped), agreed: decimalText(agreed), unit: line.unit })}
        </Text>
      </Group>
      {due.map(clock => (
        <Group key={clock.id} gap={6}>
          <Text span size="sm">
            {m.shipments_due()}
          </Text>
          <DueLine clock={clock} />
        </Group>
      ))}
    </div>
  )
}
