// Pushes what we wrote to a partner's URL.
import { type PushSettings, push } from '../../kernel/push.ts'
import type { Deliver } from '../deliver.ts'

export const byWebhook =
  (settings: PushSettings): Deliver =>
  async ({ id, setIds, control, sha256, bytes, relationship, now }) => {
    const { webhookUrl, webhookSecret } = relationship
    if (!webhookUrl) return 'collectable'
    const headers = {
      'content-type': 'application/edi-x12',
      'pullwire-control': control,
      'pullwire-sets': setIds.join(','),
      'pullwire-sha256': sha256,
    }
    await push({ url: webhookUrl, secret: webhookSecret, id, headers, body: bytes, now }, settings)
    return 'delivered'
  }
