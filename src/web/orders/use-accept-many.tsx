// Accepting all that is open in many orders, from whichever list they were picked.
import { Check } from 'lucide-react'
import { type OrderRow, ordersApi } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMay } from '../shell/me.ts'
import { useBulkOrders } from './use-bulk-orders.tsx'

export function useAcceptMany<T>(
  orderOf: (row: T) => OrderRow | undefined,
  rowKey: (row: T) => string,
  nameOf: (row: T) => string,
) {
  const mayAnswer = useMay()('order.answer')
  const act = useAct(ordersApi.acceptMany, { changes: ['order', 'clock'] })
  return useBulkOrders<T>({
    id: 'accept',
    icon: Check,
    label: m.orders_accept_many(),
    refusedRole: mayAnswer ? undefined : m.orders_role_refuses(),
    orderOf: row => {
      const order = orderOf(row)
      return order && order.awaitingCount > 0 ? order : undefined
    },
    rowKey,
    nameOf,
    noneFits: m.orders_accept_many_refuse(),
    title: n => m.orders_accept_many_title({ n }),
    what: m.orders_accept_many_what(),
    done: n => m.orders_accept_many_done({ n }),
    send: async rows => {
      const orders = rows.map(({ id, version }) => ({ orderId: id, version }))
      return (await act.mutateAsync({ body: { orders } })).results
    },
  })
}
