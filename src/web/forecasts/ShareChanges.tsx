// What changed of a supplier's forecast, item by item: only the lines that differ, with a strip of their weeks.
import { Paper, Table, Text, Title } from '@mantine/core'
import type { ShareDetail, ShareLine } from '../../forecasts/api.ts'
import { add, type Decimal, ZERO } from '../../kernel/decimal.ts'
import { m } from '../i18n/index.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import classes from './forecasts.module.css'
import { HeatStrip } from './HeatStrip.tsx'
import { changeText } from './words.ts'

/** More than anybody reads in one go; the grid has them all. */
const shownMax = 50

export function ShareChanges({ share }: { share: ShareDetail }) {
  const changed = share.lines.filter(line => line.change !== 'same')
  if (share.supersedes === null || changed.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {m.forecasts_changes()}
      </Title>
      <Paper p={0}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
        <section className={classes.scroll} aria-label={m.forecasts_changes()} tabIndex={0}>
          <Table aria-label={m.forecasts_changes()} miw={620}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.forecasts_col_item()}</Table.Th>
                <Table.Th>{m.forecasts_col_change()}</Table.Th>
                <Table.Th>{m.forecasts_col_by_week()}</Table.Th>
                <Table.Th ta="right">{m.forecasts_col_demand()}</Table.Th>
                <Table.Th>{m.forecasts_col_ship_to()}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changed.slice(0, shownMax).map(line => (
                <Table.Tr key={line.id}>
                  <Table.Td>
                    <span className="mono">{partOf(line, share.side)}</span>{' '}
                    <Text span size="sm" c="dimmed">
                      {line.description}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <StatusBadge tone={line.change === 'new' ? 'ok' : 'info'}>{changeText(line.change)}</StatusBadge>
                  </Table.Td>
                  <Table.Td>
                    <HeatStrip quantities={line.quantities} previous={line.previous} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <QuantityText of={compared(line)} was={before(line)} unit={line.unit} />
                  </Table.Td>
                  <Table.Td>{line.shipToCode}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Paper>
      <Text size="sm" c="dimmed" mt="xs">
        {m.forecasts_strip_key()}
      </Text>
    </section>
  )
}

/** The part as its reader knows it. */
export const partOf = ({ buyerPart, supplierPart }: ShareLine, side: ShareDetail['side']): string =>
  side === 'supplier' && supplierPart !== '' ? supplierPart : buyerPart

/** Only the weeks that both releases speak of. */
const compared = ({ quantities, previous }: ShareLine): string =>
  quantities.reduce<Decimal>(
    (sum, quantity, at) => (previous[at] === null ? sum : add(sum, (quantity ?? ZERO) as Decimal)),
    ZERO,
  )
const before = ({ previous }: ShareLine): string =>
  previous.reduce<Decimal>((sum, quantity) => add(sum, (quantity ?? ZERO) as Decimal), ZERO)
