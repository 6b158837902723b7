// Opens the saved views of a page's list.
import { Button } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { Bookmark } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { m } from '../../i18n/index.ts'
import { part } from '../../parts.ts'
import { useOpener } from '../use-opener.ts'
import type { ListState } from './list-state.ts'

const load = () => import('./SavedViews.tsx').then(x => ({ default: x.SavedViews }))
const SavedViews = lazy(part(load))

export function ViewsButton({ list }: { list: ListState }) {
  const { button, panel } = useOpener('dialog', load)
  const page = useRouterState({ select: state => state.location.pathname })
  return (
    <>
      <Button {...button} size="xs" variant="default" leftSection={<Bookmark size={14} aria-hidden />}>
        {m.ui_views()}
      </Button>
      <Suspense>{panel ? <SavedViews panel={panel} page={page} search={list.search} /> : null}</Suspense>
    </>
  )
}
