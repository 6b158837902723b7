// The same list on a phone: one card a row.
import { NativeSelect } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import { lazy, Suspense } from 'react'
import { m } from '../../i18n/index.ts'
import { part } from '../../parts.ts'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'
import { type ListState, readSort, writeSort } from './list-state.ts'
import type * as Long from './long-lists.tsx'
import { RowCard } from './RowCard.tsx'
import { drawAllMax } from './RowsTable.tsx'
import type { ListColumn } from './types.ts'

export function RowCards<T extends RowData>({ view, list }: { view: RowsView<T>; list: ListState }) {
  const all = view.rows.length <= drawAllMax
  const plain = (count: number) => (
    <ul className={classes.cards} aria-label={view.label}>
      {view.rows.slice(0, count).map((row, index) => (
        <li key={row.id} data-index={index} className={classes.cardPlace}>
          <RowCard view={view} index={index} />
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <SortSelect columns={view.columns} list={list} />
      {all ? (
        plain(drawAllMax)
      ) : (
        <Suspense fallback={plain(20)}>
          <LongCards view={view} />
        </Suspense>
      )}
    </>
  )
}

/** `lazy` forgets that the component is generic. */
const LongCards = lazy(
  part(() => import('./long-lists.tsx').then(x => ({ default: x.LongCards }))),
) as unknown as typeof Long.LongCards

function SortSelect<T>({ columns, list }: { columns: readonly ListColumn<T>[]; list: ListState }) {
  const choices = columns
    .filter(column => column.sortBy)
    .flatMap(({ id, label }) => [
      { value: id, label: `${label}, ${m.ui_list_sorted_up()}` },
      { value: `-${id}`, label: `${label}, ${m.ui_list_sorted_down()}` },
    ])
  if (choices.length === 0) return null
  return (
    <NativeSelect
      mb="xs"
      aria-label={m.ui_list_sort()}
      value={writeSort(list.sort) ?? ''}
      data={[{ value: '', label: `${m.ui_list_sort()} …` }, ...choices]}
      onChange={event => list.setSort(readSort(event.currentTarget.value))}
    />
  )
}
