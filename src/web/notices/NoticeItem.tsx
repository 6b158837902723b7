// One notice: what, when, where it leads; opening it is reading it.
import { Text } from '@mantine/core'
import { type NoticeRow, noticesApi } from '../../notices/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { When } from '../ui/When.tsx'
import classes from './Notices.module.css'
import { isUnread } from './notice-opening.ts'

export function NoticeItem({ notice, onOpen }: { notice: NoticeRow; onOpen?: () => void }) {
  const read = useAct(noticesApi.markRead, { quiet: true, changes: ['notice'] })
  const unread = isUnread(notice)
  const open = () => {
    if (notice.readAt === null) read.mutate({ body: { ids: [notice.id] } })
    onOpen?.()
  }
  return (
    <li className={classes.item} data-unread={unread || undefined}>
      {unread ? <span className={classes.dot} role="img" aria-label={m.notices_unread()} /> : null}
      <div>
        {notice.link ? (
          <Go to={notice.link} onClick={open} size="sm" fw={unread ? 600 : 400}>
            {notice.title}
          </Go>
        ) : (
          <Text size="sm" fw={unread ? 600 : 400}>
            {notice.title}
          </Text>
        )}
        <Text size="sm" c="dimmed" lineClamp={2}>
          {notice.text}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          <When at={notice.createdAt} /> {notice.isOver ? m.notices_over() : null}
        </Text>
      </div>
    </li>
  )
}
