// The secret of a link from a mail: behind `#` (never sent to any server, in no log) or the last step of the path.
import { useLocation, useParams } from '@tanstack/react-router'

export function useLinkToken(): string | undefined {
  const { token } = useParams({ strict: false }) as { token?: string }
  const { hash } = useLocation()
  return token || hash.replace(/^#/, '') || undefined
}
