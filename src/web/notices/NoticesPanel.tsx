// The newest notices, under the bell.
import { Button, Group, Popover, Text } from '@mantine/core'
import { noticesApi } from '../../notices/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct } from '../query.ts'
import { AnchoredPopover } from '../ui/Anchored.tsx'
import type { Panel } from '../ui/use-opener.ts'
import { NoticeItem } from './NoticeItem.tsx'
import classes from './Notices.module.css'

interface NoticesPanelProps {
  panel: Panel
  rows: readonly Parameters<typeof NoticeItem>[0]['notice'][]
  unread: number
}

export function NoticesPanel({ panel, rows, unread }: NoticesPanelProps) {
  const read = useAct(noticesApi.markRead, { quiet: true, changes: ['notice'] })
  return (
    <AnchoredPopover panel={panel} width={360} position="bottom-end">
      <Popover.Dropdown p={0} aria-label={m.notices_title()}>
        {rows.length > 0 ? (
          <ul className={classes.list}>
            {rows.map(row => (
              <NoticeItem key={row.id} notice={row} onOpen={panel.close} />
            ))}
          </ul>
        ) : (
          <Text size="sm" c="dimmed" p="md">
            {m.notices_none()}
          </Text>
        )}
        <Group justify="space-between" className={classes.foot}>
          <Go to="/notices" size="sm" onClick={panel.close}>
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
    </AnchoredPopover>
  )
}
