// The outermost frame: whatever page is open, and the place where notifications appear.
import { useDisclosure } from '@mantine/hooks'
import { useNotifications } from '@mantine/notifications'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { atRest, part } from '../parts.ts'
import { TipPlace } from '../ui/TipPlace.tsx'
import { useFocusKept } from './use-focus-kept.ts'

const NotificationPlace = lazy(
  part(() => import('./NotificationPlace.tsx').then(x => ({ default: x.NotificationPlace }))),
)

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
  const [rested, is] = useDisclosure(false)
  const { notifications } = useNotifications()
  useEffect(() => atRest(is.open), [is.open])
  return rested || notifications.length > 0
}
