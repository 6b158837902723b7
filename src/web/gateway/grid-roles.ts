// Roles of a grid whose rows are laid out by their place, as no table's can be: it keeps the focus and names its row.
export const roles = {
  grid: { role: 'grid', tabIndex: 0 },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const
