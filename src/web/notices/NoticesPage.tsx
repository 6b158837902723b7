// All notices of the signed-in person: searched, sorted, read one by one or many at once.
import { Button, Drawer, Stack, Text } from '@mantine/core'
import { BellOff, MailCheck } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { type NoticeRow, noticesApi } from '../../notices/api.ts'
import { useGo } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint, useList } from '../query.ts'
import { DataList } from '../ui/list/DataList.tsx'
import { exportPicked } from '../ui/list/export-picked.ts'
import { type ListState, useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { When } from '../ui/When.tsx'
import classes from './Notices.module.css'
import { isUnread, openingOf, openPath } from './notice-opening.ts'

/** Ids that one request takes. */
const readMax = 200

export function NoticesPage() {
  const list = useListState('-createdAt')
  const unread = list.value('unread') ? true : undefined
  const notices = useList(noticesApi.mine, { query: { ...list.query, unread } }, { watch: ['notice', 'clock'] })
  const counted = useEndpoint(noticesApi.mine, { query: { limit: 1 } }, { watch: ['notice', 'clock'] })
  const read = useAct(noticesApi.markRead, { changes: ['notice'] })
  const columns = useMemo(columnsOf, [])
  const filters = useMemo(filtersOf, [])
  const bulk = useBulk(columns)
  const { shown, close } = useOpened(list, notices.rows)
  return (
    <>
      <PageHeader
        title={m.notices_title()}
        lead={m.notices_what()}
        actions={
          <Button
            variant="default"
            disabled={!counted.data?.unread}
            loading={read.isPending}
            onClick={() => read.mutate({ body: {} })}
          >
            {m.notices_read_all()}
          </Button>
        }
      />
      <DataList<NoticeRow>
        label={m.notices_title()}
        list={list}
        {...notices}
        rowKey={row => row.id}
        rowName={row => row.title}
        rowHref={row => openPath(list.search, row.id)}
        columns={columns}
        filters={filters}
        bulk={bulk}
        empty={{ icon: <BellOff size={28} aria-hidden />, title: m.notices_none(), why: m.notices_none_why() }}
      />
      <Drawer
        opened={shown !== undefined}
        onClose={close}
        position="right"
        size="lg"
        title={shown?.title}
        closeButtonProps={{ 'aria-label': m.ui_close() }}
      >
        {shown ? (
          <Stack>
            <When at={shown.createdAt} />
            <Text component="pre" size="sm" className={classes.body ?? ''}>
              {shown.text}
            </Text>
          </Stack>
        ) : null}
      </Drawer>
    </>
  )
}

/** What `?open=` names is marked as read and leads on; one that leads nowhere is shown. */
function useOpened(list: ListState, rows: readonly NoticeRow[] | undefined) {
  const go = useGo()
  const { mutate } = useAct(noticesApi.markRead, { quiet: true, changes: ['notice'] })
  const id = list.search.open
  const opening = openingOf(rows, id)
  const done = useRef('')
  useEffect(() => {
    if (!opening || id === undefined || done.current === id) return
    done.current = id
    if (opening.read) mutate({ body: { ids: [opening.read] } })
    if (opening.to) go(opening.to, { replace: true })
  }, [opening, id, mutate, go])
  const close = () => {
    done.current = ''
    list.set({ open: undefined })
  }
  return { shown: opening && !opening.to ? rows?.find(row => row.id === id) : undefined, close }
}

function useBulk(columns: readonly ListColumn<NoticeRow>[]): BulkAction<NoticeRow>[] {
  const { mutateAsync } = useAct(noticesApi.markRead, { changes: ['notice'] })
  return useMemo(
    () => [
      {
        id: 'read',
        label: m.notices_read_picked(),
        icon: MailCheck,
        refuse: rows => (rows.some(isUnread) ? undefined : m.notices_read_none()),
        run: async (rows, { clear }) => {
          const ids = rows.filter(isUnread).map(row => row.id)
          for (let at = 0; at < ids.length; at += readMax)
            await mutateAsync({ body: { ids: ids.slice(at, at + readMax) } })
          clear()
        },
      },
      exportPicked(m.notices_title(), columns),
    ],
    [columns, mutateAsync],
  )
}

const columnsOf = (): ListColumn<NoticeRow>[] => [
  {
    id: 'title',
    label: m.notices_subject(),
    cell: row => <TitleCell row={row} />,
    sortBy: row => row.title,
    card: 'title',
    width: '30%',
    text: row => row.title,
  },
  {
    id: 'text',
    label: m.notices_text(),
    cell: row => (
      <Text span size="sm" c="dimmed" lineClamp={2}>
        {row.text}
      </Text>
    ),
    text: row => row.text,
  },
  {
    id: 'createdAt',
    label: m.notices_told_at(),
    cell: row => <When at={row.createdAt} />,
    sortBy: row => row.createdAt,
    width: '170px',
    text: row => row.createdAt,
  },
]

function TitleCell({ row }: { row: NoticeRow }) {
  const unread = isUnread(row)
  return (
    <Text span size="sm" fw={unread ? 600 : 400}>
      {row.title}
      {unread ? <span className={classes.mark}>{m.notices_unread()}</span> : null}
      {row.isOver ? <span className={classes.over}>{m.notices_over()}</span> : null}
    </Text>
  )
}

const filtersOf = (): ListFilter<NoticeRow>[] => [
  { kind: 'search', id: 'search' },
  { kind: 'switch', id: 'unread', label: m.notices_show_unread() },
]
