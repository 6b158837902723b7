// Rows of quantity and day to type a promise into: one for another date or quantity, several for a split.
import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { add, type Decimal, isDecimal, readDecimal, ZERO } from '../../kernel/decimal.ts'
import { SPLIT_MAX } from '../../orders/order-line.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { DateField, QuantityField } from '../ui/fields.tsx'
import type { Fault } from './answer-check.ts'

export interface TypedRow {
  quantity: string
  date: string
}

interface PromiseRowsProps {
  rows: readonly TypedRow[]
  onChange: (rows: TypedRow[]) => void
  ordered: string
  unit: string
  /** Several deliveries may be typed. */
  split: boolean
  /** Which of the two can be changed; both unless said. */
  only?: 'date' | 'quantity' | undefined
  /** What is wrong, each at its field. */
  faults?: readonly Fault[] | undefined
}

export function PromiseRows({ rows, onChange, ordered, unit, split, only, faults = [] }: PromiseRowsProps) {
  const faultAt = (row: number, field: Fault['field']) =>
    faults.find(fault => fault.row === row && fault.field === field)?.text
  const change = (index: number, part: Partial<TypedRow>) =>
    onChange(rows.map((row, i) => (i === index ? { ...row, ...part } : row)))
  return (
    <Stack gap="xs">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing but their place
        <Group key={index} gap="xs" align="flex-start" wrap="nowrap">
          {only === 'date' ? null : (
            <QuantityField
              label={m.orders_col_quantity()}
              unit={unit}
              value={row.quantity}
              onChange={quantity => change(index, { quantity })}
              error={faultAt(index, 'quantity')}
              style={{ flex: 1, minWidth: 0 }}
            />
          )}
          {only === 'quantity' ? null : (
            <DateField
              label={m.orders_delivery_date()}
              value={row.date}
              onChange={date => change(index, { date })}
              error={faultAt(index, 'date')}
              style={{ flex: 1, minWidth: 0 }}
            />
          )}
          {split && rows.length > 1 ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              mt={25}
              aria-label={m.orders_split_remove({ n: index + 1 })}
              onClick={() => onChange(rows.filter((_, i) => i !== index))}
            >
              <X size={16} aria-hidden />
            </ActionIcon>
          ) : null}
        </Group>
      ))}
      {split ? (
        <Group justify="space-between">
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden />}
            disabled={rows.length >= SPLIT_MAX}
            onClick={() => onChange([...rows, { quantity: '', date: '' }])}
          >
            {m.orders_split_add()}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {m.orders_split_total({ total: decimalText(totalOf(rows)), ordered: decimalText(ordered), unit })}
          </Text>
        </Group>
      ) : null}
    </Stack>
  )
}

function totalOf(rows: readonly TypedRow[]): Decimal {
  return rows.reduce((sum, row) => {
    const read = readDecimal(row.quantity)
    return isDecimal(read) ? add(sum, read) : sum
  }, ZERO)
}
