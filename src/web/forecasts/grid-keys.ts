// Where the keys lead in a grid, and what was pasted into it. Pure.

export interface Place {
  row: number
  week: number
}

interface Key {
  key: string
  ctrlKey: boolean
  metaKey: boolean
}

/** Rows that a page key jumps. */
const pageRows = 10

/** Where a key leads, or undefined for keys that do not move. */
export function stepOf(
  { key, ctrlKey, metaKey }: Key,
  { row, week }: Place,
  size: { rows: number; weeks: number },
): Place | undefined {
  const far = ctrlKey || metaKey
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, week }
    case 'ArrowDown':
      return { row: far ? size.rows - 1 : row + 1, week }
    case 'ArrowLeft':
      return { row, week: far ? 0 : week - 1 }
    case 'ArrowRight':
      return { row, week: far ? size.weeks - 1 : week + 1 }
    case 'Home':
      return { row: far ? 0 : row, week: 0 }
    case 'End':
      return { row: far ? size.rows - 1 : row, week: size.weeks - 1 }
    case 'PageUp':
      return { row: row - pageRows, week }
    case 'PageDown':
      return { row: row + pageRows, week }
    default:
      return undefined
  }
}

/** Cells as spreadsheets copy them: rows by line, cells by tab. A quoted cell may hold both. */
export function tableOf(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let match = cell.exec(plain); match; match = cell.exec(plain)) {
    const [whole, quoted, bare = '', end] = match
    rows.at(-1)?.push((quoted === undefined ? bare : quoted.replaceAll('""', '"')).trim())
    if (end === '\n') rows.push([])
    if (end === '' || whole === '') break
  }
  return rows
}
