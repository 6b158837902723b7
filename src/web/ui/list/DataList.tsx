// The one list of the portal: filters and order in the URL, many rows at once, keys, empty and failed states, cards on phones.
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { RowData } from '@tanstack/react-table'
import { Download, FilterX } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useGo } from '../../go.tsx'
import { countText } from '../../i18n/format.ts'
import { m } from '../../i18n/index.ts'
import { EmptyState } from '../EmptyState.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { BulkBar } from './BulkBar.tsx'
import { csvOf, saveFile } from './csv.ts'
import classes from './DataList.module.css'
import { ClearFilters, FilterBar } from './FilterBar.tsx'
import type { ListState } from './list-state.ts'
import { RowCards } from './RowCards.tsx'
import { RowsTable } from './RowsTable.tsx'
import type { BulkAction, ListColumn, ListFilter, ListSource } from './types.ts'
import { useListKeys } from './use-list-keys.ts'
import { type ListRow, useRows } from './use-rows.ts'

export interface DataListProps<T> {
  /** What is listed, for screen readers and the name of the exported file: "Orders". */
  label: string
  list: ListState
  /** The query: its loading and failing are shown here. */
  source: ListSource
  rows: readonly T[] | undefined
  columns: readonly ListColumn<T>[]
  rowKey: (row: T) => string
  /** What a person calls the row: its number. */
  rowName: (row: T) => string
  /** Where the row opens. The first column, or `linkColumn`, becomes the link. */
  rowHref?: ((row: T) => string) | undefined
  linkColumn?: string | undefined
  filters?: readonly ListFilter<T>[] | undefined
  bulk?: readonly BulkAction<T>[] | undefined
  /** `server`: rows come ordered by `list.sortText`. Default: ordered here. */
  sorted?: 'here' | 'server' | undefined
  /** How many match in all, when the server sends only the first of them. */
  total?: number | undefined
  /** Set when bulk actions can be done by the server to all that match. */
  matchingAll?: boolean | undefined
  more?: { load: () => void; loading: boolean } | undefined
  /** Whether keys walk it; false for the lesser of two lists on a page. Default true. */
  keys?: boolean | undefined
  /** Shown when there is nothing at all (not when filters hide everything): why, and what to do next. */
  empty: { title: string; why: ReactNode; action?: ReactNode; icon?: ReactNode }
  /** Offers the rows shown as CSV: columns with `text`. Default true when any column has it. */
  actions?: ReactNode | undefined
}

/** What the table and the cards draw. */
export interface RowsView<T extends RowData> {
  label: string
  rows: readonly ListRow<T>[]
  columns: readonly ListColumn<T>[]
  rowName: (row: T) => string
  rowHref: ((row: T) => string) | undefined
  linkColumn: string | undefined
  at: number
  setAt: (index: number) => void
  open: (index: number) => void
  pickedCount: number
  isPicked: (id: string) => boolean
  onPick: ((index: number, range: boolean) => void) | undefined
  onPickAll: () => void
}

const none: readonly never[] = []

export function DataList<T extends RowData>(props: DataListProps<T>) {
  const { list, source, columns, rowHref, filters = none, bulk = none, total } = props
  const phone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false })
  const go = useGo()
  const searchRef = useRef<HTMLInputElement>(null)
  const frame = useRef<HTMLElement>(null)
  const given = { rows: props.rows ?? none, columns, filters, rowKey: props.rowKey, list }
  const sortedByServer = props.sorted === 'server'
  const { rows, picked, setPicked, pickedRows, clear } = useRows<T>({ ...given, sortedByServer })
  const [matching, setMatching] = useState(false)
  const lastPicked = useRef(-1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter means another set of matching rows
  useEffect(() => setMatching(false), [list.search, pickedRows.length])

  const open = (index: number) => {
    const row = rows[index]
    if (row && rowHref) go(rowHref(row.original))
  }
  const pick = (index: number, range: boolean) => {
    const row = rows[index]
    if (!row) return
    const on = !picked[row.id]
    const from = range && lastPicked.current >= 0 ? lastPicked.current : index
    const span = rows.slice(Math.min(from, index), Math.max(from, index) + 1)
    lastPicked.current = index
    setPicked(was => {
      const next = { ...was }
      for (const one of span) {
        if (on) next[one.id] = true
        else delete next[one.id]
      }
      return next
    })
  }
  const scrollTo = useCallback((index: number) => {
    requestAnimationFrame(() =>
      frame.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
  }, [])
  const [at, setAt] = useListKeys({
    count: rows.length,
    open: rowHref ? open : undefined,
    pick: bulk.length > 0 ? index => pick(index, false) : undefined,
    scrollTo,
    searchRef,
    on: props.keys ?? true,
  })
  const view: RowsView<T> = {
    label: props.label,
    rows,
    columns: columns.filter(column => !column.exportOnly),
    rowName: props.rowName,
    rowHref,
    linkColumn: props.linkColumn,
    at,
    setAt,
    open,
    pickedCount: pickedRows.length,
    isPicked: id => picked[id] === true,
    onPick: bulk.length > 0 ? pick : undefined,
    onPickAll: () =>
      setPicked(pickedRows.length === rows.length ? {} : Object.fromEntries(rows.map(row => [row.id, true as const]))),
  }
  const matchingTotal = props.matchingAll && total !== undefined && total > rows.length ? total : undefined
  return (
    <section ref={frame} aria-label={props.label} aria-busy={source.isPending}>
      <FilterBar filters={filters} list={list} searchRef={searchRef} views={props.keys ?? true}>
        {props.rows ? <Count shown={rows.length} total={total} /> : null}
        {props.actions}
        <ExportButton label={props.label} columns={columns} rows={rows} />
      </FilterBar>
      <Body {...props} view={view} filters={filters} phone={phone} />
      {props.more && total !== undefined && total > (props.rows?.length ?? 0) ? <More {...props.more} /> : null}
      <BulkBar
        rows={pickedRows}
        actions={bulk}
        clear={clear}
        matching={
          matchingTotal === undefined
            ? undefined
            : { total: matchingTotal, on: matching, choose: () => setMatching(true) }
        }
      />
    </section>
  )
}

/** Asks for more as its button comes near; the button stays for the keyboard, and for when asking failed. */
function More({ load, loading }: { load: () => void; loading: boolean }) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const node = place.current
    if (!node) return
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) latest.current()
      },
      { rootMargin: '600px' },
    )
    watch.observe(node)
    return () => watch.disconnect()
  }, [])
  return (
    <Group ref={place} justify="center" mt="sm" className="no-print">
      <Button variant="default" size="xs" loading={loading} onClick={load}>
        {m.ui_list_more()}
      </Button>
    </Group>
  )
}

type BodyProps<T extends RowData> = DataListProps<T> & {
  view: RowsView<T>
  filters: readonly ListFilter<T>[]
  phone: boolean
}

/** Failed, loading, empty, nothing matches, or the rows. */
function Body<T extends RowData>({ source, rows, view, filters, list, empty, phone }: BodyProps<T>) {
  if (source.error && rows === undefined)
    return <ProblemAlert problem={source.error} onRetry={() => void source.refetch()} />
  if (rows === undefined) return <ListSkeleton />
  if (view.rows.length === 0) {
    const filtered = filters.some(filter => list.value(filter.id))
    return (
      <div className={classes.frame}>
        {filtered ? (
          <EmptyState
            icon={<FilterX size={28} aria-hidden />}
            title={m.ui_list_none_match()}
            why={m.ui_list_none_match_why()}
            action={<ClearFilters filters={filters} list={list} />}
          />
        ) : (
          <EmptyState {...empty} />
        )}
      </div>
    )
  }
  return (
    <>
      {source.error ? <ProblemAlert problem={source.error} onRetry={() => void source.refetch()} /> : null}
      <div className={phone ? undefined : classes.frame} data-stale={source.isPlaceholderData || undefined}>
        {phone ? <RowCards view={view} list={list} /> : <RowsTable view={view} list={list} />}
      </div>
    </>
  )
}

/** Shown only when loading takes long enough to be noticed; earlier it would be a flicker. */
const skeletonAfterMs = 150

export function ListSkeleton() {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), skeletonAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Stack
      gap={6}
      className={classes.skeleton}
      data-shown={shown || undefined}
      role="progressbar"
      aria-label={m.ui_loading()}
    >
      {Array.from({ length: 8 }, (_, index) => `row-${index}`).map(key => (
        <Skeleton key={key} h={30} />
      ))}
    </Stack>
  )
}

function Count({ shown, total }: { shown: number; total: number | undefined }) {
  const many = total !== undefined && total > shown
  return (
    <Text size="sm" c="dimmed" role="status">
      {many
        ? m.ui_list_count_of({ shown: countText(shown), total: countText(total) })
        : m.ui_list_count({ n: shown, shown: countText(shown) })}
    </Text>
  )
}

function ExportButton<T extends RowData>({ label, columns, rows }: Pick<RowsView<T>, 'label' | 'columns' | 'rows'>) {
  const spoken = columns.filter(column => column.text)
  if (spoken.length === 0 || rows.length === 0) return null
  const save = () => {
    const cells = rows.map(row => spoken.map(column => column.text?.(row.original) ?? ''))
    saveFile(
      `${label.toLowerCase().replaceAll(' ', '-')}.csv`,
      csvOf(
        spoken.map(column => column.textLabel ?? column.label),
        cells,
      ),
    )
  }
  return (
    <Button variant="default" size="xs" leftSection={<Download size={14} aria-hidden />} onClick={save}>
      {m.ui_list_export()}
    </Button>
  )
}
