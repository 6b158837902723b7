// A webhook's secret, shown this once.
import { m } from '../i18n/index.ts'
import { OnceDialog } from './OnceDialog.tsx'

export function SecretDialog({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  const title = m.partners_webhook_secret()
  return (
    <OnceDialog title={title} label={title} description={m.partners_webhook_once()} value={secret} onClose={onClose} />
  )
}
