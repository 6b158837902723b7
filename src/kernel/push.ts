// Pushes bytes to a URL that somebody else gave: signed, to the address that was checked, without following anybody.
import { createHmac } from 'node:crypto'
import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type Permitted, permit, type Resolver } from './egress.ts'

export interface PushSettings {
  egressAllow: readonly string[]
  /** Tests name hosts without asking for them. */
  resolve?: Resolver | undefined
  /** How long the other system has for its answer. */
  answerWithinMs?: number | undefined
}

export interface Push {
  url: string
  /** Null: it goes unsigned. */
  secret: string | null
  /** The same on every try, so that the other side can tell a repeat. */
  id: string
  /** Of what is sent: type, and what else the other side may want to know before it reads. */
  headers: Readonly<Record<string, string>>
  body: Buffer
  /** The moment of this try. */
  now: Date
}

/** Thrown when the other side said nothing at all. */
export class NoAnswer extends Error {}

/** A system that takes longer is tried again. */
const answerWithinUsualMs = 20_000
/** Of an answer only its beginning is kept, to be shown. */
const answerBytesMax = 2_000

/** Others' systems stand still over a long weekend. */
export const triedForMs = 72 * 3_600_000
const waitMaxMs = 15 * 60_000
/** The oldest that waits for a silent system asks at this rate whether it is back; the others wait longer. */
export const probeMs = 45_000
/** Who takes longer to answer takes a place that others need. */
const slowMs = 3_000

/** 2 s, 4 s, 8 s …, with jitter so that systems are not called in step. */
export const pushWaitMs = (attempts: number, longestMs = waitMaxMs): number =>
  Math.min(2 ** Math.min(attempts, 20) * 1_000, longestMs) * (0.75 + Math.random() / 4)

/** The receiver verifies: HMAC-SHA256 over `id.timestamp.body` with the secret that both know. */
export function signatureOf(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('hex')}`
}

/** Resolves when a 2xx came. Throws otherwise, in words that are shown to people; NoAnswer, EgressRefused among them. */
export async function push({ url, secret, id, headers, body, now }: Push, settings: PushSettings): Promise<void> {
  const { egressAllow, resolve, answerWithinMs = answerWithinUsualMs } = settings
  const permitted = await permit(url, egressAllow, resolve)
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const sent = {
    ...headers,
    'content-length': String(body.length),
    'user-agent': 'Pullwire',
    'pullwire-message-id': id,
    'pullwire-timestamp': timestamp,
    ...(secret ? { 'pullwire-signature': signatureOf(secret, id, timestamp, body) } : {}),
  }
  const { status, text } = await post(permitted, sent, body, answerWithinMs)
  if (status >= 200 && status < 300) return
  const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
  throw new Error(`${permitted.url.host} answered ${status}.${redirect} ${text}`.trim())
}

function post(
  { url, address, family }: Permitted,
  headers: Record<string, string>,
  body: Buffer,
  withinMs: number,
): Promise<{ status: number; text: string }> {
  // Node asks for one address or for all; either way it gets the one that was checked.
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [{ address, family }])
    else done(null, address, family)
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secure : plain
    const request = send(url, { method: 'POST', headers, lookup, agent: false, signal: AbortSignal.timeout(withinMs) })
    request.on('response', response => {
      const { statusCode: status = 0 } = response
      // The status is the answer: a body that never ends, or breaks off, makes no failure of what was taken.
      const text = beginningOf(response)
      if (status >= 200 && status < 300) resolve({ status, text: '' })
      else void text.then(words => resolve({ status, text: words }))
    })
    request.on('error', error => reject(new NoAnswer(inWords(error, url.host, withinMs))))
    request.end(body)
  })
}

/** What came of the answer's text until there was enough, or no more. Never throws. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part)
      size += part.length
      if (size >= answerBytesMax) break
    }
  } catch {
    // Cut off: what came until then is shown.
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function inWords(error: Error & { code?: string }, host: string, withinMs: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `${host} did not answer within ${withinMs / 1_000} s.`
  return `${host} could not be reached (${error.code ?? error.message}).`
}

/** The calls under way in this process, by whom they are to: the first outage of a busy system must not fill the lane. */
export class Calls {
  private readonly since = new Map<string, number[]>()

  isSlow(id: string): boolean {
    return (this.since.get(id) ?? []).some(began => performance.now() - began > slowMs)
  }

  async during<T>(id: string, call: () => Promise<T>): Promise<T> {
    const began = performance.now()
    this.since.set(id, [...(this.since.get(id) ?? []), began])
    try {
      return await call()
    } catch (thrown) {
      // An answer that late is as bad as none.
      if (performance.now() - began > slowMs && thrown instanceof Error) throw new NoAnswer(thrown.message)
      throw thrown
    } finally {
      const rest = (this.since.get(id) ?? []).filter(one => one !== began)
      if (rest.length > 0) this.since.set(id, rest)
      else this.since.delete(id)
    }
  }
}
