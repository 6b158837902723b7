// What stands in a page's place while it loads, when it fails, and when there is no such page.
import { Container, Skeleton, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useEffect } from 'react'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { loadAnew, PartMissing } from '../parts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'

export function PagePending() {
  return (
    <Stack p="md" aria-busy="true" role="progressbar" aria-label={m.ui_loading()}>
      <Skeleton h={28} w={240} />
      <Skeleton h={36} />
      <Skeleton h={260} />
    </Stack>
  )
}

export function PageError({ error }: { error: unknown }) {
  const router = useRouter()
  if (error instanceof PartMissing) return <MissingPart error={error} />
  return (
    <Container size="sm" py="xl">
      <ProblemAlert problem={error} onRetry={() => void router.invalidate()} />
    </Container>
  )
}

/** An upgrade took the place of the build that this page is of: loading it anew mends that, once. */
function MissingPart({ error }: { error: PartMissing }) {
  const [stuck, is] = useDisclosure(false)
  useEffect(() => {
    void loadAnew().then(loads => {
      if (!loads) is.open()
    })
  }, [is.open])
  if (!stuck) return <PagePending />
  return (
    <Container size="sm" py="xl">
      <ProblemAlert problem={error} onRetry={() => location.reload()} />
    </Container>
  )
}

export function NotFoundPage() {
  return (
    <EmptyState
      icon={<Compass size={32} aria-hidden />}
      title={m.shell_not_found()}
      why={m.shell_not_found_why()}
      action={<Go to="/">{m.shell_to_start()}</Go>}
    />
  )
}
