// The picked rows of a list as a CSV file: a bulk action that every list can offer.
import { Download } from 'lucide-react'
import { m } from '../../i18n/index.ts'
import { csvOf, saveFile } from './csv.ts'
import type { BulkAction, ListColumn } from './types.ts'

/** Columns that say how they read as text, in the order of the list; cells are kept from being formulas. */
export function csvOfRows<T>(columns: readonly ListColumn<T>[], rows: readonly T[]): string {
  const spoken = columns.filter(column => column.text)
  return csvOf(
    spoken.map(column => column.textLabel ?? column.label),
    rows.map(row => spoken.map(column => column.text?.(row) ?? '')),
  )
}

export function exportPicked<T>(label: string, columns: readonly ListColumn<T>[]): BulkAction<T> {
  return {
    id: 'export',
    label: m.ui_list_export_picked(),
    icon: Download,
    run: rows => saveFile(`${label.toLowerCase().replaceAll(' ', '-')}.csv`, csvOfRows(columns, rows)),
  }
}
