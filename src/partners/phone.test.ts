// A telephone number as it is typed, and as a telephone dials it.
import { expect, test } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { readPhone, telOf } from './phone.ts'

test.each([
  [' +49 711  555-0100 ', '+49 711 555-0100', 'tel:+497115550100'],
  ['+49 (0)711 5550100', '+49 (0)711 5550100', 'tel:+497115550100'],
  ['(0711) 555.0100', '(0711) 555.0100', 'tel:07115550100'],
])('%s is kept as typed and dialled', (typed, kept, dialled) => {
  expect(readPhone(typed)).toBe(kept)
  expect(telOf(kept)).toBe(dialled)
})

test('none is none', () => {
  expect(readPhone('  ')).toBe('')
})

test.each(['ask Mara', '1234', '+49 711 555 0100 ext 7', '1234567890123456', 'tel:+49711', '+49;phone-context=x'])(
  '"%s" is refused',
  typed => {
    const read = readPhone(typed)
    expect(isRefusal(read) && read.code).toBe('phone-invalid')
  },
)
