// The code a supplier hands to a customer, who can then connect to it instead of inviting it anew.
import { randomInt } from 'node:crypto'

// Without 0, O, 1, I and L, which are misread on the telephone.
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Four groups of five: 99 random bits, so it cannot be guessed. */
export const newConnectionCode = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  )

/** As typed or pasted: any case, blanks or dashes between. */
export const readConnectionCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/(.{5})(?=.)/g, '$1-')
