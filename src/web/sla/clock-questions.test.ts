// Badges of long lists: every row has its clock, however many there are.
import { expect, it } from 'vitest'
import { IDS_MAX, mostPressing, questionsOf } from './clock-questions.ts'

const ids = (n: number) => Array.from({ length: n }, (_, i) => `id-${String(i).padStart(4, '0')}`)

it('a list longer than one question is asked for in several, and every id is in one of them', () => {
  const all = ids(2 * IDS_MAX + 50)
  const questions = questionsOf([...all, ...all])
  expect(questions.map(each => each.split(',').length)).toEqual([IDS_MAX, IDS_MAX, 50])
  expect(questions.flatMap(each => each.split(',')).toSorted()).toEqual(all)
  expect(questionsOf([])).toEqual([])
})

it('a page more asks nothing that was asked before', () => {
  const [first] = questionsOf(ids(IDS_MAX))
  expect(questionsOf(ids(IDS_MAX + 100))[0]).toBe(first)
  expect(questionsOf(ids(IDS_MAX).toReversed())[0]).toBe(first)
})

it('of an order that is asked in two rounds the most pressing one is shown, never its 997, and decisions by themselves', () => {
  const row = (kind: 'order' | 'acknowledgment' | 'decision', subjectId: string, id: string) => ({
    kind,
    subjectId,
    id,
  })
  const [ack, own] = [row('acknowledgment', 'a', '1'), row('decision', 'a', '4')]
  const rows = [ack, own, row('order', 'a', '2'), row('order', 'a', '3')]
  expect(mostPressing(rows).get('a')?.id).toBe('2')
  expect(mostPressing(rows, true).get('a')?.id).toBe('4')
})
