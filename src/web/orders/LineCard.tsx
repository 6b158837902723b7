// One line of an order: what was asked, what is promised, what is on the table, and what may be done about it.
import { Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { LineDetail, ProposalRow } from '../../orders/api.ts'
import { dateText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { serverClock } from '../server-clock.ts'
import { Facts } from '../ui/Facts.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import classes from './orders.module.css'
import { PromisedRows, WordBadge } from './parts.tsx'
import { lineWord } from './words.ts'

interface LineCardProps {
  line: LineDetail
  side: 'buyer' | 'supplier'
  /** The reader's own proposal that the other side answered with one of its own. */
  before?: ProposalRow | undefined
  children?: ReactNode
}

export function LineCard({ line, side, before, children }: LineCardProps) {
  const own = side === 'supplier' && line.supplierPart ? line.supplierPart : line.buyerPart
  const theirs =
    side === 'supplier'
      ? line.supplierPart && m.orders_part_yours({ part: line.buyerPart })
      : line.supplierPart && m.orders_part_theirs({ part: line.supplierPart })
  return (
    <Paper component="li" className={classes.line ?? ''} p="sm" withBorder>
      <Stack gap="xs">
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
            {line.late ? <StatusBadge tone="late">{m.orders_late()}</StatusBadge> : null}
            <WordBadge word={lineWord(line.at, side)} />
          </Group>
        </Group>
        <Facts
          facts={[
            {
              label: m.orders_asked(),
              value: <PromisedRows rows={[{ quantity: line.quantity, date: line.needBy }]} unit={line.unit} />,
            },
            { label: m.orders_promised(), value: <PromisedValue line={line} /> },
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
                  <PromisedRows rows={line.open.promised} unit={line.unit} />
                  {line.open.reason ? <Text size="sm">{line.open.reason}</Text> : null}
                </div>
              ) : null,
            },
            { label: m.orders_reason(), value: line.rejectReason },
          ]}
        />
        {children}
      </Stack>
    </Paper>
  )
}

function PromisedValue({ line }: { line: LineDetail }) {
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
      {line.firstPromise && line.firstPromise !== last ? (
        <Text size="sm" c="dimmed">
          {m.orders_first_promise({ date: dateText(line.firstPromise, serverClock.now()) })}
        </Text>
      ) : null}
    </>
  )
}

function proposedBy({ open }: LineDetail, side: 'buyer' | 'supplier'): string {
  if (open?.by === side) return m.orders_proposed_by_you()
  return side === 'buyer' ? m.orders_proposed_by_supplier() : m.orders_proposed_by_buyer()
}
