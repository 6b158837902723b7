// That an order is hot, in words, a sign and a colour.
import { Flame } from 'lucide-react'
import type { Priority } from '../../orders/priority.ts'
import { m } from '../i18n/index.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'

/** Nothing is said of what is normal, nor of what is no order. */
export const PriorityBadge = ({ priority }: { priority: Priority | null }) =>
  priority === 'hot' ? (
    <StatusBadge tone="warn" icon={Flame}>
      {m.orders_priority_hot()}
    </StatusBadge>
  ) : null
