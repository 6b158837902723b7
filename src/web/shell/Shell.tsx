// The frame of every page inside: menu, organization, account, banners, the live connection, the page itself.
import { ActionIcon, AppShell, Burger, Group, Kbd, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react'
import { useGo, useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { goLive } from '../live.ts'
import { NoticesBell } from '../notices/NoticesBell.tsx'
import { atRest, part } from '../parts.ts'
import { catchTyped, openCommandMenu, takeTyped, toggleCommandMenu } from '../ui/command-menu.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { Banners } from './Banners.tsx'
import { LiveSummary } from './LiveSummary.tsx'
import { Logo } from './Logo.tsx'
import { MainMenu } from './MainMenu.tsx'
import { forgetShown, homeOf, loadMe, useMe } from './me.ts'
import { OrganizationMenu } from './OrganizationMenu.tsx'
import classes from './Shell.module.css'
import { useMailRead } from './use-mail-read.ts'

const loadCommandMenu = part(() => import('./CommandMenu.tsx').then(x => ({ default: x.CommandMenu })))
const CommandMenu = lazy(loadCommandMenu)
const ShortcutSheet = lazy(part(() => import('../ui/ShortcutSheet.tsx').then(x => ({ default: x.ShortcutSheet }))))

/** Pages that are all there is on their screen. */
const bare = new Set(['/wall'])

export function Shell() {
  const me = useMe()
  const link = useLink()
  const [open, menu] = useDisclosure(false)
  const [sheet, sheetIs] = useDisclosure(false)
  const [command, openCommand] = useCommandMenu()
  const path = useRouterState({ select: state => state.location.pathname })
  useOwnPagesOnly()
  useLiveFeed()
  useMailRead()
  useShortcuts([{ keys: '?', label: m.ui_keys_sheet(), run: sheetIs.open }])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page opens
  useEffect(menu.close, [path])
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'lg' }}
      disabled={bare.has(path)}
      classNames={{ main: classes.main ?? '', header: classes.bar ?? '', navbar: classes.bar ?? '' }}
    >
      <a className={classes.skip} href="#page">
        {m.shell_skip()}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={open} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={m.shell_menu()} />
          <UnstyledButton component="a" {...link(homeOf(me))} aria-label={m.shell_to_start()}>
            <Logo shrinks />
          </UnstyledButton>
          <OrganizationMenu />
          <div className={classes.gap} />
          <CommandButton onOpen={openCommand} />
          {me.organization ? <NoticesBell /> : null}
          <AccountMenu onShortcuts={sheetIs.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar>
        <MainMenu />
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <Banners />
        <Outlet />
      </AppShell.Main>
      <LiveSummary />
      <Suspense>
        {command ? <CommandMenu /> : null}
        {sheet ? <ShortcutSheet onClose={sheetIs.close} /> : null}
      </Suspense>
    </AppShell>
  )
}

function CommandButton({ onOpen }: { onOpen: () => void }) {
  return (
    <>
      <UnstyledButton className={classes.command} onClick={onOpen} visibleFrom="sm">
        <Search size={15} aria-hidden />
        <Text size="sm" span>
          {m.shell_command()}
        </Text>
        <Kbd size="xs">{m.shell_command_keys()}</Kbd>
      </UnstyledButton>
      <ActionIcon hiddenFrom="sm" size={36} onClick={onOpen} aria-label={m.shell_command()}>
        <Search size={18} />
      </ActionIcon>
    </>
  )
}

/** The command menu is fetched when the page has come to rest, or at once when asked for. */
function useCommandMenu(): [boolean, () => void] {
  const [there, is] = useDisclosure(false)
  // Cut off just then, the page goes on without it instead of failing.
  useEffect(() => atRest(() => void loadCommandMenu().then(is.open, () => undefined)), [is.open])
  const open = () => {
    const show = () => {
      is.open()
      openCommandMenu()
    }
    const fail = () => {
      takeTyped()
      notifications.show({ message: m.ui_problem_unreachable(), color: 'red' })
    }
    catchTyped()
    void loadCommandMenu().then(show, fail)
  }
  // In a field as well: nobody types Ctrl+K.
  useHotkeys([['mod+K', there ? toggleCommandMenu : open]], [])
  return [there, open]
}

/** Keeps the live connection while somebody is signed in, a new one for each organization acted for. */
function useLiveFeed(): void {
  const queries = useQueryClient()
  const me = useMe()
  const org = me.organization?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another organization has a feed of its own
  useEffect(() => {
    if (!org) return undefined
    const stillSignedIn = async () => {
      try {
        await loadMe(queries, 'again')
        await queries.invalidateQueries()
        return true
      } catch {
        location.assign(`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`)
        return false
      }
    }
    return goLive({ queries, heads: { [org]: me.feedHead }, stillSignedIn })
  }, [queries, org])
}

/** Whom one acts for has changed, here, in another tab, or by being taken out: what is open is not ours to see any more. */
function useOwnPagesOnly(): void {
  const queries = useQueryClient()
  const go = useGo()
  const org = useMe().organization?.id
  const shownFor = useRef(org)
  useLayoutEffect(() => {
    if (shownFor.current === org) return
    shownFor.current = org
    forgetShown(queries)
    go('/')
  }, [queries, go, org])
}
