// What the supplier is offered for a line, and what becomes of what was typed.
import { expect, test } from 'vitest'
import type { LineAt } from '../../orders/order-line.ts'
import { type Choice, draftNow, isOffered, type LineDraft } from './answer-draft.ts'

const all = ['accept', 'date', 'quantity', 'split', 'reject'] as const satisfies readonly Choice[]
const agreedOn = [{ quantity: '100', date: '2027-03-15' }]
const offered = (at: LineAt, promised: typeof agreedOn = []) =>
  all.filter(choice => isOffered({ at, promised }, choice))

test('the choices for a line are those that the server would take', () => {
  const otherwise = ['date', 'quantity', 'split']
  expect(offered('awaiting-answer')).toEqual(all)
  expect(offered('countered', agreedOn)).toEqual(all)
  expect(offered('proposed')).toEqual(all)
  expect(offered('confirmed', agreedOn)).toEqual(otherwise)
  expect(offered('agreed', agreedOn)).toEqual(otherwise)
  expect(offered('proposed', agreedOn)).toEqual(['accept', ...otherwise])
  expect(offered('cancelled')).toEqual([])
})

test('what was typed stays with the line as it was seen; of a line changed since, it is kept until looked at again', () => {
  const line = { at: 'awaiting-answer' as const, promised: [], mark: 'as-seen' }
  const rows = [{ quantity: '100', date: '2027-03-18' }]
  const typed: LineDraft = { choice: 'date', rows, reason: '', basedOn: 'as-seen' }
  expect(draftNow(line, undefined)).toEqual({ draft: { ...typed, choice: '', rows: [] }, fit: 'fits' })
  expect(draftNow(line, typed)).toEqual({ draft: typed, fit: 'fits' })
  expect(draftNow({ ...line, mark: 'asked-anew' }, typed)).toEqual({ draft: typed, fit: 'overtaken' })
  // A colleague has confirmed it: another day may still be proposed, but by nobody who has not seen that.
  const confirmed = { at: 'confirmed' as const, promised: agreedOn, mark: 'confirmed' }
  expect(draftNow(confirmed, typed)).toEqual({ draft: typed, fit: 'overtaken' })
  expect(draftNow(confirmed, { ...typed, choice: 'reject' })).toMatchObject({ draft: { choice: '' }, fit: 'dropped' })
  // A yes is to what was seen.
  expect(draftNow({ ...line, mark: 'asked-anew' }, { ...typed, choice: 'accept' })).toMatchObject({
    draft: { choice: '', basedOn: 'asked-anew' },
    fit: 'dropped',
  })
  expect(draftNow({ ...line, mark: 'asked-anew' }, { ...typed, choice: '' }).fit).toBe('fits')
})
