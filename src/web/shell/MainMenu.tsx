// The menu at the side: the caller's pages, grouped.
import { NavLink, Text } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { gatewayApi } from '../../gateway/api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import classes from './MainMenu.module.css'
import { useMe } from './me.ts'
import { navOf } from './nav.ts'

const attention = '/gateway/attention'

export function MainMenu() {
  const me = useMe()
  const link = useLink()
  const path = useRouterState({ select: state => state.location.pathname })
  return (
    <nav className={classes.menu} aria-label={m.shell_menu()}>
      {navOf(me).map(group => (
        <div key={group.label()} className={classes.group}>
          <Text className={classes.label ?? ''} component="h2">
            {group.label()}
          </Text>
          {group.entries.map(({ to, label, icon: Icon }) => {
            const here = path === to || path.startsWith(`${to}/`)
            return (
              <NavLink
                key={to}
                component="a"
                {...link(to)}
                active={here}
                aria-current={here ? 'page' : undefined}
                label={label()}
                leftSection={<Icon size={16} aria-hidden />}
                rightSection={to === attention ? <Waiting /> : null}
                className={classes.entry ?? ''}
              />
            )
          })}
        </div>
      ))}
    </nav>
  )
}

/** How many wait in the gateway for the reader's side: nobody has to look to learn that something does. */
function Waiting() {
  const asked = { query: { limit: 1 } }
  const { data } = useEndpoint(gatewayApi.attention, asked, { watch: ['interchange', 'document'] })
  if (!data?.yours) return null
  return <StatusBadge tone="warn">{m.gateway_attention_waiting({ n: data.yours })}</StatusBadge>
}
