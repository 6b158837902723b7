// The caller's own menu: the button; what it offers is fetched later.
import { ActionIcon } from '@mantine/core'
import { CircleUser } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import { useOpener } from '../ui/use-opener.ts'
import { useMe } from './me.ts'

const load = () => import('./AccountItems.tsx').then(x => ({ default: x.AccountItems }))
const AccountItems = lazy(part(load))

export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useMe()
  const { button, panel } = useOpener('menu', load)
  return (
    <>
      <ActionIcon {...button} size={36} aria-label={m.shell_account({ name: me.person.name })}>
        <CircleUser size={20} />
      </ActionIcon>
      <Suspense>{panel ? <AccountItems panel={panel} onShortcuts={onShortcuts} /> : null}</Suspense>
    </>
  )
}
