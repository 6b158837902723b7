// For whom the caller acts now, and the switch to another organization of theirs.
import { Button, Text } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { part } from '../parts.ts'
import { useOpener } from '../ui/use-opener.ts'
import { useMe } from './me.ts'

const load = () => import('./OrganizationItems.tsx').then(x => ({ default: x.OrganizationItems }))
const OrganizationItems = lazy(part(load))

export function OrganizationMenu() {
  const me = useMe()
  const current = me.organization
  if (!current) return null
  if (me.organizations.length < 2) {
    return (
      <Text size="sm" c="dimmed" truncate>
        {current.name}
      </Text>
    )
  }
  return <Switch name={current.name} />
}

function Switch({ name }: { name: string }) {
  const { button, panel } = useOpener('menu', load)
  return (
    <>
      <Button
        {...button}
        variant="subtle"
        color="gray"
        rightSection={<ChevronDown size={14} aria-hidden />}
        px="xs"
        miw={0}
      >
        <Text size="sm" truncate>
          {name}
        </Text>
      </Button>
      <Suspense>{panel ? <OrganizationItems panel={panel} /> : null}</Suspense>
    </>
  )
}
