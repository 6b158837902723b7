// Where notifications appear.
import { Notifications } from '@mantine/notifications'

export const NotificationPlace = () => <Notifications position="bottom-right" limit={4} autoClose={6_000} />
