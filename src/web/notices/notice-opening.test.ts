// A notice opened from the list.
import { expect, test } from 'vitest'
import type { NoticeRow } from '../../notices/api.ts'
import { openingOf, openPath } from './notice-opening.ts'

const row = (id: string, more: Partial<NoticeRow> = {}): NoticeRow => ({
  ...{
    id,
    title: 'Order 4711',
    text: 'No answer.',
    link: '/orders/4711',
    createdAt: '2027-03-01T08:00:00Z',
    readAt: null,
    isOver: false,
  },
  ...more,
})

test('it is marked as read and leads on; without a link it stays to be read, and what was read is not marked again', () => {
  const rows = [row('a'), row('b', { link: null }), row('c', { readAt: '2027-03-01T09:00:00Z' })]
  expect(openingOf(rows, 'a')).toEqual({ read: 'a', to: '/orders/4711' })
  expect(openingOf(rows, 'b')).toEqual({ read: 'b', to: undefined })
  expect(openingOf(rows, 'c')).toEqual({ read: undefined, to: '/orders/4711' })
  expect(openingOf(rows, 'gone')).toBeUndefined()
  expect(openingOf(undefined, 'a')).toBeUndefined()
})

test('going back from it finds the list as it was', () => {
  expect(openPath({ search: 'late', sort: undefined, open: 'old' }, 'a')).toBe('/notices?search=late&open=a')
})
