// Where notifications appear: in the lower right, across a phone, above the bars at the foot that send and publish. What one
// reads next, the title and the state of a page, stands at its head.
import { Notifications } from '@mantine/notifications'

export const NotificationPlace = () => (
  <Notifications position="bottom-right" limit={3} autoClose={6_000} styles={{ root: { marginBottom: '4.5rem' } }} />
)
