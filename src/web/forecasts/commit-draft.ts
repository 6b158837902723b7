// What a supplier has typed into its commit and not sent yet. Pure.
import type { CommitCell, ShareDetail, ShareLine } from '../../forecasts/api.ts'
import { isAsked, refuseCommit } from '../../forecasts/forecast.ts'
import { cmp, type Decimal, isDecimal, readDecimal as readExact, ZERO } from '../../kernel/decimal.ts'
import { decimalText, readDecimal } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import type { GridCell } from './grid-cell.ts'

/** By line and week: what was typed, as typed. */
export type Typed = ReadonlyMap<string, string>

export const cellKey = (lineId: string, start: string): string => `${lineId} ${start}`

/** The exact quantity that was meant, or undefined. */
export function meant(text: string): Decimal | undefined {
  const spoken = readDecimal(text)
  const read = spoken === undefined ? undefined : readExact(spoken)
  return read !== undefined && isDecimal(read) ? read : undefined
}

export interface DraftCell {
  line: ShareLine
  start: string
  typed: string
  forecast: Decimal
  quantity: Decimal | undefined
  /** Less than forecast, so that a reason is wanted. */
  short: boolean
  /** Why the server would not take it, whatever the reason. */
  wrong: string | undefined
}

/** Everything typed that says something else than what is committed already. */
export function draftCells(share: ShareDetail, typed: Typed): DraftCell[] {
  const starts = share.weeks.map(({ start }) => start)
  return share.lines.flatMap(line =>
    starts.flatMap((start, week) => {
      const text = typed.get(cellKey(line.id, start))
      if (text === undefined) return []
      const forecast = (line.quantities[week] ?? ZERO) as Decimal
      const quantity = meant(text)
      const wrong = wrongOf(text, line.unit)
      const short = wrong === undefined && quantity !== undefined && cmp(quantity, forecast) < 0
      return [{ line, start, typed: text, forecast, quantity, short, wrong }]
    }),
  )
}

/** What nobody can commit, in the server's words: below nothing, half a piece, or no number at all. */
function wrongOf(text: string, unit: string): string | undefined {
  const quantity = meant(text)
  if (quantity === undefined) return m.forecasts_cell_unreadable({ text })
  const refused = refuseCommit({ quantity, reason: '' }, ZERO, unit)
  return refused && [refused.detail, refused.remedy].filter(Boolean).join(' ')
}

/** The cells as the server takes them; undefined while one of them cannot be sent. */
export function sendable(cells: readonly DraftCell[], reasonOf: (cell: DraftCell) => string): CommitCell[] | undefined {
  const ready = cells.flatMap(cell => {
    const { line, start, quantity, forecast } = cell
    const reason = cell.short ? reasonOf(cell).trim() : ''
    if (quantity === undefined || refuseCommit({ quantity, reason }, forecast, line.unit)) return []
    return [{ lineId: line.id, start, quantity, ...(reason === '' ? {} : { reason }) }]
  })
  return ready.length === cells.length ? ready : undefined
}

/** How many cells would be committed as forecast beside those typed: all that want a word and got none here. */
export function openBeside(share: ShareDetail, cells: readonly DraftCell[]): number {
  const weekOf = new Map(share.weeks.map(({ start }, week) => [start, week]))
  const said = cells.filter(({ line, start, forecast }) => {
    const origin = line.origins[weekOf.get(start) ?? -1] ?? null
    return isAsked(forecast, origin === null ? undefined : { origin })
  })
  return share.asked - said.length
}

/** One cell of the commit grid. */
export function commitCell(share: ShareDetail, line: ShareLine, week: number, typed: Typed, wanted: boolean): GridCell {
  const start = share.weeks[week]?.start ?? ''
  const forecast = line.quantities[week] ?? null
  const before = line.previous[week] ?? null
  const text = typed.get(cellKey(line.id, start))
  const committed = line.committed[week] ?? null
  const origin = line.origins[week] ?? null
  const changed = before !== null && forecast !== null && before !== forecast
  const below = forecast === null ? undefined : `${changed ? 'Δ ' : ''}${decimalText(forecast)}`
  const words = (state: string) =>
    [
      state,
      forecast === null ? '' : m.forecasts_cell_forecast({ quantity: decimalText(forecast) }),
      changed ? m.forecasts_cell_was({ quantity: decimalText(before) }) : '',
      text === undefined ? (line.reasons[start] ?? '') : '',
    ]
      .filter(Boolean)
      .join(', ')
  if (forecast === null) return { text: '', shown: '', tone: 'quiet', below, words: words(m.forecasts_cell_nothing()) }
  if (text !== undefined) {
    const quantity = meant(text)
    const wrong = wrongOf(text, line.unit)
    if (quantity === undefined || wrong !== undefined)
      return { text, shown: text, tone: 'wrong', mark: '!', below, words: words(wrong ?? '') }
    const mark = `✎${markOf(quantity, forecast as Decimal)}`
    const shown = decimalText(quantity)
    return { text, shown, tone: 'edited', mark, below, words: words(`${shown}, ${m.forecasts_key_edited()}`) }
  }
  if (!wanted) return { text: '', shown: '', tone: 'quiet', below, words: words('') }
  if (committed === null) {
    const asked = isAsked(forecast, undefined)
    const state = asked ? m.forecasts_key_asked() : m.forecasts_cell_nothing()
    return {
      text: '',
      shown: '',
      tone: asked ? 'asked' : 'plain',
      mark: asked ? '?' : undefined,
      below,
      words: words(state),
    }
  }
  const shown = decimalText(committed)
  if (origin === 'carried' && isAsked(forecast, { origin }))
    return {
      text: committed,
      shown,
      tone: 'carried',
      mark: '~?',
      below,
      words: words(`${shown}, ${m.forecasts_key_carried()}`),
    }
  const mark = markOf(committed as Decimal, forecast as Decimal)
  const tone = mark === '▼' ? 'short' : 'plain'
  return { text: committed, shown, tone, mark: mark || undefined, below, words: words(shown) }
}

function markOf(quantity: Decimal, forecast: Decimal): string {
  const order = cmp(quantity, forecast)
  return order < 0 ? '▼' : order > 0 ? '▲' : ''
}
