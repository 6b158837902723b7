// The organization's mails: to whom, what, whether it left; one that failed is tried again.
import { Alert, Button, Drawer, Stack, Text } from '@mantine/core'
import { FolderOpen, MailX, RotateCw } from 'lucide-react'
import { useMemo } from 'react'
import { type MailRow, noticeStatuses, noticesApi } from '../../notices/api.ts'
import { Go } from '../go.tsx'
import { m } from '../i18n/index.ts'
import { useAct, useEndpoint, useList } from '../query.ts'
import { Facts } from '../ui/Facts.tsx'
import { DataList } from '../ui/list/DataList.tsx'
import { useListState } from '../ui/list/list-state.ts'
import type { BulkAction, ListColumn, ListFilter } from '../ui/list/types.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { StatusBadge, type Tone } from '../ui/StatusBadge.tsx'
import { When } from '../ui/When.tsx'
import classes from './Notices.module.css'

const tones: Record<MailRow['status'], Tone> = {
  queued: 'info',
  sent: 'ok',
  filed: 'info',
  portal: 'info',
  bounced: 'late',
  failed: 'late',
}

function statusText(status: MailRow['status']): string {
  switch (status) {
    case 'queued':
      return m.notices_status_queued()
    case 'sent':
      return m.notices_status_sent()
    case 'filed':
      return m.notices_status_filed()
    case 'portal':
      return m.notices_status_portal()
    case 'bounced':
      return m.notices_status_bounced()
    case 'failed':
      return m.notices_status_failed()
  }
}

/** It will not leave unless somebody says so. */
const isOver = ({ status }: MailRow): boolean => status === 'failed' || status === 'bounced'

export function MailsPage() {
  const list = useListState('-createdAt')
  const status = noticeStatuses.find(one => one === list.value('status'))
  const mails = useList(noticesApi.mails, { query: { ...list.query, status } }, { watch: ['notice'] })
  const via = useEndpoint(noticesApi.mails, { query: { limit: 1 } }).data?.via
  const again = useAct(noticesApi.mailAgain, { changes: ['notice'] })
  const columns = useMemo(columnsOf, [])
  const filters = useMemo(filtersOf, [])
  const bulk = useMemo<BulkAction<MailRow>[]>(
    () => [
      {
        id: 'again',
        label: m.notices_again(),
        icon: RotateCw,
        refuse: rows => (rows.some(isOver) ? undefined : m.notices_again_none()),
        run: (rows, { clear }) => {
          for (const row of rows) if (isOver(row)) again.mutate({ params: { noticeId: row.id } })
          clear()
        },
      },
    ],
    [again.mutate],
  )
  const shown = mails.rows?.find(row => row.id === list.search.mail)
  return (
    <>
      <PageHeader title={m.notices_mails()} lead={m.notices_mails_what()} />
      {via === 'folder' ? (
        <Alert mb="md" variant="light" icon={<FolderOpen size={18} aria-hidden />} title={m.notices_folder()}>
          {m.notices_folder_what()}
        </Alert>
      ) : null}
      <DataList<MailRow>
        label={m.notices_mails()}
        list={list}
        {...mails}
        rowKey={row => row.id}
        rowName={row => row.title}
        rowHref={row => `/mails?${new URLSearchParams({ ...known(list.search), mail: row.id })}`}
        columns={columns}
        filters={filters}
        bulk={bulk}
        empty={{
          icon: <MailX size={28} aria-hidden />,
          title: m.notices_mails_none(),
          why: m.notices_mails_none_why(),
        }}
      />
      <Drawer
        opened={shown !== undefined}
        onClose={() => list.set({ mail: undefined })}
        position="right"
        size="lg"
        title={shown?.title}
        closeButtonProps={{ 'aria-label': m.ui_close() }}
      >
        {shown ? <Mail mail={shown} onAgain={() => again.mutate({ params: { noticeId: shown.id } })} /> : null}
      </Drawer>
    </>
  )
}

/** The URL's search part without what is not set. */
const known = (search: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined))

function Mail({ mail, onAgain }: { mail: MailRow; onAgain: () => void }) {
  return (
    <Stack>
      <Facts
        facts={[
          { label: m.notices_to(), value: `${mail.name} <${mail.email}>` },
          {
            label: m.notices_status(),
            value: <StatusBadge tone={tones[mail.status]}>{statusText(mail.status)}</StatusBadge>,
          },
          { label: m.notices_queued_at(), value: <When at={mail.createdAt} /> },
          { label: m.notices_sent_at(), value: mail.sentAt ? <When at={mail.sentAt} /> : null },
          { label: m.notices_opened_at(), value: mail.openedAt ? <When at={mail.openedAt} /> : null },
          {
            label: m.notices_together(),
            value: mail.together > 1 ? m.notices_together_with({ n: mail.together - 1 }) : null,
          },
          { label: m.notices_trouble(), value: mail.error },
        ]}
      />
      <Text component="pre" size="sm" className={classes.body}>
        {mail.text}
      </Text>
      {mail.personal ? <Text size="sm">{m.notices_personal()}</Text> : null}
      {mail.link ? <Go to={mail.link}>{m.notices_leads_to()}</Go> : null}
      {isOver(mail) ? (
        <Button leftSection={<RotateCw size={16} aria-hidden />} onClick={onAgain}>
          {m.notices_again()}
        </Button>
      ) : null}
    </Stack>
  )
}

const columnsOf = (): ListColumn<MailRow>[] => [
  {
    id: 'title',
    label: m.notices_subject(),
    cell: row => row.title,
    sortBy: row => row.title,
    card: 'title',
    text: row => row.title,
  },
  {
    id: 'email',
    label: m.notices_to(),
    cell: row => `${row.name} <${row.email}>`,
    sortBy: row => row.email,
    text: row => row.email,
  },
  {
    id: 'createdAt',
    label: m.notices_queued_at(),
    cell: row => <When at={row.createdAt} />,
    sortBy: row => row.createdAt,
    text: row => row.createdAt,
  },
  {
    id: 'status',
    label: m.notices_status(),
    cell: row => <StatusBadge tone={tones[row.status]}>{statusText(row.status)}</StatusBadge>,
    sortBy: row => row.status,
    card: 'corner',
    text: row => statusText(row.status),
  },
  { id: 'error', label: m.notices_trouble(), cell: row => row.error ?? '', card: 'hide', text: row => row.error ?? '' },
]

const filtersOf = (): ListFilter<MailRow>[] => [
  { kind: 'search', id: 'search' },
  {
    kind: 'choice',
    id: 'status',
    label: m.notices_status(),
    choices: noticeStatuses.map(status => ({ value: status, label: statusText(status) })),
  },
]
