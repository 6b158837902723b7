// One order, for both sides: the supplier answers it here, the buyer decides on what is proposed.
import { Group, Paper, Stack, Text } from '@mantine/core'
import { Fragment, useEffect, useRef } from 'react'
import { type OrderDetail, ordersApi } from '../../orders/api.ts'
import { isPartlyRejected } from '../../orders/order-line.ts'
import { call } from '../api.ts'
import { useParam } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { TestNote } from '../partners/TestNote.tsx'
import { useEndpoint } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { OrderShipments } from '../shipments/OrderShipments.tsx'
import { BreachActs } from '../sla/BreachActs.tsx'
import { CancelledLine, DisputesOf, ExcuseLine } from '../sla/BreachLines.tsx'
import { DisputedBadge } from '../sla/cells.tsx'
import { DecisionLine, DueLine, useRoundsOf } from '../sla/DueBadge.tsx'
import { PauseActs } from '../sla/PauseActs.tsx'
import { PausedLine } from '../sla/PauseLines.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { AnswerPanel, LinesRead } from './AnswerPanel.tsx'
import { BuyerLines } from './BuyerLines.tsx'
import { OrderDocuments, OrderFacts, OrderHistory } from './OrderAside.tsx'
import classes from './orders.module.css'
import { PriorityBadge } from './PriorityBadge.tsx'
import { WordBadge } from './parts.tsx'
import { statusWord } from './words.ts'

export function OrderPage() {
  const orderId = useParam('orderId')
  const order = useEndpoint(
    ordersApi.get,
    { params: { orderId } },
    { watch: [`order:${orderId}`, 'document'], keep: false },
  )
  useNoteViewed(order.data)
  if (order.error && !order.data) return <ProblemAlert problem={order.error} onRetry={() => void order.refetch()} />
  if (!order.data) return <ListSkeleton />
  return <OrderShown order={order.data} />
}

function OrderShown({ order }: { order: OrderDetail }) {
  const may = useMay()
  const { answers: rounds, decisions, notices } = useRoundsOf(order.id)
  const supplier = order.side === 'supplier'
  const partlyRejected = isPartlyRejected(order.lines.map(({ at }) => at))
  const other = supplier ? order.buyer.name : order.supplier.name
  const trail = supplier ? { label: m.orders_inbox(), to: '/inbox' } : { label: m.orders_title(), to: '/orders' }
  return (
    <>
      <PageHeader
        title={m.orders_order({ number: order.number })}
        trail={[trail]}
        lead={other}
        status={
          <Group gap="xs">
            <PriorityBadge priority={order.priority} />
            <WordBadge word={statusWord(order.status, order.side, { ...order, partlyRejected })} />
            {rounds.map(clock => (
              <DueLine key={clock.id} clock={clock} />
            ))}
            {rounds.map(clock => (
              <DisputedBadge key={clock.id} clock={clock} />
            ))}
          </Group>
        }
        actions={rounds.map(clock => (
          <Fragment key={clock.id}>
            <BreachActs clock={clock} />
            <PauseActs clock={clock} />
          </Fragment>
        ))}
      />
      <div className={classes.page}>
        <Stack gap="sm">
          <NoteOf order={order} />
          <TestNote of={order} timed={rounds.length > 0} />
          {decisions.map(clock => (
            <DecisionLine key={clock.id} clock={clock} buyer={order.buyer.name} />
          ))}
          <Lines order={order} may={may} />
        </Stack>
        <Stack gap="sm">
          {rounds.map(clock => (
            <CancelledLine key={clock.id} cancelledWhy={clock.cancelledWhy} />
          ))}
          {rounds.map(clock => (
            <PausedLine key={clock.id} clock={clock} />
          ))}
          {rounds.map(clock => (
            <ExcuseLine key={clock.id} excuse={clock.excuse} zone={clock.zone} />
          ))}
          {rounds.map(clock => (
            <DisputesOf key={clock.id} clock={clock} />
          ))}
          <OrderFacts order={order} />
          <OrderShipments orderId={order.id} clocks={notices} />
          <OrderDocuments order={order} mayOpen={may('gateway.view')} />
          <OrderHistory order={order} />
        </Stack>
      </div>
    </>
  )
}

/** What the buyer has written on it: read before the lines, for it may change the answer. */
function NoteOf({ order: { note, buyer } }: { order: OrderDetail }) {
  if (note === '') return null
  return (
    <Paper p="sm" withBorder>
      <Text size="sm" c="dimmed">
        {m.orders_note_from({ name: buyer.name })}
      </Text>
      <Text style={{ whiteSpace: 'pre-line' }}>{note}</Text>
    </Paper>
  )
}

function Lines({ order, may }: { order: OrderDetail; may: ReturnType<typeof useMay> }) {
  if (order.side === 'supplier')
    return may('order.answer') ? <AnswerPanel key={order.id} order={order} /> : <LinesRead order={order} />
  return may('order.decide') ? <BuyerLines order={order} /> : <LinesRead order={order} />
}

/** The supplier's first look is a fact that the buyer sees. */
function useNoteViewed(order: OrderDetail | undefined) {
  const noted = useRef('')
  useEffect(() => {
    if (order?.side !== 'supplier' || order.viewedAt || noted.current === order.id) return
    noted.current = order.id
    // Whether it was noted matters to the buyer only; the reader is not bothered with a failure.
    call(ordersApi.view, { params: { orderId: order.id } }).catch(() => undefined)
  }, [order])
}
