// Systems of ours that the steps of a ladder may be posted to: what each has taken, and what ails it.
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import { WEBHOOKS_MAX, type Webhook, webhooksApi } from '../../sla/webhook-api.ts'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { ConfirmAct } from '../ui/ConfirmAct.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { ListColumn } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import { WebhookDialog } from './WebhookDialog.tsx'
import { WebhookSecret } from './WebhookSecret.tsx'

export function WebhooksPage() {
  const list = useListState('name')
  const webhooks = useEndpoint(webhooksApi.list, {}, { watch: ['webhook', 'clock'] })
  const columns = useMemo(columnsOf, [])
  const [adding, is] = useDisclosure(false)
  const rows = webhooks.data?.rows
  const add = (
    <Button
      leftSection={<Plus size={16} aria-hidden />}
      disabled={(rows?.length ?? 0) >= WEBHOOKS_MAX}
      onClick={is.open}
    >
      {m.sla_webhook_add()}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={m.sla_webhooks()}
        trail={[{ label: m.sla_policies(), to: '/policies' }]}
        lead={m.sla_webhooks_lead({ n: WEBHOOKS_MAX })}
        actions={rows?.length ? add : null}
      />
      <DataList<Webhook>
        label={m.sla_webhooks()}
        list={list}
        source={webhooks}
        rows={rows}
        rowKey={row => row.id}
        rowName={row => row.name}
        columns={columns}
        empty={{
          icon: <WebhookIcon size={28} aria-hidden />,
          title: m.sla_webhooks_none(),
          why: m.sla_webhooks_none_why(),
          action: add,
        }}
      />
      {adding ? <WebhookDialog onClose={is.close} /> : null}
    </>
  )
}

const columnsOf = (): ListColumn<Webhook>[] => [
  {
    ...{ id: 'name', label: m.sla_webhook_name(), card: 'title' },
    cell: row => row.name,
    sortBy: row => row.name,
  },
  { id: 'url', label: m.sla_webhook_url(), cell: row => <span style={{ overflowWrap: 'anywhere' }}>{row.url}</span> },
  {
    id: 'sent',
    label: m.sla_webhook_last(),
    cell: row => (row.lastSentAt ? <When at={row.lastSentAt} /> : m.sla_webhook_never()),
    sortBy: row => row.lastSentAt,
  },
  {
    id: 'queued',
    label: m.sla_webhook_queued(),
    cell: row => String(row.queued),
    sortBy: row => row.queued,
    align: 'right',
  },
  { id: 'trouble', label: m.sla_webhook_trouble(), cell: row => row.trouble ?? m.sla_webhook_no_trouble() },
  {
    ...{ id: 'state', label: m.sla_policy_state(), card: 'corner' },
    cell: row =>
      row.enabled ? (
        <StatusBadge tone="ok">{m.sla_webhook_on()}</StatusBadge>
      ) : (
        <StatusBadge tone="quiet">{m.sla_webhook_off()}</StatusBadge>
      ),
    sortBy: row => String(row.enabled),
  },
  { id: 'acts', label: m.sla_webhook_acts(), cell: row => <Acts webhook={row} /> },
]

function Acts({ webhook }: { webhook: Webhook }) {
  const [changing, is] = useDisclosure(false)
  const [secret, setSecret] = useState<string | undefined>()
  const renew = useAct(webhooksApi.renewSecret, { changes: ['webhook'] })
  const ask = async () => setSecret((await renew.mutateAsync({ params: { webhookId: webhook.id } })).secret)
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-sm" onClick={is.open}>
        {m.sla_webhook_change()}
      </Button>
      <ConfirmAct
        size="compact-sm"
        label={m.sla_webhook_renew()}
        title={m.sla_webhook_renew_ask({ name: webhook.name })}
        onConfirm={ask}
      >
        {m.sla_webhook_renew_what()}
      </ConfirmAct>
      {changing ? <WebhookDialog webhook={webhook} onClose={is.close} /> : null}
      <WebhookSecret secret={secret} onClose={() => setSecret(undefined)} />
    </Group>
  )
}
