// What suppliers propose, where many orders stand together: quantity, day, how late, and days on which they are closed.
import { Stack, Text } from '@mantine/core'
import type { OrderRow, WeighedPromise } from '../../orders/api.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { Day } from '../ui/When.tsx'
import classes from './orders.module.css'

type Proposed = OrderRow['proposed'][number]

/** The day promised, or what is proposed for the buyer to decide on. */
export function PromisedCell({ order, side }: { order: OrderRow; side: 'buyer' | 'supplier' }) {
  if (side === 'buyer' && order.proposed.length > 0) return <ProposedCell order={order} />
  return <span className={classes.whole}>{order.promisedBy ? <Day date={order.promisedBy} /> : '–'}</span>
}

function ProposedCell({ order }: { order: OrderRow }) {
  return (
    <Stack gap={2}>
      <Text span size="xs" c="dimmed">
        {m.orders_proposed()}
      </Text>
      {order.proposed.map(each => (
        <div key={each.lineNumber}>
          {/* The row speaks of one line, the proposals are of all. */}
          {order.lineCount > 1 ? <span className="mono">{each.buyerPart}</span> : null}
          <Promises of={each} />
        </div>
      ))}
    </Stack>
  )
}

export function Promises({ of: { promised, quantity, unit } }: { of: Proposed }) {
  const whole = promised.length === 1 && promised[0]?.quantity === quantity
  return (
    <Stack gap={2}>
      {promised.map(each => (
        <span key={each.date}>
          <span className={classes.whole}>
            {whole
              ? null
              : `${m.orders_proposed_less({ quantity: decimalText(each.quantity), asked: decimalText(quantity) })} ${unit} · `}
            <Day date={each.date} />
          </span>{' '}
          <Marks of={each} />
        </span>
      ))}
    </Stack>
  )
}

/** How far a promise is from the day asked for, and whether the supplier works on its day. */
export function Marks({ of: { daysLate, closed } }: { of: WeighedPromise }) {
  return (
    <>
      {daysLate > 0 ? <StatusBadge tone="late">{m.orders_days_late({ n: daysLate })}</StatusBadge> : null}
      {daysLate < 0 ? <StatusBadge tone="info">{m.orders_days_early({ n: -daysLate })}</StatusBadge> : null}
      {closed ? <StatusBadge tone="warn">{m.orders_day_closed()}</StatusBadge> : null}
    </>
  )
}
