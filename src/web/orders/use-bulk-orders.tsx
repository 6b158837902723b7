// A bulk act on orders: asked for first, sent in portions, told order by order; what was refused stays picked.
import { Text } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { OrderRow } from '../../orders/api.ts'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import { Problem } from '../problem.ts'
import type { BulkAction } from '../ui/list/types.ts'
import { problemText } from '../ui/problem-text.ts'
import { useBulkResults } from './BulkResults.tsx'
import { type BulkResult, inPortions, refusedOf } from './bulk-chunks.ts'

const Confirm = lazy(part(() => import('../ui/ConfirmAct.tsx').then(x => ({ default: x.Confirm }))))

export interface BulkOrders<T> {
  id: string
  icon: LucideIcon
  label: string
  /** Why nobody in this role may. */
  refusedRole: string | undefined
  /** The order that a row stands for, when the act fits it. */
  orderOf: (row: T) => OrderRow | undefined
  rowKey: (row: T) => string
  /** What a person calls the row. */
  nameOf: (row: T) => string
  noneFits: string
  title: (n: number) => string
  what: string | ((orders: readonly OrderRow[]) => ReactNode)
  danger?: boolean
  done: (n: number) => string
  send: (orders: readonly OrderRow[]) => Promise<readonly BulkResult[]>
}

interface Asking<T> {
  rows: readonly T[]
  orders: readonly OrderRow[]
  clear: (keep?: readonly string[]) => void
}

const isOrder = (order: OrderRow | undefined): order is OrderRow => order !== undefined

export function useBulkOrders<T>(given: BulkOrders<T>): {
  action: BulkAction<T>
  dialog: ReactNode
  shown: ReactNode
} {
  const { orderOf, rowKey, send } = given
  const [asking, setAsking] = useState<Asking<T> | undefined>()
  const { take, shown } = useBulkResults(given.done)
  const action: BulkAction<T> = {
    id: given.id,
    label: given.label,
    icon: given.icon,
    refuse: rows => given.refusedRole ?? (rows.some(row => orderOf(row)) ? undefined : given.noneFits),
    run: (rows, { clear }) => setAsking({ rows, orders: rows.map(orderOf).filter(isOrder), clear }),
  }
  const run = async ({ rows, orders, clear }: Asking<T>) => {
    const results = await inPortions(orders, send, failureText)
    const refused = new Set(refusedOf(results))
    take(results)
    clear(rows.filter(row => refused.has(orderOf(row)?.id ?? '')).map(rowKey))
  }
  const dialog = asking ? (
    <Suspense>
      <Confirm
        opened
        title={given.title(asking.orders.length)}
        act={given.label}
        danger={given.danger ?? false}
        onClose={() => setAsking(undefined)}
        onConfirm={() => run(asking)}
      >
        <Named rows={asking.rows} given={given} />
        {typeof given.what === 'string' ? given.what : given.what(asking.orders)}
      </Confirm>
    </Suspense>
  ) : null
  return { action, dialog, shown }
}

/** So many are named; the list behind the dialog shows them all. */
const namedMax = 20

/** Which orders it is about, and which of those picked it leaves alone. */
function Named<T>({ rows, given }: { rows: readonly T[]; given: BulkOrders<T> }) {
  const fits = rows.filter(row => given.orderOf(row))
  const left = rows.filter(row => !given.orderOf(row))
  const names = (some: readonly T[]) =>
    some.slice(0, namedMax).map(given.nameOf).join(', ') + (some.length > namedMax ? ' …' : '')
  return (
    <>
      <Text fw={600}>{names(fits)}</Text>
      {left.length > 0 ? <Text size="sm">{m.orders_bulk_left_out({ names: names(left) })}</Text> : null}
    </>
  )
}

const failureText = (failure: unknown): string =>
  failure instanceof Problem ? problemText(failure).what : m.ui_problem_server()
