// The organizations that the caller may act for.
import { Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { accountsApi } from '../../accounts/api.ts'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { AnchoredMenu } from '../ui/Anchored.tsx'
import type { Panel } from '../ui/use-opener.ts'
import { loadMe, useMe } from './me.ts'

export function OrganizationItems({ panel }: { panel: Panel }) {
  const me = useMe()
  const queries = useQueryClient()
  const change = useAct(accountsApi.switchOrganization)
  const to = (orgId: string) =>
    change.mutate({ body: { organizationId: orgId } }, { onSuccess: () => loadMe(queries, 'again') })
  return (
    <AnchoredMenu panel={panel} position="bottom-start" width={280}>
      <Menu.Dropdown>
        <Menu.Label>{m.shell_act_for()}</Menu.Label>
        {me.organizations.map(org => (
          <Menu.Item
            key={org.id}
            onClick={() => to(org.id)}
            aria-current={org.id === me.organization?.id ? 'true' : undefined}
            rightSection={org.id === me.organization?.id ? <Check size={14} aria-hidden /> : null}
          >
            {org.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </AnchoredMenu>
  )
}
