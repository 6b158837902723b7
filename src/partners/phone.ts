// A telephone number as people write it, and as a telephone takes it. Pure.
import { type Refusal, refusal } from '../kernel/errors.ts'

export const PHONE_CHARS_MAX = 40

// ITU-T E.164: at most fifteen digits. Shorter than five is an extension of somebody's own house.
const form = /^\+?[\d ()/.-]+$/
const [digitsMin, digitsMax] = [5, 15]

/** Trimmed, as it was typed; empty where none is known. */
export function readPhone(text: string, where = '/contactPhone'): string | Refusal {
  const phone = text.trim().replace(/\s+/g, ' ')
  const digits = phone.replace(/\D/g, '').length
  if (phone === '' || (form.test(phone) && digits >= digitsMin && digits <= digitsMax)) return phone
  return refusal('phone-invalid', `"${phone}" is not a telephone number.`, {
    where,
    remedy: 'Write it as in +49 711 555 0100, without letters.',
  })
}

/** RFC 3966. The zero that stands in brackets after a country's code is not dialled from abroad. */
export const telOf = (phone: string): string =>
  `tel:${(phone.startsWith('+') ? phone.replace(/\(0\)/g, '') : phone).replace(/[^\d+]/g, '')}`
