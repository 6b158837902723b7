// The menu at the side: the caller's pages, grouped.
import { NavLink, Text } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import classes from './MainMenu.module.css'
import { useMe } from './me.ts'
import { navOf } from './nav.ts'

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
                className={classes.entry ?? ''}
              />
            )
          })}
        </div>
      ))}
    </nav>
  )
}
