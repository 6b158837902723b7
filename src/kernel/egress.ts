// Which hosts we call when somebody else says where: public addresses, and those the installation allows by name.
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Every address a name resolves to. Tests give their own, so that no hostile name is ever asked for. */
export type Resolver = (host: string) => Promise<string[]>

export const systemResolver: Resolver = async host =>
  (await lookup(host, { all: true, verbatim: true })).map(one => one.address)

export interface Permitted {
  url: URL
  /** Connect to this address and to no other: a second resolution could answer differently. */
  address: string
  family: 4 | 6
}

export class EgressRefused extends Error {}

// IANA special-purpose registries; 168.63.129.16 is a cloud's metadata service at a public address.
const closed4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
]
// Only 2000::/3 is public; within it, these are not, or carry an IPv4 address inside.
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const forbidden4 = blocks(closed4)
const forbidden6 = blocks(closed6)
const global6 = blocks(['2000::/3'])

function blocks(list: readonly string[]): BlockList {
  const found = new BlockList()
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) found.addAddress(address, family)
    else found.addSubnet(address, Number(bits), family)
  }
  return found
}

/** Answers the address to call, or throws EgressRefused with the reason in words. Resolves once. */
export async function permit(
  text: string,
  allow: readonly string[],
  resolve: Resolver = systemResolver,
): Promise<Permitted> {
  const url = parsed(text)
  const host = bare(url.hostname)
  const named = allow.some(entry => entry.toLowerCase() === host)
  const literal = isIP(host) !== 0
  const addresses = literal ? [host] : await resolve(host).catch(() => [])
  const [first] = addresses
  if (first === undefined) throw new EgressRefused(`${host} is not known to the name service.`)
  const networks = blocks(allow.filter(entry => isIP(entry.split('/')[0] ?? '') !== 0))
  const permitted = (address: string) => named || inside(networks, address)
  for (const address of addresses) {
    if (isPublic(address) || permitted(address)) continue
    throw new EgressRefused(`${host} leads to ${address}, which is not a public address. EGRESS_ALLOW can permit it.`)
  }
  if (url.protocol === 'http:' && !addresses.every(permitted))
    throw new EgressRefused('We send by https only; EGRESS_ALLOW can permit a host of your own.')
  return { url, address: first, family: isIP(first) === 6 ? 6 : 4 }
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) throw new EgressRefused('That is no URL.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new EgressRefused('Only https URLs are called.')
  if (url.username || url.password) throw new EgressRefused('A URL with a password in it is not called.')
  if (url.hostname === '') throw new EgressRefused('The URL names no host.')
  return url
}

/** Without the brackets of IPv6 and the dot that ends a full name. */
const bare = (hostname: string) =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()

const inside = (list: BlockList, address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !forbidden4.check(address, 'ipv4')
  return family === 6 && global6.check(address, 'ipv6') && !forbidden6.check(address, 'ipv6')
}
