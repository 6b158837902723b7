// The words for ship notices: how a notice stands, and how far a line is on its way.
import type { NoticeRow, ShippedLine } from '../../shipments/api.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

export const stateText = (state: NoticeRow['state']): string =>
  state === 'published' ? m.shipments_state_published() : m.shipments_state_cancelled()

export const stateTone: Record<NoticeRow['state'], Tone> = { published: 'info', cancelled: 'quiet' }

export function shippedText(at: ShippedLine['at']): string {
  switch (at) {
    case 'none':
      return m.shipments_at_none()
    case 'partly':
      return m.shipments_at_partly()
    case 'shipped':
      return m.shipments_at_shipped()
  }
}

export const shippedTone: Record<ShippedLine['at'], Tone> = { none: 'quiet', partly: 'info', shipped: 'ok' }

export const carriedBy = ({ carrier, trackingNumber }: Pick<NoticeRow, 'carrier' | 'trackingNumber'>): string =>
  [carrier, trackingNumber].filter(Boolean).join(' · ')
