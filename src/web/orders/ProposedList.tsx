// The proposals of several orders, one by one, as they are asked about before all of them are decided on.
import { Table, Text } from '@mantine/core'
import type { OrderRow } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { QuantityText } from '../ui/QuantityText.tsx'
import { Day } from '../ui/When.tsx'
import { Promises } from './Proposed.tsx'

/** Order by order: asked for, and what is proposed instead. */
export function ProposedList({ orders }: { orders: readonly OrderRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section style={{ maxHeight: '20rem', overflow: 'auto' }} tabIndex={0} aria-label={m.orders_proposed()}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.orders_col_number()}</Table.Th>
            <Table.Th>{m.orders_asked()}</Table.Th>
            <Table.Th>{m.orders_proposed()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.flatMap(({ id, number, proposed }) =>
            proposed.map(each => (
              <Table.Tr key={`${id} ${each.lineNumber}`}>
                <Table.Td>
                  {number} <span className="mono">{each.buyerPart}</span>
                </Table.Td>
                <Table.Td>
                  <QuantityText of={each.quantity} unit={each.unit} /> · <Day date={each.needBy} />
                </Table.Td>
                <Table.Td>
                  <Promises of={each} />
                  {each.reason ? (
                    <Text size="xs" c="dimmed">
                      {each.reason}
                    </Text>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </section>
  )
}
