// The rows one sees, as CSV that opens right and does nothing when opened.

/** Text that a spreadsheet would take for a formula is kept as text by a leading quote. */
export function guarded(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell
}

export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => cells.map(cell => quote(guarded(cell))).join(',')
  // A byte order mark, without which Excel reads UTF-8 as Windows-1252.
  return `\uFEFF${[header, ...rows].map(line).join('\r\n')}\r\n`
}

function quote(cell: string): string {
  return /[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
