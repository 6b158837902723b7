// The outermost frame: whatever page is open, and the place where notifications appear.
import { Notifications } from '@mantine/notifications'
import { Outlet } from '@tanstack/react-router'
import { TipPlace } from '../ui/TipPlace.tsx'
import { useFocusKept } from './use-focus-kept.ts'

export function RootFrame() {
  useFocusKept()
  return (
    <>
      <Outlet />
      <TipPlace />
      <Notifications position="bottom-right" limit={4} autoClose={6_000} />
    </>
  )
}
