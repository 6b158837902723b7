// What the form says of an answer before it is sent: the server's refusals, what is missing, and what will come of it.
import { describe, expect, test } from 'vitest'
import type { LineDetail } from '../../orders/api.ts'
import { checkOf, faultOf } from './answer-check.ts'
import type { LineDraft } from './answer-draft.ts'
import { toleranceText } from './tolerance-text.ts'

const today = '2026-11-26'
const tolerance = { daysEarly: 2, daysLate: 1, quantityPercentUnder: '0', quantityPercentOver: '5' }
const line: LineDetail = {
  ...{ id: 'x', lineNumber: 2, itemId: null, buyerPart: 'BAT-2', supplierPart: 'NL-BAT20', description: 'Battery' },
  ...{ unit: 'EA', quantity: '30', needBy: '2026-12-18', askedVersion: 1, mark: 'm', firstPromise: null },
  ...{ keepUntil: null, earliest: null },
  ...{ at: 'awaiting-answer', promised: [], open: null, rejectReason: null, late: false, lateDays: null },
}
const typed = (choice: LineDraft['choice'], ...rows: [string, string][]): LineDraft => ({
  ...{ choice, reason: '', basedOn: 'm' },
  rows: rows.map(([quantity, date]) => ({ quantity, date })),
})
const check = (draft: LineDraft) => checkOf(line, draft, { tolerance, today })

describe('an answer being typed', () => {
  test('for a day that has passed is wrong at its day, before it is sent', () => {
    expect(check(typed('date', ['30', '2026-11-20'])).faults).toEqual([
      {
        ...{ row: 0, field: 'date', missing: false },
        text: 'Fri 20 Nov 2026 lies before Thu 26 Nov 2026, the day of this answer. Promise that day or a later one.',
      },
    ])
  })
  test('that is not whole yet says what is missing of which delivery', () => {
    const texts = (draft: LineDraft) => check(draft).faults.map(({ text, missing }) => [text, missing])
    expect(texts(typed('split', ['20', '2026-12-18'], ['', '']))).toEqual([
      ['The quantity of delivery 2 is missing.', true],
      ['The day of delivery 2 is missing.', true],
    ])
    expect(texts(typed('quantity', ['', '2026-12-18']))).toEqual([['The quantity is missing.', true]])
    expect(texts(typed('reject'))).toEqual([['The reason is missing.', true]])
  })
  test.each([
    [['30', '2026-12-18'], 'As asked: confirmed at once.'],
    [['30', '2026-12-19'], 'Agreed at once: it lies within what you have agreed.'],
    [['30', '2026-12-20'], 'Waits for the customer to decide.'],
    [['17', '2026-12-18'], '13 EA less than asked: the customer decides.'],
    [['31', '2026-12-18'], '1 EA more than asked, which is agreed at once.'],
    [['31', '2026-12-24'], '1 EA more than asked: the customer decides.'],
  ] as [[string, string], string][])('of %s says: %s', (row, effect) => {
    expect(check(typed('split', row))).toEqual({ faults: [], effect })
  })
  test('of a day on which the agreed calendar is closed says so, and may be sent', () => {
    const isClosed = (day: string) => day === '2026-12-20'
    const said = (day: string) => checkOf(line, typed('date', ['30', day]), { tolerance, today, isClosed })
    expect(said('2026-12-20').faults).toEqual([])
    expect(said('2026-12-20').effect).toMatch(
      /^Waits for the customer to decide\. The agreed calendar is closed on Sun/,
    )
    expect(said('2026-12-21').effect).toBe('Waits for the customer to decide.')
  })
  test('is never advised what would be refused, and its days are said in words', () => {
    const text = (...rows: [string, string][]) => check(typed('split', ...rows)).faults[0]?.text
    expect(text(['31.5', '2026-12-18'])).toBe('31.5 EA is not a whole number of pieces. Say 31.')
    expect(text(['30.5', '2026-12-18'])).toBe('30.5 EA is not a whole number of pieces. Say 30 or 31.')
    expect(text(['10', '2026-12-16'], ['10', '2026-12-16'])).toMatch(/^Wed 16 Dec 2026 stands there twice\./)
  })
  test('of half a piece, of nothing, or of more than anybody takes is refused as the server would', () => {
    const codes = ['5.5', '0', '-1', '32'].map(quantity => check(typed('quantity', [quantity, '2026-12-18'])).faults[0])
    expect(codes.map(fault => fault?.field)).toEqual(['quantity', 'quantity', 'quantity', undefined])
    expect(codes[3]?.text).toContain('Promise 31 EA at most')
  })
})

test('a refusal of the server finds its field, whatever lines were sent before it', () => {
  const detail = 'Line 2: A promised quantity is more than 0.'
  const where = 'lines.0.answer.promised.1.quantity'
  expect(faultOf({ detail, where, remedy: undefined })).toMatchObject({ row: 1, field: 'quantity', text: detail })
})

test('the tolerance says what is agreed at once, what waits, and what cannot be promised', () => {
  expect(toleranceText(tolerance)).toBe(
    'Agreed at once: up to 2 days early, 1 day late, 5 % more. Other days, and less, wait for the customer. More than 5 % over the order cannot be promised.',
  )
  expect(toleranceText({ daysEarly: 0, daysLate: 0, quantityPercentUnder: '0', quantityPercentOver: '0' })).toBe(
    'Other days, and less, wait for the customer. More than asked cannot be promised.',
  )
})
