// What is on record of a lateness, for both sides: its excuse, and what was disputed and decided.
import { Text } from '@mantine/core'
import { type ClockDetail, type ClockRow, slaApi } from '../../sla/api.ts'
import type { Dispute } from '../../sla/breach.ts'
import { may } from '../../sla/clock.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { When } from '../ui/When.tsx'
import { excuseReasonText, faultText } from './words.ts'

/** That it was late, and then nothing was asked any more. */
export function CancelledLine({ cancelledWhy: why }: Pick<ClockRow, 'cancelledWhy'>) {
  return why === null ? null : <Text size="sm">{m.sla_cancelled_late({ why })}</Text>
}

export function ExcuseLine({ excuse, zone }: Pick<ClockRow, 'excuse' | 'zone'>) {
  if (!excuse) return null
  const { attribution, reason, note, by, at } = excuse
  return (
    <Text size="sm">
      {m.sla_excused_by({ name: by })} <When at={at} contractZone={zone} />.{' '}
      {m.sla_excused_fault({ fault: faultText(attribution), reason: excuseReasonText(reason), note })}
    </Text>
  )
}

export function DisputeLines({ disputes, zone }: Pick<ClockDetail, 'disputes' | 'zone'>) {
  return (
    <>
      {disputes.map(dispute => (
        <Text key={dispute.at} size="sm">
          {m.sla_disputed_by({ name: dispute.by })} <When at={dispute.at} contractZone={zone} />:{' '}
          {m.sla_disputed_words({ words: dispute.words })} <Decided dispute={dispute} zone={zone} />
        </Text>
      ))}
    </>
  )
}

/** What was disputed of a clock, on pages that know no more of it than when it is due. */
export function DisputesOf({ clock: { id, state, zone } }: { clock: Pick<ClockRow, 'id' | 'state' | 'zone'> }) {
  const late = state === 'excused' || may(state, 'clock.disputed')
  const { data } = useEndpoint(slaApi.clock, { params: { clockId: id } }, { watch: [`clock:${id}`], enabled: late })
  return data ? <DisputeLines disputes={data.disputes} zone={zone} /> : null
}

function Decided({ dispute: { outcome, decidedAt, decidedBy, note }, zone }: { dispute: Dispute; zone: string }) {
  if (!outcome || !decidedAt) return <>{m.sla_dispute_waits()}</>
  const said = {
    excused: m.sla_dispute_excused({ name: decidedBy ?? '' }),
    upheld: m.sla_upheld_by({ name: decidedBy ?? '' }),
    moot: m.sla_dispute_moot(),
  }
  return (
    <>
      {said[outcome]} <When at={decidedAt} contractZone={zone} />
      {note ? `: ${m.sla_disputed_words({ words: note })}` : '.'}
    </>
  )
}
