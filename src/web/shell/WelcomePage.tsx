// What somebody sees who belongs to no organization (any more).
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
