// The views that one has saved of a list: each leads there with one click; what is shown now is saved under a name.
import { ActionIcon, Button, Divider, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { Bookmark, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type SavedView, viewsApi } from '../../../accounts/views-api.ts'
import { Go } from '../../go.tsx'
import { m } from '../../i18n/index.ts'
import { useAct, useEndpoint } from '../../query.ts'
import { type Search, stringifySearch } from '../../search.ts'
import { AnchoredPopover } from '../Anchored.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import type { Panel } from '../use-opener.ts'
import { ListSkeleton } from './DataList.tsx'

interface SavedViewsProps {
  panel: Panel
  page: string
  /** All that the address says now. */
  search: Search
}

export function SavedViews({ panel, page, search }: SavedViewsProps) {
  const { data, error, refetch } = useEndpoint(viewsApi.views, {}, { watch: ['views'] })
  const views = data?.rows.filter(view => view.page === page)
  return (
    <AnchoredPopover panel={panel} position="bottom-end" width={300} shadow="md">
      <Popover.Dropdown aria-label={m.ui_views()}>
        <Stack gap="xs">
          {error && !views ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
          {views || error ? null : <ListSkeleton />}
          {views?.length === 0 ? (
            <Text size="sm" c="dimmed">
              {m.ui_views_none()}
            </Text>
          ) : null}
          {views?.map(view => (
            <OneView key={view.id} view={view} onGo={panel.close} />
          ))}
          <Divider />
          <SaveView page={page} search={stringifySearch(search).slice(1)} taken={views ?? []} />
        </Stack>
      </Popover.Dropdown>
    </AnchoredPopover>
  )
}

function OneView({ view, onGo }: { view: SavedView; onGo: () => void }) {
  const remove = useAct(viewsApi.deleteView, { changes: ['views'] })
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <Go
        to={`${view.page}${view.search ? `?${view.search}` : ''}`}
        size="sm"
        onClick={onGo}
        style={{ overflowWrap: 'anywhere' }}
      >
        <Bookmark size={13} aria-hidden /> {view.name}
      </Go>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={m.ui_views_delete({ name: view.name })}
        loading={remove.isPending}
        onClick={() => remove.mutate({ params: { viewId: view.id } })}
      >
        <Trash2 size={15} />
      </ActionIcon>
    </Group>
  )
}

function SaveView({ page, search, taken }: { page: string; search: string; taken: readonly SavedView[] }) {
  const [name, setName] = useState('')
  const save = useAct(viewsApi.saveView, { changes: ['views'], done: m.ui_views_saved() })
  const replaces = taken.some(view => view.name === name.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ body: { page, name, search } }, { onSuccess: () => setName('') })
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          label={m.ui_views_name()}
          maxLength={60}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" disabled={name.trim() === ''} loading={save.isPending}>
          {replaces ? m.ui_views_replace() : m.ui_views_save()}
        </Button>
      </Group>
    </form>
  )
}
