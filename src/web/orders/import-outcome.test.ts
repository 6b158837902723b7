// A file that was clean when it was looked at, and is not any more.
import { expect, test } from 'vitest'
import { unforeseen } from './import-outcome.ts'

const error = (line: number, problem: string) => ({ line, column: 'order', problem, remedy: 'Choose another.' })

test('rows left out on purpose are no news; what turned wrong since the preview is', () => {
  const told = [error(2, 'no such item'), error(3, 'no such site')]
  expect(unforeseen(told, told)).toEqual([])
  const used = error(3, 'There is an order PO-9 already.')
  expect(unforeseen([error(2, 'no such item'), used], told)).toEqual([used])
  expect(unforeseen([used], [])).toEqual([used])
})
