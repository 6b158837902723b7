// The bell in the head of every page: how many notices wait; the newest of them are shown by a panel that is fetched later.
import { ActionIcon, Indicator } from '@mantine/core'
import { Bell } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { noticesApi } from '../../notices/api.ts'
import { m } from '../i18n/index.ts'
import { part } from '../parts.ts'
import { useEndpoint } from '../query.ts'
import { useOpener } from '../ui/use-opener.ts'

const load = () => import('./NoticesPanel.tsx').then(x => ({ default: x.NoticesPanel }))
const NoticesPanel = lazy(part(load))

const shownMax = 8

export function NoticesBell() {
  const { button, panel } = useOpener('dialog', load)
  const notices = useEndpoint(noticesApi.mine, { query: { limit: shownMax } }, { watch: ['notice', 'clock'] })
  const unread = notices.data?.unread ?? 0
  return (
    <>
      <Indicator label={unread > 99 ? '99+' : unread} disabled={unread === 0} size={16} color="red" offset={5}>
        <ActionIcon {...button} size={36} aria-label={m.notices_bell({ n: unread })}>
          <Bell size={20} />
        </ActionIcon>
      </Indicator>
      <Suspense>
        {panel ? <NoticesPanel panel={panel} rows={notices.data?.rows ?? []} unread={unread} /> : null}
      </Suspense>
    </>
  )
}
