// A forecast to which nobody of the supplier may commit yet: no clock runs, and how somebody gets to see it.
import { Alert, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { ShareDetail } from '../../forecasts/api.ts'
import { m } from '../i18n/index.ts'
import { Invite } from '../orders/NobodySees.tsx'

export function NobodyCommits({ share }: { share: ShareDetail }) {
  if (!share.waits) return null
  const { name } = share.supplier
  return (
    <Alert
      variant="light"
      color="yellow"
      icon={<TriangleAlert size={18} aria-hidden />}
      title={share.document === '830' ? m.forecasts_nobody_commits({ name }) : m.forecasts_nobody_sees({ name })}
    >
      <Text size="sm">{m.forecasts_nobody_sees_what({ name })}</Text>
      <Invite name={name} relationshipId={share.relationshipId} />
    </Alert>
  )
}
