// Which system of ours a step is posted to, besides the people it tells.
import { Select } from '@mantine/core'
import type { Escalated } from '../../sla/policy-api.ts'
import { webhooksApi } from '../../sla/webhook-api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'

type Posted = Pick<Escalated, 'webhookId'>

/** Nothing to choose from where none is set up. */
export function WebhookChoice<T extends Posted>({ step, onChange }: { step: T; onChange: (step: T) => void }) {
  const named = useEndpoint(webhooksApi.names, {}, { watch: ['webhook'] })
  const { webhookId, ...rest } = step
  const rows = named.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Select
      label={m.sla_policy_webhook()}
      placeholder={m.sla_policy_webhook_none()}
      w="12rem"
      clearable
      data={rows.map(({ id, name, state }) => ({
        value: id,
        label: state === 'on' ? name : m.sla_policy_webhook_off({ name }),
      }))}
      value={webhookId ?? null}
      // Left out where there is none: an absent choice is no choice on the wire.
      onChange={chosen => onChange((chosen === null ? rest : { ...rest, webhookId: chosen }) as T)}
    />
  )
}
