// Choosing a role of one's own side, with what it may do said below.
import { Select } from '@mantine/core'
import { buyerRoles, type Role, supplierRoles } from '../../accounts/may.ts'
import { m } from '../i18n/index.ts'
import { useMe } from '../shell/me.ts'
import { roleMeaning, roleText } from './role-text.ts'

interface RoleChoiceProps {
  value: Role
  onChange: (role: Role) => void
  error?: string | undefined
}

export function RoleChoice({ value, onChange, error }: RoleChoiceProps) {
  const side = useMe().organization?.side ?? 'buyer'
  const choices: readonly Role[] = side === 'buyer' ? buyerRoles : supplierRoles
  return (
    <Select
      label={m.accounts_role()}
      description={roleMeaning(value)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={choices.map(role => ({ value: role, label: roleText(role) }))}
      value={value}
      onChange={role => {
        const chosen = choices.find(one => one === role)
        if (chosen) onChange(chosen)
      }}
      allowDeselect={false}
      error={error}
    />
  )
}
