// What the caller's own menu offers: who one is, light or dark, keys, sign out here or everywhere.
import { type MantineColorScheme, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { Keyboard, LogOut, Monitor, Moon, Sun, UserCog } from 'lucide-react'
import { accountsApi } from '../../accounts/api.ts'
import { useLink } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { AnchoredMenu } from '../ui/Anchored.tsx'
import { forgetDrafts } from '../ui/drafts.ts'
import type { Panel } from '../ui/use-opener.ts'
import { useMe } from './me.ts'

const schemes = [
  { name: 'light', label: () => m.shell_light(), icon: Sun },
  { name: 'dark', label: () => m.shell_dark(), icon: Moon },
  { name: 'auto', label: () => m.shell_auto(), icon: Monitor },
] as const

export function AccountItems({ panel, onShortcuts }: { panel: Panel; onShortcuts: () => void }) {
  const me = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const link = useLink()
  const out = useAct(accountsApi.signOut)
  const outEverywhere = useAct(accountsApi.signOutEverywhere)
  const left = {
    onSuccess: () => {
      forgetDrafts()
      // Loaded anew: nothing of the one who left stays in this page's memory.
      location.assign('/sign-in')
    },
  }
  return (
    <AnchoredMenu panel={panel} width={240}>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.person.name}
          </Text>
          {me.person.email}
        </Menu.Label>
        <Menu.Item component="a" {...link('/account')} leftSection={<UserCog size={15} aria-hidden />}>
          {m.accounts_account()}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{m.shell_scheme()}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={name => setColorScheme(name as MantineColorScheme)}>
          {schemes.map(({ name, label, icon: Icon }) => (
            <Menu.RadioItem key={name} value={name} rightSection={<Icon size={15} aria-hidden />}>
              {label()}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Keyboard size={15} aria-hidden />} onClick={onShortcuts}>
          {m.ui_keys_sheet()}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => out.mutate({}, left)}>
          {m.shell_sign_out()}
        </Menu.Item>
        <Menu.Item onClick={() => outEverywhere.mutate({}, left)}>{m.shell_sign_out_everywhere()}</Menu.Item>
      </Menu.Dropdown>
    </AnchoredMenu>
  )
}
