// One of ours that could not be written has no page of its own: it is run again where its subject is shown.
import { Button } from '@mantine/core'
import { gatewayApi } from '../../gateway/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { useMay } from '../shell/me.ts'

interface Unwritten {
  id: string
  interchangeId: string | null
  status: string
}

export function RunAgain({ document: { id, interchangeId, status } }: { document: Unwritten }) {
  const mayOperate = useMay()('gateway.operate')
  const rerun = useAct(gatewayApi.rerun, { done: m.gateway_rerunning(), changes: ['interchange', 'document'] })
  if (!mayOperate || interchangeId !== null || status !== 'needs-attention') return null
  return (
    <Button
      variant="default"
      size="xs"
      mt={4}
      loading={rerun.isPending}
      onClick={() => rerun.mutate({ params: { documentId: id } })}
    >
      {m.gateway_rerun()}
    </Button>
  )
}
