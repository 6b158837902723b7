// The outermost frame: whatever page is open, and the place where notifications appear.
import { useDisclosure } from '@mantine/hooks'
import { useNotifications } from '@mantine/notifications'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { atRest, part } from '../parts.ts'
import { TipPlace } from '../ui/TipPlace.tsx'
import { useFocusKept } from './use-focus-kept.ts'

const loadPlace = part(() => import('./NotificationPlace.tsx').then(x => ({ default: x.NotificationPlace })))
const NotificationPlace = lazy(loadPlace)

export function RootFrame() {
  useFocusKept()
  return (
    <>
      <Outlet />
      <TipPlace />
      <Suspense>{useNotificationsWanted() ? <NotificationPlace /> : null}</Suspense>
    </>
  )
}

/** Fetched before there is anything to say: what is said may be that the server cannot be reached. */
function useNotificationsWanted(): boolean {
  const [there, is] = useDisclosure(false)
  const waiting = useNotifications().notifications.length > 0
  useEffect(() => {
    // Cut off just then, the page goes on without it instead of failing.
    const fetchIt = () => void loadPlace().then(is.open, () => undefined)
    if (!waiting) return atRest(fetchIt)
    fetchIt()
    return undefined
  }, [waiting, is.open])
  return there
}
