// What is marked of a value, and what of a text that was searched for.
import { expect, test } from 'vitest'
import { isAbout, partsOf, pieces } from './marked-parts.ts'

const separators = { component: '>', repetition: '^' }
const marked = (...args: Parameters<typeof partsOf>) => partsOf(...args).map(({ text, wrong }) => [text, wrong])

test('a finding about an element marks all of it, one about a component only that', () => {
  expect(marked('A>B', [{ severity: 'error', element: 1 }], separators)).toEqual([['A>B', 'error']])
  expect(marked('A>B', [{ severity: 'error', element: 1, component: 2 }], separators)).toEqual([
    ['A', undefined],
    ['>', undefined],
    ['B', 'error'],
  ])
})

test('a finding about a repetition marks no other', () => {
  const found = marked('A^B>C', [{ severity: 'warning', element: 1, component: 1, repetition: 2 }], separators)
  expect(found.filter(([, wrong]) => wrong)).toEqual([['B', 'warning']])
})

test('a note marks nothing, and the worse of two is what shows', () => {
  expect(marked('A', [{ severity: 'note', element: 1 }], separators)).toEqual([['A', undefined]])
  const both = [
    { severity: 'warning', element: 1 },
    { severity: 'error', element: 1 },
  ] as const
  expect(marked('A', both, separators)).toEqual([['A', 'error']])
})

test('the readable column is marked under the same reference', () => {
  expect(isAbout({ severity: 'error', element: 2 }, 'BAK02', 'BAK')).toBe(true)
  expect(isAbout({ severity: 'error', element: 2 }, 'BAK03', 'BAK')).toBe(false)
  expect(isAbout({ severity: 'error', element: 1, component: 2 }, 'AK401-2', 'AK4')).toBe(true)
  expect(isAbout({ severity: 'error', element: 1, component: 2 }, 'AK401-1', 'AK4')).toBe(false)
  expect(isAbout({ severity: 'error' }, 'BAK02', 'BAK')).toBe(false)
})

test('what was searched for stands out wherever it is', () => {
  expect(pieces('HUB-36 hub', 'hub')).toEqual([
    { text: 'HUB', found: true },
    { text: '-36 ', found: false },
    { text: 'hub', found: true },
  ])
  expect(pieces('', 'hub')).toEqual([{ text: '', found: false }])
})
