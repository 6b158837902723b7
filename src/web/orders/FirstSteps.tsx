// What is entered before the first call-off, in its order: what is done has a tick, what comes next is a link.
import { List, Text, ThemeIcon } from '@mantine/core'
import { Check, Circle } from 'lucide-react'
import type { ReactNode } from 'react'
import { itemsApi } from '../../items/api.ts'
import { ordersApi } from '../../orders/api.ts'
import { partnersApi } from '../../partners/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'

interface Step {
  to: string
  label: string
  why: string
  done: boolean
}

/** Undefined until it is known what is there already. */
function useFirstSteps(): readonly Step[] | undefined {
  const one = { query: { limit: 1 } }
  const choices = useEndpoint(ordersApi.choices, { query: {} }, { watch: ['item', 'site', 'supplier-item'] })
  const suppliers = useEndpoint(partnersApi.list, one, { watch: ['relationship'] })
  const items = useEndpoint(itemsApi.list, one, { watch: ['item'] })
  if (!choices.data || !suppliers.data || !items.data) return
  const { sites, items: orderable } = choices.data
  return [
    { to: '/sites', label: m.orders_first_site(), why: m.orders_first_site_why(), done: sites.length > 0 },
    {
      to: '/suppliers',
      label: m.orders_first_supplier(),
      why: m.orders_first_supplier_why(),
      done: suppliers.data.total > 0,
    },
    { to: '/items', label: m.orders_first_item(), why: m.orders_first_item_why(), done: items.data.total > 0 },
    {
      to: '/supplier-items',
      label: m.orders_first_makes(),
      why: m.orders_first_makes_why(),
      done: orderable.length > 0,
    },
  ]
}

/** The steps while one of them is open; then `children`: what to do when all is there. */
export function FirstSteps({ children = null }: { children?: ReactNode }) {
  const steps = useFirstSteps()
  if (steps?.every(({ done }) => done)) return children
  return (
    <List maw="30rem" mt="sm" spacing="xs" size="sm" ta="left" listStyleType="none" aria-label={m.orders_first_steps()}>
      {steps?.map(({ to, label, why, done }) => (
        <List.Item
          key={to}
          icon={
            <ThemeIcon
              variant="transparent"
              size="sm"
              aria-label={done ? m.orders_first_done() : m.orders_first_open()}
            >
              {done ? <Check size={16} aria-hidden /> : <Circle size={16} aria-hidden />}
            </ThemeIcon>
          }
        >
          <Go to={to}>{label}</Go>
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}
