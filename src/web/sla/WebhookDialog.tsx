// Setting up a webhook, or changing one; a new one shows its secret in the end.
import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core'
import { type Webhook, type WebhookBody, webhooksApi } from '../../sla/webhook-api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { showFieldProblems, useForm } from '../ui/form.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { WebhookSecret } from './WebhookSecret.tsx'

/** `webhook`: the one that is changed; none: a new one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const add = useAct(webhooksApi.add, { quiet: true, changes: ['webhook'] })
  const change = useAct(webhooksApi.change, {
    ...{ quiet: true, changes: ['webhook'] },
    done: ({ name }: Webhook) => m.sla_webhook_saved({ name }),
  })
  const form = useForm<WebhookBody>({
    initialValues: { name: webhook?.name ?? '', url: webhook?.url ?? '', enabled: webhook?.enabled ?? true },
    validate: {
      name: value => (value.trim() ? null : m.sla_webhook_name_missing()),
      url: value => (value.trim() ? null : m.sla_webhook_url_missing()),
    },
  })
  const onError = (problem: unknown) => void showFieldProblems(form, problem)
  const submit = form.onSubmit(body =>
    webhook
      ? change.mutate({ params: { webhookId: webhook.id }, body }, { onError, onSuccess: onClose })
      : add.mutate({ body }, { onError }),
  )
  if (add.data) return <WebhookSecret secret={add.data.secret} onClose={onClose} />
  return (
    <Modal
      opened
      onClose={onClose}
      title={webhook ? webhook.name : m.sla_webhook_add()}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={m.sla_webhook_name()}
            description={m.sla_webhook_name_what()}
            maxLength={80}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={m.sla_webhook_url()}
            description={m.sla_webhook_url_what()}
            placeholder="https://"
            type="url"
            maxLength={500}
            required
            autoComplete="off"
            {...form.getInputProps('url')}
          />
          <Switch
            label={m.sla_webhook_on()}
            description={m.sla_webhook_on_what()}
            {...form.getInputProps('enabled', { type: 'checkbox' })}
          />
          <ProblemAlert problem={add.error ?? change.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {m.ui_cancel()}
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {m.sla_webhook_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
