// The first page of a caller for whose side nothing stands in the menu yet.
import { m } from '../i18n/index.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { useMe } from './me.ts'

export function WelcomePage() {
  const me = useMe()
  return (
    <>
      <PageHeader title={m.shell_welcome({ name: me.person.name })} />
      <EmptyState title={m.shell_welcome_what()} why={m.shell_welcome_why()} />
    </>
  )
}
