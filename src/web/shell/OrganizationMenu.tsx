// For whom the caller acts now, and the switch to another organization of theirs.
import { Button, Menu, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Check, ChevronDown } from 'lucide-react'
import { accountsApi } from '../../accounts/api.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { actForOther, useMe } from './me.ts'

export function OrganizationMenu() {
  const me = useMe()
  const queries = useQueryClient()
  const go = useGo()
  const change = useAct(accountsApi.switchOrganization)
  const current = me.organization
  if (!current) return null
  if (me.organizations.length < 2) {
    return (
      <Text size="sm" c="dimmed" truncate>
        {current.name}
      </Text>
    )
  }
  const to = (orgId: string) =>
    change.mutate(
      { body: { organizationId: orgId } },
      {
        onSuccess: async () => {
          await actForOther(queries)
          go('/')
        },
      },
    )
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<ChevronDown size={14} aria-hidden />} px="xs" miw={0}>
          <Text size="sm" truncate>
            {current.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{m.shell_act_for()}</Menu.Label>
        {me.organizations.map(org => (
          <Menu.Item
            key={org.id}
            onClick={() => to(org.id)}
            aria-current={org.id === current.id ? 'true' : undefined}
            rightSection={org.id === current.id ? <Check size={14} aria-hidden /> : null}
          >
            {org.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
