// Ctrl/⌘K: every page of the caller, and whatever commands the open page offers.
import '@mantine/spotlight/styles.css'
import { Spotlight } from '@mantine/spotlight'
import { Search } from 'lucide-react'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { commandStore, useCommands } from '../ui/command-menu.ts'
import { useMe } from './me.ts'
import { navOf } from './nav.ts'

export function CommandMenu() {
  const go = useGo()
  const me = useMe()
  const commands = useCommands()
  const pages = navOf(me).map(group => ({
    group: group.label(),
    actions: group.entries.map(({ to, label, icon: Icon }) => ({
      id: to,
      label: label(),
      leftSection: <Icon size={16} aria-hidden />,
      onClick: () => go(to),
    })),
  }))
  const here = commands.map(({ id, label, hint, run }) => ({ id, label, description: hint ?? '', onClick: run }))
  return (
    <Spotlight
      store={commandStore}
      shortcut={['mod + K']}
      // In a field as well: nobody types Ctrl+K.
      tagsToIgnore={[]}
      highlightQuery
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      styles={{ content: { padding: 0 } }}
      limit={30}
      // Where it scrolls, the keyboard can scroll it too.
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': m.shell_command() } }}
      actions={here.length > 0 ? [{ group: m.shell_command_here(), actions: here }, ...pages] : pages}
      nothingFound={m.shell_command_nothing()}
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: m.shell_command_placeholder(),
        'aria-label': m.shell_command_placeholder(),
      }}
    />
  )
}
