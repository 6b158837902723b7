// The bell in the head of every page: how many notices wait, the newest of them.
import { ActionIcon, Button, Group, Indicator, Popover, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Bell } from 'lucide-react'
import { noticesApi } from '../../notices/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { NoticeItem } from './NoticeItem.tsx'
import classes from './Notices.module.css'

const shownMax = 8

export function NoticesBell() {
  const [open, is] = useDisclosure(false)
  const notices = useEndpoint(noticesApi.mine, { query: { limit: shownMax } }, { watch: ['notice'] })
  const read = useAct(noticesApi.markRead, { quiet: true, changes: ['notice'] })
  const unread = notices.data?.unread ?? 0
  return (
    <Popover opened={open} onChange={is.set} width={360} position="bottom-end" trapFocus returnFocus>
      <Indicator label={unread > 99 ? '99+' : unread} disabled={unread === 0} size={16} color="red" offset={5}>
        <Popover.Target>
          <ActionIcon size={36} onClick={is.toggle} aria-label={m.notices_bell({ n: unread })}>
            <Bell size={20} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={m.notices_title()}>
        {notices.data && notices.data.rows.length > 0 ? (
          <ul className={classes.list}>
            {notices.data.rows.map(row => (
              <NoticeItem key={row.id} notice={row} onOpen={is.close} />
            ))}
          </ul>
        ) : (
          <Text size="sm" c="dimmed" p="md">
            {m.notices_none()}
          </Text>
        )}
        <Group justify="space-between" className={classes.foot}>
          <Go to="/notices" size="sm" onClick={is.close}>
            {m.notices_all()}
          </Go>
          <Button
            size="compact-sm"
            variant="default"
            disabled={unread === 0}
            loading={read.isPending}
            onClick={() => read.mutate({ body: {} })}
          >
            {m.notices_read_all()}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
