// One row of a list as a card, for phones.
import { Checkbox, Group } from '@mantine/core'
import type { RowData } from '@tanstack/react-table'
import { Go } from '../../go.tsx'
import { m } from '../../i18n/index.ts'
import classes from './DataList.module.css'
import type { RowsView } from './DataList.tsx'
import { meansRow } from './TableRow.tsx'
import type { ListColumn } from './types.ts'

export function RowCard<T extends RowData>({ view, index }: { view: RowsView<T>; index: number }) {
  const row = view.rows[index]
  if (!row) return null
  const href = view.rowHref?.(row.original)
  const placed = (where: ListColumn<T>['card']) => view.columns.filter(column => (column.card ?? 'line') === where)
  const titles = placed('title')
  const titled = titles.length > 0 ? titles : view.columns.slice(0, 1)
  const title = titled.map(column => <span key={column.id}>{column.cell(row.original)}</span>)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the card's link does the same
    // biome-ignore lint/a11y/noStaticElementInteractions: the card's link does the same
    <div
      className={classes.card}
      data-row={row.id}
      data-at={view.at === index || undefined}
      data-picked={view.isPicked(row.id) || undefined}
      onClick={event => {
        view.setAt(index)
        if (href && meansRow(event)) view.open(index)
      }}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <Group gap="xs" wrap="nowrap">
          {view.onPick ? (
            <Checkbox
              size="sm"
              aria-label={m.ui_list_pick({ name: view.rowName(row.original) })}
              checked={view.isPicked(row.id)}
              onChange={() => view.onPick?.(index, false)}
            />
          ) : null}
          {href ? (
            <Go to={href} fw={600} className={classes.cardTitle ?? ''}>
              {title}
            </Go>
          ) : (
            <span className={classes.cardTitle}>{title}</span>
          )}
        </Group>
        <Group gap={6} justify="flex-end" ta="end">
          {placed('corner').map(column => (
            <span key={column.id}>{column.cell(row.original)}</span>
          ))}
        </Group>
      </Group>
      <dl className={classes.lines}>
        {placed('line')
          .filter(column => !titled.includes(column))
          .map(column => (
            <div key={column.id}>
              <dt>{column.label}</dt>
              <dd>{column.cell(row.original)}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}
