// A mail address and a name as people type them. Pure.
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'

// Narrower than RFC 5321 on purpose: no quotes, no comments, no address literals, nothing a header could trip over.
const form = /^[^\s@<>()[\]\\,;:"]{1,64}@[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/

/** Lower case, trimmed. One spelling for one account. */
export function readEmail(text: string): string | Refusal {
  const email = text.trim().toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character in an address is an attack on a header
  if (form.test(email) && email.length <= 254 && !/[\x00-\x1f\x7f]/.test(email)) return email
  return refusal('email-invalid', 'This is not a mail address.', {
    where: '/email',
    remedy: 'Write it as in anna@example.com.',
  })
}

/** One line without control characters, trimmed; refused when nothing is left. */
export function readName(text: string, where = '/name'): string | Refusal {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  const name = text.replace(/[\x00-\x1f\x7f\s]+/g, ' ').trim()
  return name === '' ? refusal('name-missing', 'A name is missing.', { where }) : name
}

/** The first that was refused, if any: for a form's several fields. */
export const firstRefusal = (...read: readonly unknown[]): Refusal | undefined => read.find(isRefusal)
