// A field that was mended loses what the server had refused of it; the others keep theirs.
import { expect, test } from 'vitest'
import { unmended } from './mended.ts'

const sent = { supplierId: 's', lines: [{ quantity: '7', needBy: '2027-03-01' }] }
const refused = [{ path: 'lines.0.quantity' }, { path: 'lines.0.needBy' }, { path: 'number' }]
const standing = (now: object) => unmended(refused, sent, now).map(({ path }) => path)

test('as long as nothing was changed, all that was refused stands', () => {
  expect(standing(sent)).toEqual(['lines.0.quantity', 'lines.0.needBy', 'number'])
})
test('a mended quantity is refused no longer, the day beside it still is', () => {
  expect(standing({ ...sent, lines: [{ quantity: '8', needBy: '2027-03-01' }] })).toEqual(['lines.0.needBy', 'number'])
})
test('what was refused of a line that is gone, or of a number that is typed now, is over', () => {
  expect(standing({ supplierId: 's', number: 'A-1', lines: [] })).toEqual([])
})
