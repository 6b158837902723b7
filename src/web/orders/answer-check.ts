// What is wrong with an answer before it is sent, and what will come of it, by the server's own rules. Pure.

import { cmp, type Decimal, decimal, isDecimal, readDecimal, sub, sum, ZERO } from '../../kernel/decimal.ts'
import type { Refusal } from '../../kernel/errors.ts'
import type { LineDetail, OrderDetail } from '../../orders/api.ts'
import { type LineState, type Promised, refuse, same, wanted } from '../../orders/order-line.ts'
import { mostTaken, withinTolerance } from '../../orders/tolerance.ts'
import { dateText, decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'
import { actOf, type LineDraft } from './answer-draft.ts'

/** A field of a line's answer: of a delivery, or its reason. */
export interface FaultyField {
  row: number
  field: 'quantity' | 'date' | 'reason'
}

export interface Fault extends Partial<FaultyField> {
  text: string
  /** Not typed yet, which is no mistake until it is to be sent. */
  missing: boolean
}

export interface Checked {
  faults: Fault[]
  /** What will come of it, in words; empty while it cannot be sent. */
  effect: string
}

/** The line as the server's rules know it. */
export function stateOf(line: LineDetail, tolerance: OrderDetail['tolerance']): LineState {
  const { quantity, unit, needBy, promised, at } = line
  const lasting = { asked: { quantity, unit, needBy, quantityMax: mostTaken(decimal(quantity), tolerance) }, promised }
  if (at === 'proposed' || at === 'countered') return { at, ...lasting, open: line.open?.promised ?? [] }
  return at === 'rejected' ? { at, ...lasting, reason: line.rejectReason ?? '' } : { at, ...lasting }
}

interface Measure {
  tolerance: OrderDetail['tolerance']
  /** The ship-to's day. */
  today: string
  /** Of the agreed calendar. */
  isClosed?: (day: string) => boolean
}

export function checkOf(
  line: LineDetail,
  draft: LineDraft,
  { tolerance, today, isClosed = () => false }: Measure,
): Checked {
  const act = actOf(draft)
  if (!act || act.act === 'accept') return { faults: [], effect: '' }
  if (act.act === 'reject') {
    const faults = act.reason.trim() === '' ? [missing(m.orders_missing_reason(), 0, 'reason')] : []
    return { faults, effect: '' }
  }
  const gaps = gapsOf(act.promised)
  if (gaps.length > 0) return { faults: gaps, effect: '' }
  const state = stateOf(line, tolerance)
  const tolerated = act.promised.every(({ quantity }) => isDecimal(readDecimal(quantity)))
    ? withinTolerance(wanted(state), act.promised, tolerance)
    : false
  const refused = refuse(state, { type: 'line.proposed', promised: act.promised, tolerated, today })
  if (refused) return { faults: [faultOf(refused)], effect: '' }
  const closed = act.promised.filter(({ date }) => isClosed(date)).map(({ date }) => dateText(date))
  const warned = closed.length > 0 ? [m.orders_effect_closed({ days: closed.join(', ') })] : []
  return { faults: [], effect: [effectOf(state, act.promised, tolerated), ...warned].join(' ') }
}

const missing = (text: string, row: number, field: FaultyField['field']): Fault => ({ text, row, field, missing: true })

function gapsOf(promised: readonly Promised[]): Fault[] {
  return promised.flatMap(({ quantity, date }, row) => {
    const n = promised.length > 1 ? row + 1 : 0
    return [
      ...(quantity.trim() === ''
        ? [missing(n ? m.orders_missing_quantity_of({ n }) : m.orders_missing_quantity(), row, 'quantity')]
        : []),
      ...(date === '' ? [missing(n ? m.orders_missing_date_of({ n }) : m.orders_missing_date(), row, 'date')] : []),
    ]
  })
}

/** A refusal at its field: `promised/0/date`, whatever stands before that. */
export function faultOf({ detail, where, remedy }: Pick<Refusal, 'detail' | 'where' | 'remedy'>): Fault {
  const text = [detail, remedy].filter(Boolean).join(' ')
  const place = /promised[/.](\d+)[/.](quantity|date)$/.exec(where ?? '')
  if (place) return { text, row: Number(place[1]), field: place[2] === 'date' ? 'date' : 'quantity', missing: false }
  if (/reason$/.test(where ?? '')) return { text, row: 0, field: 'reason', missing: false }
  return { text, missing: false }
}

function effectOf(state: LineState, promised: readonly Promised[], tolerated: boolean): string {
  if (same(promised, wanted(state))) return m.orders_effect_as_asked()
  const { unit } = state.asked
  const rest = sub(total(wanted(state)), total(promised))
  const order = cmp(rest, ZERO)
  if (order > 0) {
    const less = { quantity: decimalText(rest), unit }
    return tolerated ? m.orders_effect_less_tolerated(less) : m.orders_effect_less(less)
  }
  if (order < 0) {
    const more = { quantity: decimalText(sub(ZERO, rest)), unit }
    return tolerated ? m.orders_effect_more_tolerated(more) : m.orders_effect_more(more)
  }
  return tolerated ? m.orders_effect_tolerated() : m.orders_effect_waits()
}

const total = (rows: readonly Promised[]): Decimal => sum(rows.map(({ quantity }) => decimal(quantity)))
