// Where notifications appear: below the head of the window, for at the foot stand the bars that save and publish.
import { Notifications } from '@mantine/notifications'

export const NotificationPlace = () => (
  <Notifications position="top-center" limit={4} autoClose={6_000} styles={{ root: { marginTop: '3.25rem' } }} />
)
