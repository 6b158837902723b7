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

test('what was typed survives everything but being asked anew or answered by a colleague, and what is lost is said', () => {
  const line = { at: 'awaiting-answer' as const, promised: [], askedVersion: 1 }
  const typed: LineDraft = {
    choice: 'date',
    rows: [{ quantity: '100', date: '2027-03-18' }],
    reason: '',
    askedVersion: 1,
    at: 'awaiting-answer',
  }
  expect(draftNow(line, undefined)).toEqual({ draft: { ...typed, choice: '', rows: [] }, dropped: false })
  expect(draftNow(line, typed)).toEqual({ draft: typed, dropped: false })
  const anew = draftNow({ ...line, askedVersion: 2 }, typed)
  expect(anew).toMatchObject({ draft: { choice: '', askedVersion: 2 }, dropped: true })
  expect(
    draftNow({ at: 'confirmed', promised: agreedOn, askedVersion: 1 }, { ...typed, choice: 'accept' }),
  ).toMatchObject({
    dropped: true,
  })
  // The colleague's proposal could be replaced by this one, but nobody has chosen to.
  expect(draftNow({ ...line, at: 'proposed' }, typed)).toMatchObject({ draft: { at: 'proposed' }, dropped: true })
  expect(draftNow({ ...line, askedVersion: 2 }, { ...typed, choice: '' }).dropped).toBe(false)
})
