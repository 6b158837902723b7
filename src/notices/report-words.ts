// What a report comes to for the mail it is about, and how that is said. Pure.
import { formatDate, wallOf } from '../kernel/time.ts'
import type { Standing } from './delivery-report.ts'

/** `bounced`: it never arrives. `failed`: nobody tries any more, a later mail may well arrive. `going on`: it is not over. */
export interface Verdict {
  kind: 'bounced' | 'failed' | 'going on'
  words: string
}

/** Undefined: there is nothing to complain of. @param address whom our mail was for */
export function verdictOn(standings: readonly Standing[], address: string): Verdict | undefined {
  const failed = standings.filter(({ action }) => action === 'failed')
  const [first = standings.find(({ action }) => action === 'delayed')] = failed
  if (!first) return undefined
  const words = wordsOf(first, address)
  // Where the address stands for several people, some of them may have it.
  if (failed.length < standings.length)
    return {
      kind: 'going on',
      words: failed.length > 0 ? `Not for all: ${words}` : `Delayed: ${words}${untilWords(first)}`,
    }
  // RFC 3463 2: of a failure, 4.x.x says that sending it in the future may be successful.
  return failed.every(({ status }) => status.startsWith('5'))
    ? { kind: 'bounced', words: `Came back: ${words}` }
    : { kind: 'failed', words: `Came back, given up on the way: ${words}` }
}

const saidMax = 300

function wordsOf({ address, status, server, said }: Standing, meant: string): string {
  const sentOn = address.toLowerCase() === meant.toLowerCase() ? '' : ` (sent on to ${plain(address).slice(0, 100)})`
  const own = said ? `. ${server ?? 'The mail server'} said: ${plain(said).slice(0, saidMax)}` : ''
  return `${reasonOf(status)} (${status})${sentOn}${own}`
}

function untilWords({ until }: Standing): string {
  if (!until) return ''
  const { date, time } = wallOf(until, 'UTC')
  return `. It is tried until ${formatDate(date, { year: true })}, ${time} UTC.`
}

/** One line, nothing that steers a screen. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

/** RFC 3463, and the registry of enhanced status codes: the last two numbers. */
const reasons: Readonly<Record<string, string>> = {
  '1.1': 'there is no such mailbox',
  '1.2': 'there is no such mail domain',
  '1.3': 'the address is not well formed',
  '1.6': 'the mailbox has moved',
  '1.10': 'there is no such mailbox, or its domain takes no mail',
  '2.1': 'the mailbox is switched off',
  '2.2': 'the mailbox is full',
  '2.3': 'the mail is larger than the mailbox takes',
  '3.4': 'the mail is larger than the other side takes',
  '4.1': 'the other mail server did not answer',
  '4.2': 'the connection to the other mail server broke off',
  '4.4': 'no way to the other mail server was found',
  '4.6': 'the mail went in a circle',
  '4.7': 'it took too long',
  '7.1': 'the other side does not let this mail in',
}

const subjects: Readonly<Record<string, string>> = {
  '1': 'something is wrong with the address',
  '2': 'something is wrong with the mailbox',
  '3': 'the other mail server is in trouble',
  '4': 'the way to the other mail server is in trouble',
  '5': 'the mail servers do not understand each other',
  '6': 'the other side does not take such contents',
  '7': 'the other side does not let this mail in',
}

function reasonOf(status: string): string {
  const detail = status.slice(2)
  return reasons[detail] ?? subjects[detail.split('.')[0] ?? ''] ?? 'it could not be delivered'
}
