// Small pieces that several pages of orders draw alike: a state, a promise, the item of a row.
import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { OrderRow } from '../../orders/api.ts'
import type { Promised } from '../../orders/order-line.ts'
import { dateText, decimalText, instantText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { TestBadge } from '../partners/TestNote.tsx'
import { serverClock } from '../server-clock.ts'
import { Explained } from '../ui/Explained.tsx'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Day } from '../ui/When.tsx'
import classes from './orders.module.css'
import { PriorityBadge } from './PriorityBadge.tsx'
import { statusWord, type Word, waitsForPeople } from './words.ts'

export const WordBadge = ({ word }: { word: Word }) => <StatusBadge tone={word.tone}>{word.text}</StatusBadge>

/** The number, and that it is hot. */
export const NumberCell = ({ order: { number, priority } }: { order: OrderRow }) => (
  <>
    <span className={classes.whole}>{number}</span> <PriorityBadge priority={priority} />
  </>
)

interface OrderStatusProps {
  order: OrderRow
  side: 'buyer' | 'supplier'
  /** Whether a clock runs for the answer. */
  timed: boolean
  /** When the answer is due. */
  children?: ReactNode
}

export function OrderStatusBadge({ order, side, timed, children }: OrderStatusProps) {
  return (
    <Group gap={4}>
      <WordBadge word={statusWord(order.status, side, order)} />
      {waitsForPeople(order) ? <StatusBadge tone="warn">{m.orders_unseen()}</StatusBadge> : null}
      <TestBadge of={order} timed={timed} />
      {order.late ? <LateBadge days={order.lateDays} /> : null}
      {children}
    </Group>
  )
}

/** Until when an answer keeps the day asked for. */
export const KeepText = ({ day, until }: NonNullable<OrderRow['keep']>) => (
  <Text size="xs" c="var(--pw-warn)">
    {m.orders_keep({
      until: instantText(new Date(until), serverClock.now()),
      day: dateText(day, serverClock.now()),
    })}
  </Text>
)

/** Late, and why it is called so. `days` after the day asked for; null: nothing is promised. */
export function LateBadge({ days }: { days: number | null }) {
  return (
    <Explained lines={[days === null ? m.orders_late_none() : m.orders_late_days({ n: days })]}>
      <StatusBadge tone="late">{m.orders_late()}</StatusBadge>
    </Explained>
  )
}

/** One row of a split under the other. */
export function PromisedRows({ rows, unit }: { rows: readonly Promised[]; unit: string }) {
  return (
    <Stack gap={0}>
      {rows.map(({ quantity, date }) => (
        <span key={date} style={{ whiteSpace: 'nowrap' }}>
          <QuantityText of={quantity} unit={unit} /> · <Day date={date} />
        </span>
      ))}
    </Stack>
  )
}

/** The item of the line that the row speaks of, and how many more there are. */
export function ItemCell({ order, side }: { order: OrderRow; side: Side }) {
  return (
    <span>
      <span className="mono">{partOf(order, side)}</span>{' '}
      <Text span size="sm" c="dimmed">
        {describedWords(order)}
      </Text>
    </span>
  )
}

type Side = 'buyer' | 'supplier'

const partOf = (order: OrderRow, side: Side): string =>
  side === 'supplier' && order.supplierPart ? order.supplierPart : order.buyerPart

const describedWords = ({ description, lineCount }: OrderRow): string =>
  lineCount > 1 ? `${description} ${m.orders_more_lines({ n: lineCount - 1 })}` : description

/** As an export says it. */
export const itemWords = (order: OrderRow, side: Side): string => `${partOf(order, side)} ${describedWords(order)}`

export const quantityWords = (order: OrderRow): string => `${decimalText(order.quantity)} ${order.unit}`
