// A webhook's secret, shown this once.
import { Modal } from '@mantine/core'
import { CopyField } from '../accounts/CopyField.tsx'
import { m } from '../i18n/index.ts'

export function SecretDialog({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={m.partners_webhook_secret()}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': m.ui_close() }}
    >
      <CopyField label={m.partners_webhook_secret()} description={m.partners_webhook_once()} value={secret ?? ''} />
    </Modal>
  )
}
