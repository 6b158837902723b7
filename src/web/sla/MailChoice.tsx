// Whether a step goes out by mail, besides the portal, where it always is.
import { Checkbox } from '@mantine/core'
import type { Escalated } from '../../sla/policy-api.ts'
import { m } from '../i18n/index.ts'

type Mailed = Pick<Escalated, 'mail'>

export function MailChoice<T extends Mailed>({ step, onChange }: { step: T; onChange: (step: T) => void }) {
  const { mail = true, ...rest } = step
  return (
    <Checkbox
      label={m.sla_policy_mail()}
      pb="xs"
      checked={mail}
      // Left out where it does: that is what is usual.
      onChange={event => onChange((event.currentTarget.checked ? rest : { ...rest, mail: false }) as T)}
    />
  )
}
