// What goes through the portal where nobody of the supplier can see it: said before it is called off, and until it is seen.
import { Alert, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { Choices, OrderDetail } from '../../orders/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useMay } from '../shell/me.ts'
import { waitsForPeople } from './words.ts'

type Supplies = Choices['items'][number]['suppliers'][number]

export function NobodyAnswers({ name, relationshipId }: Pick<Supplies, 'name' | 'relationshipId'>) {
  return (
    <Alert variant="light" color="yellow" mt="xs" icon={<TriangleAlert size={18} aria-hidden />}>
      <Text size="sm">{m.orders_nobody_answers({ name })}</Text>
      <Invite name={name} relationshipId={relationshipId} />
    </Alert>
  )
}

export function NobodySees({ order }: { order: OrderDetail }) {
  if (!waitsForPeople(order)) return null
  const { name } = order.supplier
  return (
    <Alert
      variant="light"
      color="yellow"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={m.orders_nobody_sees({ name })}
    >
      <Text size="sm">{m.orders_nobody_sees_what({ name })}</Text>
      <Invite name={name} relationshipId={order.relationshipId} />
    </Alert>
  )
}

export function Invite({ name, relationshipId }: { name: string; relationshipId: string }) {
  const manage = useMay()('partner.manage')
  return manage ? <Go to={`/partners/${relationshipId}?tab=people`}>{m.orders_nobody_invite({ name })}</Go> : null
}
