// A new secret of a webhook, shown this once.
import { Modal } from '@mantine/core'
import { CopyField } from '../accounts/CopyField.tsx'
import { m } from '../i18n/index.ts'

export function WebhookSecret({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={m.sla_webhook_secret()}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <CopyField label={m.sla_webhook_secret()} description={m.sla_webhook_once()} value={secret ?? ''} />
    </Modal>
  )
}
