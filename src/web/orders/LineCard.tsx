// One line of an order: what was asked, what is promised, what is on the table, and what may be done about it.
import { Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { cmp, decimal, sub, sum, ZERO } from '../../kernel/decimal.ts'
import type { LineDetail, OrderDetail, ProposalRow } from '../../orders/api.ts'
import { isBuyersOwn } from '../../orders/lateness.ts'
import { dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { serverClock } from '../server-clock.ts'
import { Facts } from '../ui/Facts.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { besideAsked } from './beside-asked.ts'
import classes from './orders.module.css'
import { Marks } from './Proposed.tsx'
import { KeepText, LateBadge, PromisedRows, WordBadge } from './parts.tsx'
import { lineWord } from './words.ts'

interface LineCardProps {
  line: LineDetail
  order: OrderDetail
  /** The reader's own proposal that the other side answered with one of its own. */
  before?: ProposalRow | undefined
  children?: ReactNode
}

export function LineCard({ line, order, before, children }: LineCardProps) {
  const { side } = order
  const refused = refusedOf(order, line)
  const said = order.proposals.filter(({ lineNumber }) => lineNumber === line.lineNumber)
  const buyersOwn = isBuyersOwn(line.promised, said)
  const then = buyersOwn ? undefined : askedThen(line, said)
  return (
    <Paper component="li" className={classes.line ?? ''} p="sm" withBorder>
      <Stack gap="xs">
        <LineHead line={line} order={order} />
        <Facts
          facts={[
            {
              label: buyersOwn || then || line.at === 'countered' ? m.orders_asked_first() : m.orders_asked(),
              value: <AskedValue line={line} side={side} />,
            },
            {
              label: m.orders_asked_then(),
              value: then ? <PromisedRows rows={then.promised} unit={line.unit} /> : null,
            },
            { label: m.orders_promised(), value: <PromisedValue line={line} buyersOwn={buyersOwn} side={side} /> },
            {
              label: m.orders_proposed_before(),
              value: before ? (
                <>
                  <PromisedRows rows={before.promised} unit={line.unit} />
                  {before.reason ? <Text size="sm">{before.reason}</Text> : null}
                </>
              ) : null,
            },
            {
              label: proposedBy(line, side),
              value: line.open ? (
                <div className={classes.proposal}>
                  <ProposedRows line={line} open={line.open} />
                  {line.open.reason ? <Text size="sm">{line.open.reason}</Text> : null}
                </div>
              ) : null,
            },
            {
              label: m.orders_not_accepted(),
              value: refused ? <NotAccepted refused={refused} unit={line.unit} /> : null,
            },
            { label: m.orders_reason(), value: line.rejectReason },
          ]}
        />
        {children}
      </Stack>
    </Paper>
  )
}

/** Which line it is, and how it stands in a word. */
function LineHead({ line, order: { side } }: Pick<LineCardProps, 'line' | 'order'>) {
  const less = lessOf(line)
  const own = side === 'supplier' && line.supplierPart ? line.supplierPart : line.buyerPart
  const theirs =
    side === 'supplier'
      ? line.supplierPart && m.orders_part_yours({ part: line.buyerPart })
      : line.supplierPart && m.orders_part_theirs({ part: line.supplierPart })
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div>
        <Text component="h3" fw={600} size="md">
          {line.lineNumber} · <span className="mono">{own}</span> {line.description}
        </Text>
        {theirs ? (
          <Text size="sm" c="dimmed">
            {side === 'supplier' ? line.buyerPart : theirs}
          </Text>
        ) : null}
      </div>
      <Group gap={4}>
        {line.late ? <LateBadge days={line.lateDays} /> : null}
        {less ? <StatusBadge tone="info">{m.orders_less({ quantity: less, unit: line.unit })}</StatusBadge> : null}
        <WordBadge word={lineWord(line.at, side)} />
      </Group>
    </Group>
  )
}

function AskedValue({ line, side }: Pick<PromisedProps, 'line' | 'side'>) {
  return (
    <>
      <PromisedRows rows={[{ quantity: line.quantity, date: line.needBy }]} unit={line.unit} />
      {side === 'supplier' && line.keepUntil ? <KeepText day={wanted(line)} until={line.keepUntil} /> : null}
      {line.earliest ? (
        <Text size="xs" c="var(--pw-warn)">
          {m.orders_inside({ earliest: dateText(line.earliest, serverClock.now()) })}
        </Text>
      ) : null}
    </>
  )
}

/** The buyer's own proposal that what is proposed or agreed now has answered: its days are measured against that. */
const askedThen = ({ at }: LineDetail, said: readonly ProposalRow[]): ProposalRow | undefined =>
  at === 'proposed' || at === 'agreed' ? said.filter(({ by }) => by === 'buyer').at(-1) : undefined

/** The first day that the buyer wants now. */
const wanted = ({ open, needBy }: LineDetail): string =>
  (open?.by === 'buyer' ? open.promised.map(({ date }) => date).sort()[0] : undefined) ?? needBy

interface PromisedProps {
  line: LineDetail
  /** The buyer itself has proposed it. */
  buyersOwn: boolean
  side: OrderDetail['side']
}

function PromisedValue({ line, buyersOwn, side }: PromisedProps) {
  if (line.promised.length === 0)
    return (
      <Text span c="dimmed">
        {m.orders_not_promised()}
      </Text>
    )
  const last = line.promised.at(-1)?.date
  return (
    <>
      <PromisedRows rows={line.promised} unit={line.unit} />
      {line.at === 'cancelled' ? (
        <Text size="sm" c="dimmed">
          {m.orders_promised_stays()}
        </Text>
      ) : null}
      {buyersOwn ? (
        <Text size="sm" c="dimmed">
          {side === 'buyer' ? m.orders_promised_buyers_mine() : m.orders_promised_buyers()}
        </Text>
      ) : null}
      {line.firstPromise && line.firstPromise !== last ? (
        <Text size="sm" c="dimmed">
          {m.orders_first_promise({ date: dateText(line.firstPromise, serverClock.now()) })}
        </Text>
      ) : null}
    </>
  )
}

/** Beside each day what the list says of it, too. */
function ProposedRows({ line, open }: { line: LineDetail; open: NonNullable<LineDetail['open']> }) {
  const beside = besideAsked(line, open.promised)
  return (
    <Stack gap={2}>
      {open.promised.map(each => (
        <Group key={each.date} gap={6}>
          <PromisedRows rows={[each]} unit={line.unit} />
          {/* What the buyer itself proposes is not late. */}
          <Marks of={open.by === 'supplier' ? each : { ...each, daysLate: 0 }} />
        </Group>
      ))}
      {beside ? (
        <Text size="sm" c="var(--pw-warn)">
          {beside}
        </Text>
      ) : null}
    </Stack>
  )
}

/** So much less is agreed than was asked for. */
function lessOf({ at, quantity, promised }: LineDetail): string | undefined {
  if (promised.length === 0 || at === 'cancelled' || at === 'rejected') return undefined
  const less = sub(decimal(quantity), sum(promised.map(row => decimal(row.quantity))))
  return cmp(less, ZERO) > 0 ? decimalText(less) : undefined
}

/** The supplier's last proposal, where the buyer has not accepted it and nothing was proposed since. */
function refusedOf({ proposals }: OrderDetail, { lineNumber, at, open }: LineDetail): ProposalRow | undefined {
  // Once the line is confirmed as it was asked, what was proposed before is history.
  if (open || at !== 'awaiting-answer') return undefined
  const last = proposals.filter(row => row.lineNumber === lineNumber).at(-1)
  return last?.by === 'supplier' && last.status === 'rejected' ? last : undefined
}

function NotAccepted({ refused, unit }: { refused: ProposalRow; unit: string }) {
  const { promised, decidedBy, decisionNote } = refused
  return (
    <>
      <PromisedRows rows={promised} unit={unit} />
      <Text size="sm">
        {decisionNote === ''
          ? m.orders_not_accepted_by({ name: decidedBy ?? '' })
          : m.orders_not_accepted_why({ name: decidedBy ?? '', reason: decisionNote })}
      </Text>
    </>
  )
}

function proposedBy({ open }: LineDetail, side: 'buyer' | 'supplier'): string {
  if (open?.by === side) return m.orders_proposed_by_you()
  return side === 'buyer' ? m.orders_proposed_by_supplier() : m.orders_proposed_by_buyer()
}
