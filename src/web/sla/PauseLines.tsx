// Who has stopped a clock, why and since when: for both sides to read.
import { Text } from '@mantine/core'
import type { ClockPause, ClockRow } from '../../sla/api.ts'
import { m } from '../i18n/index.ts'
import { When } from '../ui/When.tsx'
import { pauseReasonText, sideText } from './words.ts'

/** Since when, why and by whom; of one that is over also until when, and who ended it. */
export function PauseWords({ pause, zone }: { pause: ClockPause; zone: string }) {
  const { from, to, reason, note, by, side = 'buyer', resumed } = pause
  return (
    <>
      {to ? m.sla_pause_from() : m.sla_pause_since()} <When at={from} contractZone={zone} />
      {to ? (
        <>
          {' '}
          {m.sla_pause_to()} <When at={to} contractZone={zone} />
        </>
      ) : null}
      : {pauseReasonText(reason)}. “{note}” ({sideText(side, by)})
      {resumed ? ` ${m.sla_pause_resumed({ name: sideText(resumed.side, resumed.by) })}` : null}
    </>
  )
}

/** On pages that show only how it stands now. */
export function PausedLine({ clock: { paused, zone } }: { clock: Pick<ClockRow, 'paused' | 'zone'> }) {
  if (!paused) return null
  return (
    <Text size="sm">
      <PauseWords pause={paused} zone={zone} />
    </Text>
  )
}
