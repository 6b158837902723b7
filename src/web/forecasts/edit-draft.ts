// The forecast being edited: what stands, what was typed over it, what would be published. Pure.
import type { Draft, LineToPublish } from '../../forecasts/api.ts'
import { FIRM_WEEKS_USUAL, readQuantity, zoneOf } from '../../forecasts/forecast.ts'
import { type Decimal, isDecimal } from '../../kernel/decimal.ts'
import { addDays, daysBetween } from '../../kernel/time.ts'
import { decimalText, readDecimal } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { GridCell } from './grid-cell.ts'

export type EditLine = Draft['lines'][number] & { key: string; added: boolean }

/** What a person has done to the standing forecast. Kept in the browser as it is. */
export interface Edits {
  /** By line and week, as typed; empty is a week of which nothing is said. */
  cells: Record<string, string>
  /** Lines left out: their demand ends. */
  out: string[]
  added: EditLine[]
  weeksAdded: number
}

export const noEdits: Edits = { cells: {}, out: [], added: [], weeksAdded: 0 }

export const isEdited = ({ cells, out, added, weeksAdded }: Edits): boolean =>
  Object.keys(cells).length + out.length + added.length + weeksAdded > 0

export const lineKey = ({ item, supplier, shipTo }: Pick<EditLine, 'item' | 'supplier' | 'shipTo'>): string =>
  [item, supplier, shipTo].join('\t')
export const editKey = (line: Pick<EditLine, 'key'>, start: string): string => `${line.key}\t${start}`

export const linesOf = (draft: Draft, edits: Edits): EditLine[] => [
  ...edits.added,
  ...draft.lines.map(line => ({ ...line, key: lineKey(line), added: false })),
]

export function weeksOf(draft: Draft, edits: Edits): string[] {
  const last = draft.weeks.at(-1)
  if (last === undefined) return []
  return [...draft.weeks, ...Array.from({ length: edits.weeksAdded }, (_, i) => addDays(last, 7 * (i + 1)))]
}

/** What was meant: the exact quantity, null for nothing, undefined for what is no quantity. */
export function meantQuantity(text: string): Decimal | null | undefined {
  if (text.trim() === '') return null
  const spoken = readDecimal(text.trim())
  const read = spoken === undefined ? undefined : readQuantity(spoken)
  return read !== undefined && isDecimal(read) ? read : undefined
}

/** The quantity of a cell as it would be published. */
export function quantityAt(line: EditLine, week: number, start: string, edits: Edits): Decimal | null | undefined {
  const typed = edits.cells[editKey(line, start)]
  if (typed === undefined) return (line.quantities[week] ?? null) as Decimal | null
  return meantQuantity(typed)
}

export function editCell(line: EditLine, week: number, start: string, edits: Edits): GridCell {
  const typed = edits.cells[editKey(line, start)]
  const before = line.quantities[week] ?? null
  if (typed === undefined) {
    const shown = before === null ? '' : decimalText(before)
    return {
      text: before ?? '',
      shown,
      tone: before === null ? 'quiet' : 'plain',
      words: shown || m.forecasts_cell_nothing(),
    }
  }
  const below = before === null ? undefined : m.forecasts_cell_was({ quantity: decimalText(before) })
  const quantity = meantQuantity(typed)
  if (quantity === undefined)
    return { text: typed, shown: typed, tone: 'wrong', mark: '!', below, words: m.forecasts_key_wrong() }
  const shown = quantity === null ? '' : decimalText(quantity)
  const words = [shown || m.forecasts_cell_nothing(), m.forecasts_key_edited(), below].filter(Boolean).join(', ')
  return { text: typed, shown, tone: 'edited', mark: '✎', below, words }
}

/**
 * Edits of an older release put over this draft, as far as its lines and weeks still stand; where both say something,
 * what was typed last holds.
 */
export function takeOver(draft: Draft, edits: Edits, older: Edits): Edits {
  const standing = new Set(draft.lines.map(lineKey))
  const known = new Set(edits.added.map(({ key }) => key))
  const added = [...edits.added, ...older.added.filter(({ key }) => !standing.has(key) && !known.has(key))]
  const lines = new Set([...standing, ...added.map(({ key }) => key)])
  const [first = ''] = draft.weeks
  const cells = Object.entries(older.cells).filter(([cell]) => {
    const cut = cell.lastIndexOf('\t')
    return lines.has(cell.slice(0, cut)) && cell.slice(cut + 1) >= first
  })
  const out = new Set([...edits.out, ...older.out.filter(key => standing.has(key))])
  return {
    cells: { ...Object.fromEntries(cells), ...edits.cells },
    out: [...out],
    added,
    weeksAdded: Math.max(
      edits.weeksAdded,
      weeksWanted(
        draft,
        cells.map(([cell]) => cell),
      ),
    ),
  }
}

/** So many weeks after the draft's last have something typed into them. */
function weeksWanted({ weeks }: Draft, cells: readonly string[]): number {
  const [last, typed] = [
    weeks.at(-1),
    cells
      .map(cell => cell.slice(cell.lastIndexOf('\t') + 1))
      .toSorted()
      .at(-1),
  ]
  if (last === undefined || typed === undefined) return 0
  return Math.max(0, daysBetween(last, typed) / 7)
}

export interface EditCounts {
  cells: number
  wrong: number
  /** Vendor numbers of suppliers that a change concerns. */
  suppliers: Set<string>
  lines: Set<string>
}

export function countEdits(lines: readonly EditLine[], edits: Edits): EditCounts {
  const byKey = new Map(lines.map(line => [line.key, line]))
  const counts: EditCounts = { cells: 0, wrong: 0, suppliers: new Set(), lines: new Set() }
  const touch = (line: EditLine | undefined) => {
    if (!line) return
    counts.suppliers.add(line.supplier)
    counts.lines.add(line.key)
  }
  for (const [key, text] of Object.entries(edits.cells)) {
    counts.cells++
    const line = byKey.get(key.slice(0, key.lastIndexOf('\t')))
    if (meantQuantity(text) === undefined) counts.wrong++
    touch(line)
  }
  for (const key of edits.out) touch(byKey.get(key))
  for (const line of edits.added) touch(line)
  return counts
}

export interface ToPublish {
  lines: LineToPublish[]
  /** Vendor numbers of suppliers that had lines and have none any more: all of their demand ends. */
  ended: string[]
  /** Lines that stood and are left out, of whichever supplier: their demand ends. */
  gone: EditLine[]
}

/**
 * Whole lines of every supplier that a change concerns, or of all: a share that is published replaces the one before,
 * so the lines that did not change go with it.
 */
export function toPublish(
  lines: readonly EditLine[],
  weeks: readonly string[],
  edits: Edits,
  suppliers: ReadonlySet<string> | 'all',
): ToPublish {
  const out = new Set(edits.out)
  const concerned = lines.filter(({ supplier }) => suppliers === 'all' || suppliers.has(supplier))
  const published = concerned.flatMap(line => {
    if (out.has(line.key)) return []
    const buckets = weeks.flatMap((start, week) => {
      const quantity = quantityAt(line, week, start, edits)
      return quantity === null || quantity === undefined ? [] : [{ start, quantity }]
    })
    if (buckets.length === 0) return []
    const { item, supplier, shipTo } = line
    return [{ item, supplier, shipTo, buckets }]
  })
  const left = new Set(published.map(({ supplier }) => supplier))
  const stood = new Set(concerned.filter(({ added }) => !added).map(({ supplier }) => supplier))
  const kept = new Set(published.map(lineKey))
  return {
    lines: published,
    ended: [...stood].filter(supplier => !left.has(supplier)),
    gone: concerned.filter(line => !line.added && !kept.has(lineKey(line))),
  }
}

/** To how many suppliers it goes. */
export const suppliersIn = ({ lines, ended }: ToPublish): number =>
  new Set([...lines.map(({ supplier }) => supplier), ...ended]).size

/** Weeks of the firm zone, counted from the first week of the grid, as the release before left it. */
export function firmWeeksOf({ firmUntil, weeks: [first] }: Pick<Draft, 'firmUntil' | 'weeks'>): number {
  if (firmUntil === null || first === undefined) return FIRM_WEEKS_USUAL
  return Math.max(0, Math.ceil(daysBetween(first, firmUntil) / 7))
}

/** The first day that is planning: what the grid shows is what is published, whichever week is the first that says anything. */
export const firmUntilIn = (weeks: readonly string[], firmWeeks: number): string =>
  addDays(weeks[0] ?? '', 7 * firmWeeks)

/** Weeks with their zone as it would be. */
export const zonedWeeks = (weeks: readonly string[], firmWeeks: number) =>
  weeks.map(start => ({ start, zone: zoneOf(start, firmUntilIn(weeks, firmWeeks)) }))
