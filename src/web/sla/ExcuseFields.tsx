// Whose fault a lateness was, and why it does not count: asked of one clock and of many.
import { Select } from '@mantine/core'
import { useState } from 'react'
import { type Attribution, attributions, type ExcuseReason, excuseReasons } from '../../sla/breach.ts'
import { m } from '../i18n/index.ts'
import { excuseReasonText, faultText } from './words.ts'

export interface Fault {
  attribution: Attribution
  reason: ExcuseReason
}

/** Most of what is excused waited for the buyer. */
export const useFault = () => useState<Fault>({ attribution: 'buyer', reason: 'waited-for-us' })

export function ExcuseFields({ fault, onChange }: { fault: Fault; onChange: (fault: Fault) => void }) {
  return (
    <>
      <Select
        label={m.sla_excuse_fault()}
        data={attributions.map(value => ({ value, label: faultText(value) }))}
        value={fault.attribution}
        onChange={value => onChange({ ...fault, attribution: (value as Attribution | null) ?? 'buyer' })}
        allowDeselect={false}
      />
      <Select
        label={m.sla_excuse_reason()}
        data={excuseReasons.map(value => ({ value, label: excuseReasonText(value) }))}
        value={fault.reason}
        onChange={value => onChange({ ...fault, reason: (value as ExcuseReason | null) ?? 'other' })}
        allowDeselect={false}
      />
    </>
  )
}
