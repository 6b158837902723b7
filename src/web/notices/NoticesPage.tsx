// All notices of the signed-in person, newest first.
import { Button, SegmentedControl } from '@mantine/core'
import { BellOff } from 'lucide-react'
import { noticesApi } from '../../notices/api.ts'
import { useSearchParams } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint } from '../query.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ListSkeleton } from '../ui/list/DataList.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { NoticeItem } from './NoticeItem.tsx'
import classes from './Notices.module.css'

export function NoticesPage() {
  const [search, setSearch] = useSearchParams()
  const unreadOnly = search.show === 'unread'
  const query = { limit: 200, ...(unreadOnly ? { unread: true } : {}) }
  const notices = useEndpoint(noticesApi.mine, { query }, { watch: ['notice'] })
  const read = useAct(noticesApi.markRead, { changes: ['notice'] })
  const rows = notices.data?.rows
  return (
    <>
      <PageHeader
        title={m.notices_title()}
        lead={m.notices_what()}
        actions={
          <>
            <SegmentedControl
              aria-label={m.notices_show()}
              data={[
                { value: 'all', label: m.notices_show_all() },
                { value: 'unread', label: m.notices_show_unread() },
              ]}
              value={unreadOnly ? 'unread' : 'all'}
              onChange={value => setSearch({ show: value === 'unread' ? 'unread' : undefined })}
            />
            <Button
              variant="default"
              disabled={!notices.data?.unread}
              loading={read.isPending}
              onClick={() => read.mutate({ body: {} })}
            >
              {m.notices_read_all()}
            </Button>
          </>
        }
      />
      {notices.error ? <ProblemAlert problem={notices.error} onRetry={() => void notices.refetch()} /> : null}
      {rows === undefined && !notices.error ? <ListSkeleton /> : null}
      {rows?.length === 0 ? (
        <EmptyState icon={<BellOff size={28} aria-hidden />} title={m.notices_none()} why={m.notices_none_why()} />
      ) : null}
      {rows && rows.length > 0 ? (
        <ul className={`${classes.list} ${classes.panel}`}>
          {rows.map(row => (
            <NoticeItem key={row.id} notice={row} whole />
          ))}
        </ul>
      ) : null}
    </>
  )
}
