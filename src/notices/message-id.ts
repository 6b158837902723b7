// The name that a mail bears on its way, by which what comes back finds it.
import { randomBytes } from 'node:crypto'
import { newSecret } from '../kernel/ids.ts'

/**
 * 128 random bits, and not the notice's id: many may see that one, and each of them could then write a bounce. Known to
 * whoever got the mail and whoever carried it. In hexadecimal, as mail servers may change the case of an address.
 */
export const newMessageId = (host: string): string => `<${randomBytes(16).toString('hex')}@${host}>`

/** Of a mail that holds another link than the first: must not be taken for that one, but comes back to the same notice. */
export const anotherOf = (messageId: string): string => messageId.replace('@', `.${newSecret().slice(0, 8)}@`)

const form = /^<([0-9a-f]{32})(?:\.[\w-]{8})?@([a-z0-9.:[\]-]{1,255})>$/i

/** The one that was stored, from one that came back; undefined when ours never look like it. */
export function storedOf(messageId: string): string | undefined {
  const [, name, host] = form.exec(messageId) ?? []
  return name && host ? `<${name.toLowerCase()}@${host}>` : undefined
}

/** Where the mail comes back to: `bounces+3f2a…@example.com` of `bounces@example.com`. */
export function returnAddressOf(bounceAddress: string, messageId: string): string {
  const name = form.exec(messageId)?.[1]
  return name ? bounceAddress.replace('@', `+${name}@`) : bounceAddress
}

/** From where something came back to, as a header says it. @param host of our message ids */
export function storedByAddress(sentTo: string, bounceAddress: string, host: string): string | undefined {
  const [local = '', domain = ''] = bounceAddress.toLowerCase().split('@')
  const names = sentTo
    .slice(0, 1_000)
    .toLowerCase()
    .split(/[\s<>,;"]+/)
    .filter(address => address.startsWith(`${local}+`) && address.endsWith(`@${domain}`))
    .map(address => storedOf(`<${address.slice(local.length + 1, -domain.length - 1)}@${host}>`))
  return names.find(name => name !== undefined)
}
